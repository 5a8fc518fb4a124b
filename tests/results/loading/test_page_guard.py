"""The guard of those who follow marks, against servers that Hypothesis makes up."""

from __future__ import annotations

import random
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.record import Row
from netwrix_tui.results.loading import page_guard
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.page_guard import MOST_FRUITLESS, PageGuard, Verdict, digest_of
from netwrix_tui.results.loading.seen_records import SeenRecords, _narrow, _Table
from netwrix_tui.wire.page import Page
from tests.results.records import numbered_page, page_of, rid, row, texts

_STATES = 12

numbers = st.lists(st.integers(0, 15), min_size=1, max_size=5)


def walked(pages: list[list[int]], following: list[int]) -> tuple[list[int], Walk, int]:
    """Follow the marks of a server with these pages, each with the number of the next one.

    Returns the numbers that came, the walk and how many requests it took.
    """
    walk, mark, requests = Walk(), None, 0
    came: list[int] = []
    while True:
        at = int(mark or 0)
        page = page_of([row(number) for number in pages[at]], str(following[at]))
        requests += 1
        step = walk.take(mark, page)
        came += [pages[at][index] for index in step.new]
        if step.verdict is not Verdict.GO_ON:
            return came, walk, requests
        mark = page.mark


@given(
    st.lists(st.tuples(numbers, st.integers(0, _STATES - 1)), min_size=_STATES, max_size=_STATES)
)
def test_all_that_marks_lead_to_comes_once_and_then_it_ends(
    server: list[tuple[list[int], int]],
) -> None:
    pages, following = [list(found) for found, _ in server], [number for _, number in server]
    came, walk, requests = walked(pages, following)
    reached, at = [], 0
    while at not in reached:
        reached.append(at)
        at = following[at]
    assert sorted(came) == sorted({number for state in reached for number in pages[state]})
    assert requests <= len(reached) + 2
    assert walk.error().requests == requests


@given(st.lists(numbers, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_new_marks_for_ever_end_too(found: list[list[int]], chance: random.Random) -> None:
    walk, requests = Walk(), 0
    came: list[int] = []
    while True:
        sent = chance.choice(found)
        page = page_of([row(number) for number in sent], f"mark {requests + 1}")
        step = walk.take(f"mark {requests}", page)
        requests += 1
        came += [sent[index] for index in step.new]
        if step.verdict is Verdict.REPEATS:
            break
    assert len(came) == len(set(came))
    assert requests <= MOST_FRUITLESS * (len(came) + 1)


@given(st.lists(st.lists(texts, max_size=5), max_size=8), st.integers(1, 6))
def test_records_are_known_by_their_rids_and_those_without_are_never_left_out(
    pages: list[list[str]], most: int
) -> None:
    known, seen = SeenRecords(), set()
    few, recent = SeenRecords(most), deque[str](maxlen=most)
    for rids in pages:
        page = page_of([Row(rid=text) for text in rids])
        wanted, here = [], set(seen)
        for index, text in enumerate(rids):
            if not text or text not in here:
                wanted.append(index)
            here.add(text)
        novelty = known.take(page)
        assert novelty.new == wanted
        assert novelty.duplicates == len(rids) - len(wanted)
        assert novelty.fresh == len({*rids} - seen)
        seen.update(rids)
        for text, index in zip(rids, range(len(rids)), strict=True):
            one = few.take(page_of([page.rows[index]]))
            if text in recent and text:
                assert not one.new  # at least so many are known
            if text not in seen:
                assert one.new
            recent.append(text)


def test_what_is_known_takes_no_more_than_so_much() -> None:
    seen = SeenRecords(10_000)
    for first in range(0, 60_000, 1_000):
        assert len(seen.take(numbered_page(first, first + 1_000)).new) == 1_000
    tables = [seen._now, seen._once]
    assert all(isinstance(table, _Table) and table.count <= 10_000 for table in tables)
    assert all(table is not None and table._mask < 40_000 for table in tables)
    assert seen.has_forgotten
    assert not seen.take(numbered_page(50_000, 60_000)).new
    assert len(seen.take(numbered_page(0, 1_000)).new) == 1_000


def test_other_content_under_the_same_rid_is_a_double_and_counted() -> None:
    walk = Walk(rids=[rid(9)])
    same = page_of([row(number) for number in (1, 2, 9)], "a")
    other = Page(same.format, same.rows, [b"other", same.raws[1], b"other"], "b")
    assert walk.take(None, same).new == [0, 1]
    assert walk.take("a", other).new == []
    # What an earlier run was given under a RID is not known.
    assert (walk.duplicates, walk.changed) == (4, 1)
    assert walk.remarks() == [
        "4 records came again and were left out.",
        "1 of these came with other content than the first of the same RID.",
    ]


def test_one_mark_may_bring_new_records_again_and_again() -> None:
    guard = PageGuard()
    page = numbered_page(0, 1, "a")
    assert {guard.judge("a", page, 1) for _ in range(100)} == {Verdict.GO_ON}
    assert guard.judge("a", page, 0) is Verdict.REPEATS


@pytest.mark.parametrize("has_forgotten", [False, True])
def test_where_records_were_forgotten_a_known_mark_is_enough(*, has_forgotten: bool) -> None:
    guard = PageGuard()
    for asked, mark in ((None, "a"), ("a", "b"), ("b", "c")):
        assert guard.judge(asked, numbered_page(0, 1, mark), 1) is Verdict.GO_ON
    verdict = guard.judge("c", numbered_page(0, 1, "a"), 1, has_forgotten=has_forgotten)
    assert verdict is (Verdict.REPEATS if has_forgotten else Verdict.GO_ON)


def test_a_mark_of_an_earlier_run_is_enough() -> None:
    guard = PageGuard([digest_of("a"), digest_of("b")])
    assert guard.judge("b", numbered_page(0, 1, "b"), 1) is Verdict.GO_ON
    assert guard.judge("b", numbered_page(0, 1, "a"), 1) is Verdict.REPEATS


def test_marks_are_forgotten_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_guard, "MOST_MARKS", 10)
    guard = PageGuard()
    for number in range(1_000):
        guard.judge("x", numbered_page(0, 1, str(number)), 1)
    assert guard.remembered <= 20
    assert guard.judge("x", numbered_page(0, 1, "995"), 0) is Verdict.REPEATS


@pytest.mark.parametrize("text", ["", "a", "2" * 48 + "a", "\ud83d", "２" * 49])
def test_a_digest_for_a_python_of_32_bits_fits_as_well(text: str) -> None:
    assert -(1 << 63) <= _narrow(text) < 1 << 63
    assert _narrow(text)
    assert _narrow(text) == _narrow(text.encode("utf-8", "surrogatepass"))
