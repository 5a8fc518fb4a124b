"""Views: always what sorting and filtering plain lists would give, however they came about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.records.folded import folded
from netwrix_tui.records.record import Row
from netwrix_tui.results.columnstore.followed_rows import FollowedRows
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view import row_order, sorting
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.sorting import (
    SortKey,
    SortKeys,
    sign_of,
    sorted_by,
    sorted_further_by,
)
from netwrix_tui.results.view.view import View
from tests.results.records import page_of, rid, texts, times

_SORTED = ("when", "rid", "who", "action", "what", "workstation")
_START = datetime(2026, 3, 17, 9, tzinfo=UTC)

few_rows = st.lists(
    st.builds(
        Row,
        when=times,
        who=st.sampled_from(["", "Jane", "jane", "bob", "CORP\\svc"]),
        action=st.sampled_from(["Added", "Removed", "added"]),
        what=texts,
        workstation=texts,
    ),
    max_size=30,
)
key_lists = st.lists(
    st.builds(SortKey, st.sampled_from(_SORTED), st.booleans()),
    max_size=3,
    unique_by=lambda key: key.field,
).map(tuple)
lines = st.sampled_from(["", "jane", "-jane", "who:jan", "who:jane -added", "a -bob", "2026", ":"])


def naive(store: Store, sort_keys: SortKeys, line: str, came: Sequence[int] = ()) -> list[int]:
    rows = [row for row in range(len(store)) if _holds(store.row(row), QuickFilter.parse(line))]
    if not sort_keys:
        return [r for r in rows[::-1] if r in came] + [r for r in rows if r not in came]
    for key in reversed(sort_keys):

        def value(row: int, field: str = key.field) -> object:
            if field == "when":
                return store.timestamps[row]
            text: str = getattr(store.row(row), field)
            return text if field == "rid" else (folded(text), text)

        rows.sort(key=value, reverse=key.descending)  # type: ignore[arg-type]
    return rows


def _holds(row: Row, quick_filter: QuickFilter) -> bool:
    return all(
        any(term.text in folded(getattr(row, field)) for field in term.fields) != term.excludes
        for term in quick_filter.terms
    )


def shown(view: View) -> list[int]:
    return [view.store_row(row) for row in range(len(view))]  # type: ignore[arg-type]


def with_rids(pages: list[list[Row]]) -> list[list[Row]]:
    number = iter(range(10_000))
    return [[_with_rid(row, next(number)) for row in page] for page in pages]


def _with_rid(row: Row, number: int) -> Row:
    return Row(
        rid(number * 7 % 31 * 100 + number), *(getattr(row, f) for f in row.__struct_fields__[1:])
    )


@pytest.fixture(autouse=True)
def small_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few rows take the ways of a great many."""
    monkeypatch.setattr(sorting, "BUCKET", 2)
    monkeypatch.setattr(sorting, "RUN", 3)
    monkeypatch.setattr(sorting, "COUNTING", 3)
    monkeypatch.setattr(row_order, "FEW", 5)


@settings(max_examples=200)
@given(
    st.lists(few_rows, max_size=4).map(with_rids),
    st.lists(st.booleans(), min_size=4, max_size=4),
    key_lists,
    lines,
)
def test_it_is_what_lists_would_give_also_while_pages_come_in(
    pages: list[list[Row]], arrive: list[bool], sort_keys: SortKeys, line: str
) -> None:
    store, quick_filter = Store(), QuickFilter.parse(line)
    view, came = View(store), set()
    for page, by_following in zip(pages, arrive, strict=False):
        first = len(store)
        store.append(page_of(page), by_following=by_following)
        came.update(range(first, len(store)) if by_following else ())
        view.adopt(finished(view.order_rows(sort_keys, quick_filter)))
        expected = naive(store, sort_keys, line, sorted(came))
        assert shown(view) == expected
        assert view.on_top == (0 if sort_keys else len(came.intersection(expected)))
        for place, record in enumerate(expected):
            assert view.view_row(record) == place
            assert view.nearest(record, 0) == place
            assert view.came_by_following(record) == (record in came)
        assert view.in_order(set(expected)) == expected
        plain = View(store)
        assert shown(plain) == naive(store, (), "", sorted(came))


@given(few_rows, key_lists, lines, key_lists, lines)
def test_another_arrangement_owes_nothing_to_the_one_before(
    rows: list[Row], first: SortKeys, line: str, second: SortKeys, other: str
) -> None:
    store = Store()
    store.append(page_of(with_rids([rows])[0]))
    view = View(store)
    view.adopt(finished(view.order_rows(first, QuickFilter.parse(line))))
    view.adopt(finished(view.order_rows(second, QuickFilter.parse(other))))
    assert shown(view) == naive(store, second, other)


