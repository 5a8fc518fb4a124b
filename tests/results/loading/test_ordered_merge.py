"""One order out of several lanes: nothing lost, nothing twice, the same however they are asked.

A schedule says which of the lanes that are asked answers next, and what becomes of it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.record import Row
from netwrix_tui.results.loading.ordered_merge import OrderedMerge, joined_pages
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

SIZE = 3
"""Records of a page."""

Record = tuple[int | None, str]
"""A moment in seconds since the epoch, None for none, and a name."""

moments = st.integers(1_700_000_000, 1_700_000_020)
fallings = st.lists(moments, max_size=14).map(lambda found: sorted(found, reverse=True))
anyhow = st.lists(moments | st.none(), max_size=14)


def named(lane: int, found: Sequence[int | None]) -> list[Record]:
    return [(moment, f"{lane}.{number}") for number, moment in enumerate(found)]


def page_of(records: Sequence[Record], form: WireFormat = WireFormat.JSON) -> Page:
    rows = [
        Row(rid=name, when="soon" if moment is None else _written(moment))
        for moment, name in records
    ]
    return Page(form, rows, [name.encode() for _, name in records], "more")


def _written(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Lanes:
    """Lanes with all that they have to bring; one of those that are asked answers at a time."""

    def __init__(self, merge: OrderedMerge, lanes: Sequence[Sequence[Record]], seed: int) -> None:
        self.merge = merge
        self.left = {number: list(lane) for number, lane in enumerate(lanes)}
        self.dice = random.Random(seed)
        self.given: list[str] = []
        self.most_held = 0

    def answer(self) -> bool:
        """One of the lanes that are asked answers; False where none is asked."""
        asked = self.merge.wanting(SIZE)
        if not asked:
            return False
        lane = self.dice.choice(asked)
        page, self.left[lane] = self.left[lane][:SIZE], self.left[lane][SIZE:]
        if page:
            self.merge.put(lane, page_of(page))
        else:
            self.merge.end(lane)
        self.most_held = max(self.most_held, *(self.merge.held(lane) for lane in self.left))
        return True

    def take(self, most: int = 1_000) -> None:
        while (page := self.merge.take(most)) is not None:
            assert 0 < len(page) <= most
            assert [row.rid.encode() for row in page.rows] == page.raws
            self.given += [row.rid for row in page.rows]

    def run(self) -> list[str]:
        while not self.merge.is_over:
            has_answered = self.answer()
            if not has_answered or self.dice.random() < 0.7:
                self.take(self.dice.randint(1, 5))
        return self.given


@given(st.lists(fallings, min_size=1, max_size=4), st.integers(), st.integers())
def test_newest_first_whichever_answers_sooner(
    found: list[list[int]], seed: int, other: int
) -> None:
    lanes = [named(number, lane) for number, lane in enumerate(found)]
    expected = sorted(
        ((moment, number, at) for number, lane in enumerate(found)
         for at, moment in enumerate(lane)),
        key=lambda each: (-each[0], each[1], each[2]),
    )  # fmt: skip
    for one in (seed, other):
        merge = OrderedMerge()
        for _ in lanes:
            merge.open()
        driven = Lanes(merge, lanes, one)
        assert driven.run() == [f"{number}.{at}" for _, number, at in expected]
        assert not merge.is_by_arrival
        assert driven.most_held < 2 * SIZE


@given(st.lists(anyhow, min_size=1, max_size=5), st.integers())
def test_slices_come_one_behind_the_other(found: list[list[int | None]], seed: int) -> None:
    """Whatever is in them: a lane with bounds gives all of it before the next older one."""
    merge = OrderedMerge(falls_back=False)
    lanes = [named(number, lane) for number, lane in enumerate(found)]
    for number in range(len(lanes)):
        newest = 1_700_000_020_000_000 - number * 1_000_000
        merge.open(newest=newest, oldest=newest - 999_999)
    assert Lanes(merge, lanes, seed).run() == [name for lane in lanes for _, name in lane]


@given(st.lists(anyhow, min_size=1, max_size=4), st.integers())
def test_each_record_once_and_in_its_lane_s_order(found: list[list[int | None]], seed: int) -> None:
    lanes = [named(number, lane) for number, lane in enumerate(found)]
    merge = OrderedMerge()
    for _ in lanes:
        merge.open()
    given_ones = Lanes(merge, lanes, seed).run()
    for number, lane in enumerate(lanes):
        of_lane = [name for name in given_ones if name.startswith(f"{number}.")]
        assert of_lane == [name for _, name in lane]
    assert len(given_ones) == sum(map(len, lanes))


def test_one_that_has_nothing_yet_holds_back_what_may_belong_behind_it() -> None:
    merge = OrderedMerge()
    first, second = merge.open(), merge.open()
    merge.put(first, page_of([(50, "a"), (40, "b")]))
    assert merge.take(10) is None
    merge.put(second, page_of([(45, "c")]))
    assert _names(merge) == ["a", "c"]  # what is behind c may be as new as that, and newer than b
    merge.put(second, page_of([(30, "d")]))
    assert _names(merge) == ["b"]
    merge.end(first)
    assert _names(merge) == ["d"]


def test_one_that_is_not_waited_for_holds_up_nobody_and_loses_nothing() -> None:
    merge = OrderedMerge()
    first, second = merge.open(), merge.open()
    merge.put(first, page_of([(50, "a"), (40, "b")]))
    merge.wait_for(second, waits=False)
    assert _names(merge) == ["a", "b"]
    merge.put(second, page_of([(60, "late"), (30, "d")]))  # and is waited for again
    merge.put(first, page_of([(35, "c"), (20, "e")]))
    assert _names(merge) == ["late", "c", "d"]
    merge.wait_for(second, waits=False)
    assert _names(merge) == ["e"]


def test_the_oldest_first_ends_the_order_by_when() -> None:
    merge = OrderedMerge()
    first, second = merge.open(), merge.open()
    merge.put(first, page_of([(10, "a"), (20, "b")]))
    assert merge.is_by_arrival
    assert _names(merge) == ["a", "b"]
    merge.put(second, page_of([(50, "c"), (40, "d")]))
    merge.put(first, page_of([(60, "e")]))
    assert _names(merge) == ["c", "d", "e"]


def test_a_page_is_of_one_format_and_keeps_what_is_damaged() -> None:
    merge = OrderedMerge()
    lanes = [merge.open(), merge.open()]
    for lane, page in zip(
        lanes,
        [page_of([(50, "a"), (30, "b")]), page_of([(40, "c")], WireFormat.XML)],
        strict=True,
    ):
        merge.put(lane, page)
        merge.end(lane)
    pages = [merge.take(10) for _ in range(3)]
    assert [(page.format.value, page.raws) for page in pages if page is not None] == [
        ("json", [b"a"]), ("xml", [b"c"]), ("json", [b"b"]),
    ]  # fmt: skip
    assert merge.take(10) is None


@given(st.lists(st.lists(moments, min_size=1, max_size=5), min_size=1, max_size=5))
def test_joined_pages_hold_the_same(found: list[list[int]]) -> None:
    pages = [page_of(named(number, lane)) for number, lane in enumerate(found)]
    damaged = [Page(page.format, page.rows, page.raws, None, frozenset({0})) for page in pages]
    (joined,) = joined_pages(damaged)
    assert joined.raws == [raw for page in pages for raw in page.raws]
    firsts = [sum(map(len, pages[:number])) for number in range(len(pages))]
    assert joined.damaged == frozenset(firsts)


def _names(merge: OrderedMerge) -> list[str]:
    page = merge.take(10)
    return [] if page is None else [row.rid for row in page.rows]
