"""Row order of a view: which rows it shows, in what order. Computed in steps."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from netwrix_tui.records.folded import folded
from netwrix_tui.results.columnstore.followed_rows import FollowedRows
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.baseline import Baseline
from netwrix_tui.results.view.cooperative_steps import Steps, slices
from netwrix_tui.results.view.filter_rows import filter_rows
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.sorting import (
    UNUSUAL,
    Rows,
    SortKey,
    SortKeys,
    is_by_unusual,
    ranks,
    sort_by_key,
    sort_by_rank,
)
from netwrix_tui.results.view.undone_rows import (
    RANKS,
    UNDONE,
    FindUndone,
    UndoneRows,
    nothing_undone,
)
from netwrix_tui.results.view.unusual import Unusual, find_unusual
from netwrix_tui.results.view.working_day import ANY_DAY, WorkingDay

FEW = 2_000
"""New rows that are put into their places one by one; of many, a sixteenth of all."""


@dataclass(frozen=True, slots=True)
class RowOrder:
    """The rows of a store from 0 up to ``upto`` that match, and those in the order shown.

    ``matched`` is in the order of the store, None where all match; ``rows`` is None where it is
    the same as that. Neither changes once it stands here. ``followed`` are the rows that came by
    following: where nothing is sorted, they stand on top, the latest first. ``unusual`` is what was
    found where it sorts by that.
    """

    sort_keys: SortKeys = ()
    quick_filter: QuickFilter = QuickFilter()  # noqa: RUF009 - immutable
    upto: int = 0
    matched: array[int] | None = None
    rows: array[int] | None = None
    followed: FollowedRows = FollowedRows()  # noqa: RUF009 - immutable
    unusual: Unusual | None = None

    @property
    def shown(self) -> Rows:
        """The store's rows in the order shown."""
        if self.rows is not None:
            return self.rows
        return self.matched if self.matched is not None else self.followed.followed_first(self.upto)

    @property
    def on_top(self) -> int:
        """How many of the rows shown stand on top because they arrived by following."""
        if self.sort_keys or not self.followed:
            return 0
        return len(self.followed) if self.matched is None else self.followed.among(self.matched)


def in_arrival_order(store: Store) -> RowOrder:
    """All rows, unsorted: this takes no work."""
    upto = len(store)
    return RowOrder(upto=upto, followed=store.followed.below(upto))


def order_rows(
    store: Store,
    before: RowOrder,
    sort_keys: SortKeys,
    quick_filter: QuickFilter,
    day: WorkingDay = ANY_DAY,
    baseline: Baseline | None = None,
    find_undone: FindUndone = nothing_undone,
) -> Steps[RowOrder]:
    """All rows that the store has now; what ``before`` holds already is taken over.

    ``day`` and ``baseline`` say what is usual, where it sorts by what is not; ``find_undone``
    finds what was undone, where it is asked for.
    """
    upto = len(store)
    followed = store.followed.below(upto)
    undone = None
    if quick_filter.asks_what_is_undone or any(key.field == UNDONE for key in sort_keys):
        undone = yield from find_undone(store)
    is_known = quick_filter == before.quick_filter and not quick_filter.asks_what_is_undone
    first = before.upto if is_known else 0
    fresh: Rows = range(first, upto)
    matched: array[int] | None = None
    if quick_filter:
        fresh = yield from filter_rows(store, quick_filter, first, upto, undone)
        matched = fresh
        if first and before.matched is not None:
            matched = before.matched + fresh
    if not sort_keys:
        with_followed_first = (
            followed.with_followed_first(matched) if followed and matched is not None else None
        )
        return RowOrder(sort_keys, quick_filter, upto, matched, with_followed_first, followed)
    unusual = None
    if is_by_unusual(sort_keys):
        unusual = yield from find_unusual(store, upto, day, baseline)
    # One record more may make others unusual, or no longer so; it may undo them.
    is_same = first and sort_keys == before.sort_keys and unusual is None and undone is None
    known = before.rows if is_same else None
    if known is not None and len(fresh) <= max(FEW, len(known) // 16):
        rows = yield from _merged(store, sort_keys, known, fresh)
    else:
        everything: Rows = matched if matched is not None else range(upto)
        rows = yield from _sorted(store, sort_keys, everything, unusual, undone)
    return RowOrder(sort_keys, quick_filter, upto, matched, rows, followed, unusual)


def _sorted(
    store: Store,
    sort_keys: SortKeys,
    rows: Rows,
    unusual: Unusual | None,
    undone: UndoneRows | None,
) -> Steps[array[int]]:
    result = rows
    for key in reversed(sort_keys):
        if key.field == UNUSUAL and unusual is not None:
            scores = unusual.scores()
            as_they_are = array("I", range(256))
            result = yield from sort_by_rank(result, scores, as_they_are, descending=key.descending)
        elif key.field == UNDONE and undone is not None:
            result = yield from sort_by_rank(result, undone.codes, RANKS, descending=key.descending)
        elif key.field in ("when", "rid"):
            keys_of = store.rids if key.field == "rid" else partial(_moments, store)
            result = yield from sort_by_key(result, keys_of, descending=key.descending)
        else:
            column = store.column(key.field)
            rank_of = yield from ranks(column)
            result = yield from sort_by_rank(
                result, column.codes, rank_of, descending=key.descending
            )
    return result if isinstance(result, array) else array("I", result)


def _moments(store: Store, rows: Rows) -> list[int]:
    if isinstance(rows, range):
        return store.timestamps[rows.start : rows.stop : rows.step].tolist()
    return list(map(store.timestamps.__getitem__, rows))


def _merged(store: Store, sort_keys: SortKeys, known: array[int], fresh: Rows) -> Steps[array[int]]:
    """Sorted rows, and some later ones put into their places among them."""
    later = list(fresh)
    for key in reversed(sort_keys):
        later.sort(key=_key_of(store, key.field), reverse=key.descending)
        yield
    comes_before = _comparison(store, sort_keys)
    result = array("I")
    place = 0
    for start, end in slices(0, len(later), 128):
        for row in later[start:end]:
            low, high = place, len(known)
            while low < high:
                middle = (low + high) // 2
                if comes_before(row, known[middle]):
                    high = middle
                else:
                    low = middle + 1
            result.extend(known[place:low])
            result.append(row)
            place = low
        yield
    result.extend(known[place:])
    return result


def _comparison(store: Store, sort_keys: SortKeys) -> Callable[[int, int], bool]:
    keys: list[tuple[SortKey, Callable[[int], Any]]] = [
        (key, _key_of(store, key.field)) for key in sort_keys
    ]

    def comes_before(row: int, other: int) -> bool:
        for key, key_of in keys:
            mine, theirs = key_of(row), key_of(other)
            if mine != theirs:
                return bool(mine > theirs if key.descending else mine < theirs)
        return False

    return comes_before


def _key_of(store: Store, field: str) -> Callable[[int], Any]:
    if field == "when":
        return store.timestamps.__getitem__
    if field == "rid":
        return store.rid
    column = store.column(field)

    def key(row: int) -> tuple[str, str]:
        text = column[row]
        return folded(text), text

    return key