def numbered(count: int) -> Store:
    store = Store()
    rows = [
        Row(
            rid(number),
            (_START - timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            f"user{number % 3}",
        )
        for number in range(count)
    ]
    store.append(page_of(rows))
    return store


def test_rows_that_come_while_it_is_worked_out_wait_for_the_next_time() -> None:
    store = numbered(50)
    view = View(store)
    steps = view.order_rows((SortKey("who"),), QuickFilter())
    next(steps)
    store.append(page_of([Row(rid(900), who="user0"), Row(rid(901), who="a new one")]))
    view.adopt(finished(steps))
    assert len(view) == 50
    assert view.is_behind
    view.adopt(finished(view.order_rows(view.sort_keys, view.quick_filter)))
    assert shown(view) == naive(store, (SortKey("who"),), "")
    assert not view.is_behind


def test_a_plain_view_catches_up_by_itself_and_another_does_not() -> None:
    store = numbered(3)
    view = View(store)
    store.append(page_of([Row(rid(900))]))
    view.catch_up()
    assert shown(view) == [0, 1, 2, 3]
    view.adopt(finished(view.order_rows((SortKey("when"),), QuickFilter())))
    store.append(page_of([Row(rid(901))]))
    view.catch_up()
    assert len(view) == 4


def test_a_plain_view_shows_what_arrives_on_top_the_latest_first() -> None:
    store = numbered(3)
    view = View(store)
    store.append(page_of([Row(rid(900)), Row(rid(901))]), by_following=True)
    assert view.gains_on_top
    view.catch_up()
    assert shown(view) == [4, 3, 0, 1, 2]
    store.append(page_of([Row(rid(902))]))
    assert not view.gains_on_top
    view.catch_up()
    store.append(page_of([Row(rid(903))]), by_following=True)
    view.catch_up()
    assert shown(view) == [6, 4, 3, 0, 1, 2, 5]
    assert view.is_plain
    assert view.on_top == 3
    assert view.in_order({0, 3, 5, 6}) == [6, 3, 0, 5]
    view.adopt(finished(view.order_rows((), QuickFilter.parse("user"))))
    assert view.nearest(4, 0) == 0
    assert view.nearest(5, 0) == 2


def test_what_arrived_after_a_view_looked_is_not_counted_by_it() -> None:
    rows = FollowedRows().with_(3, 5).with_(5, 9).with_(11, 12)
    assert rows.ranges == (range(3, 9), range(11, 12))
    assert rows.below(10).ranges == (range(3, 9),)
    assert rows.below(4).ranges == (range(3, 4),)
    assert not rows.below(3)
    assert len(rows) == 7
    followed_first = rows.followed_first(14)
    assert list(followed_first) == [11, 8, 7, 6, 5, 4, 3, 0, 1, 2, 9, 10, 12, 13]
    assert followed_first[-1] == 13
    assert followed_first[5:9] == [4, 3, 0, 1]
    with pytest.raises(IndexError):
        followed_first[14]


def test_a_record_that_is_hidden_leaves_the_nearest_one() -> None:
    view = View(numbered(10))
    view.adopt(finished(view.order_rows((), QuickFilter.parse("user1"))))
    assert shown(view) == [1, 4, 7]
    assert view.view_row(4) == 1
    assert view.view_row(5) is None
    assert view.nearest(5, 5) == 2
    assert view.nearest(9, 9) == 2
    view.adopt(finished(view.order_rows((SortKey("who"),), QuickFilter.parse("nobody"))))
    assert view.nearest(5, 5) == 0


def test_marked_records_come_in_the_order_shown_the_hidden_ones_last() -> None:
    view = View(numbered(6))
    sort_keys = (SortKey("who", descending=True),)
    view.adopt(finished(view.order_rows(sort_keys, QuickFilter.parse("-user1"))))
    assert shown(view) == [2, 5, 0, 3]
    assert view.in_order({0, 1, 2, 5}) == [2, 5, 0, 1]


def test_codes_beyond_two_bytes_are_sorted_and_filtered_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sorting, "BUCKET", 1_000)
    monkeypatch.setattr(sorting, "RUN", 3_000)
    store = Store()
    count = 66_000
    store.append(page_of([Row(rid(n), what=f"file {n * 7_919 % count:06}") for n in range(count)]))
    view = View(store)
    view.adopt(finished(view.order_rows((SortKey("what"),), QuickFilter())))
    found = [store.row(view.store_row(row)).what for row in range(0, count, 997)]  # type: ignore[arg-type]
    assert found == [f"file {n:06}" for n in range(0, count, 997)]
    view.adopt(finished(view.order_rows((), QuickFilter.parse("06599"))))
    assert len(view) == 11


# What sorting keys do


def test_a_key_sorts_up_then_down_then_not_at_all() -> None:
    up = sorted_by((), "who")
    down = sorted_by(up, "who")
    assert (up, down) == ((SortKey("who"),), (SortKey("who", descending=True),))
    assert sorted_by(down, "who") == ()
    assert sorted_by((SortKey("who"), SortKey("what")), "who") == up


def test_further_keys_are_added_turned_and_taken_away() -> None:
    both = sorted_further_by(sorted_by((), "who"), "when")
    assert [sign_of(both, field) for field in ("who", "when", "what")] == ["▲1", "▲2", ""]
    turned = sorted_further_by(both, "who")
    assert [sign_of(turned, field) for field in ("who", "when")] == ["▼1", "▲2"]
    alone = sorted_further_by(turned, "who")
    assert sign_of(alone, "when") == "▲"


def test_what_is_marked_and_not_loaded_yet_is_left_out() -> None:
    store = Store()
    store.append(page_of([Row(rid=rid(number)) for number in range(3)]))
    view = View(store)
    assert view.in_order({1, 2, 3, 70}) == [1, 2]
