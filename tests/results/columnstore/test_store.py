"""The store against a plain list, its doubles and order, and its reader beside its writer."""

from __future__ import annotations

import threading
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.records.record import ActivityRecord, Row
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.records import numbered_page, page_of, records, rid, rows, wire_page
from tests.results.records import row as a_row

flagged_rows = st.tuples(st.lists(rows, max_size=6), st.frozensets(st.integers(0, 5)))


@settings(deadline=None)
@given(st.lists(flagged_rows, max_size=5))
def test_it_equals_a_list_without_doubles(pages: list[tuple[list[Row], frozenset[int]]]) -> None:
    store = Store()
    expected: list[tuple[Row, bytes, bool]] = []
    seen: set[str] = set()
    for page_rows, flagged in pages:
        damaged = frozenset(index for index in flagged if index < len(page_rows))
        page = page_of(page_rows, damaged=damaged)
        new = []
        for index, row in enumerate(page_rows):
            if not row.rid or row.rid not in seen:
                new.append((row, page.raws[index], index in damaged))
            seen.add(row.rid)
        assert store.append(page) == len(new)
        expected += new
    assert len(store) == len(expected)
    assert store.duplicates == sum(len(page_rows) for page_rows, _ in pages) - len(expected)
    found = [(store.row(i), store.raw(i), store.damaged(i)) for i in range(len(store))]
    assert found == expected


@settings(deadline=None)
@given(st.lists(records, min_size=1, max_size=4), st.sampled_from(WireFormat))
def test_a_record_is_whole_and_agrees_with_its_row(
    given_records: list[ActivityRecord], wire: WireFormat
) -> None:
    page = wire_page(given_records, wire)
    store = Store()
    store.append(page)
    for index in range(len(store)):
        record, row = store.record(index), store.row(index)
        for name in Row.__struct_fields__:
            assert getattr(record, name) == getattr(row, name)
        assert store.format(index) is wire
        assert store.declarations(index) == page.declarations


@pytest.mark.parametrize("index", [-1, 3])
def test_a_row_that_is_not_there(index: int) -> None:
    store = Store()
    store.append(numbered_page(0, 3))
    for read in (store.row, store.raw, store.timestamp, store.damaged, store.record):
        with pytest.raises(IndexError):
            read(index)


def test_an_empty_page_changes_nothing() -> None:
    store = Store()
    assert store.append(page_of([])) == 0
    store.append(numbered_page(0, 2))
    assert store.append(page_of([])) == 0
    store.append(numbered_page(2, 3))
    assert [store.row(i).what for i in range(3)] == ["file 0", "file 1", "file 2"]


def test_values_seen() -> None:
    store = Store()
    store.append(page_of([Row(who="a"), Row(who="b"), Row(who="b"), Row()]))
    assert store.values("who") == ["b", "a"]
    with pytest.raises(KeyError):
        store.values("when")


@pytest.mark.parametrize(
    ("hours", "order"),
    [
        ([[]], ArrivalOrder.UNKNOWN),
        ([[5]], ArrivalOrder.UNKNOWN),
        ([[5, 5], [5]], ArrivalOrder.UNKNOWN),
        ([[5, 5, 4], [4, 1]], ArrivalOrder.NEWEST_FIRST),
        ([[1], [2, 2, 3]], ArrivalOrder.OLDEST_FIRST),
        ([[5, 4], [9]], ArrivalOrder.MIXED),
        ([[5, None, 4], [None], [3]], ArrivalOrder.NEWEST_FIRST),
        ([[1, 2, 1]], ArrivalOrder.MIXED),
    ],
)
def test_the_order_that_is_observed(hours: list[list[int | None]], order: ArrivalOrder) -> None:
    store = Store()
    number = 0
    for page in hours:
        made = []
        for hour in page:
            number += 1
            when = "no time" if hour is None else f"2026-03-17T{hour:02}:00:00Z"
            made.append(a_row(number, when))
        store.append(page_of(made))
    assert store.arrival_order is order


def test_a_reader_beside_the_writer_finds_every_published_row_whole() -> None:
    store = Store()
    pages: list[Page] = [numbered_page(n * 1000, n * 1000 + 1000) for n in range(72)]
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        at = 0
        while not done.is_set() or at < len(store):
            count = len(store)
            # The newest rows are those that might not be whole yet.
            for index in {*range(at, count, 97), *range(max(0, count - 3), count)}:
                row = store.row(index)
                whole = row.what == f"file {index}" and row.who == f"jane{index % 7}"
                if not whole or store.raw(index) != repr(row.rid).encode():
                    wrong.append(row)
                if store.timestamp(index) is None or store.format(index) is not WireFormat.JSON:
                    wrong.append(index)
            at = count
            store.values("what")

    def reader() -> None:
        try:
            read()
        except Exception as error:  # noqa: BLE001 - a thread's own go unnoticed
            wrong.append(error)

    thread = threading.Thread(target=reader)
    thread.start()
    for page in pages:
        store.append(page)
    done.set()
    thread.join()
    assert wrong == []
    assert len(store) == 72_000


def test_doubles_are_known_whatever_the_order_of_pages() -> None:
    numbers = list(range(40_000))
    Random(7).shuffle(numbers)
    store = Store()
    for start in range(0, 40_000, 800):
        store.append(page_of([a_row(number * 10**20) for number in numbers[start : start + 800]]))
    assert (len(store), store.duplicates) == (40_000, 0)
    again = [a_row(number * 10**20) for number in (5, 39_999, 20_000)]
    assert store.append(page_of([*again, a_row(10**26)])) == 1
    assert (len(store), store.duplicates) == (40_001, 3)
    assert [store.rid(at) for at in range(40_000)] == [rid(n * 10**20) for n in numbers]


def test_records_are_found_by_their_rid_whatever_its_form() -> None:
    store = Store()
    rids = [rid(number) for number in range(2_500)]
    for some in ([*rids[:1_000], "odd", ""], rids[1_000:]):
        store.append(page_of([Row(rid=one) for one in some]))
    found = store.rows_of([rids[0], rids[1_700], "odd", "", rid(9_999), "other"])
    assert found == {rids[0]: 0, rids[1_700]: 1_702, "odd": 1_000}
