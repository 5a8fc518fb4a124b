"""View of a store: filtered and sorted, without anything in the store being moved."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import NewType

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.baseline import Baseline
from netwrix_tui.results.view.cooperative_steps import Steps
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.row_order import RowOrder, in_arrival_order, order_rows
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.results.view.undone_rows import FindUndone, nothing_undone
from netwrix_tui.results.view.unusual import Unusual
from netwrix_tui.results.view.working_day import ANY_DAY, WorkingDay

StoreRow = NewType("StoreRow", int)
"""A record's place in the order of arrival: what a store is asked for, and marks are made of."""

ViewRow = NewType("ViewRow", int)
"""A record's place among those shown: what the screen counts in."""


class View:
    """The records of a store in the order shown. It belongs to the thread of the screen.

    Only :meth:`order_rows` may run on another: it computes a row order in steps, which
    :meth:`adopt` puts in place at once. A view that neither sorts nor filters needs none of that.
    """

    def __init__(self, store: Store, given: SortKeys = ()) -> None:
        """``given`` is by what the records come sorted already."""
        self.store = store
        self.given = given
        self._now = in_arrival_order(store)
        self._shown = self._now.shown
        self._on_top = self._now.on_top

    def __len__(self) -> int:
        return len(self._shown)

    @property
    def sort_keys(self) -> SortKeys:
        """By what it is sorted."""
        return self._now.sort_keys or self.given

    @property
    def quick_filter(self) -> QuickFilter:
        """What it lets through."""
        return self._now.quick_filter

    @property
    def matched(self) -> array[int] | None:
        """The records that the filter lets through, in the store's order; None without one.

        With the same filter, a later one begins with all of an earlier one, unless it asks what
        is undone.
        """
        return self._now.matched

    @property
    def shown(self) -> Sequence[int]:
        """The records in the order shown. It is replaced, never changed: another thread may read
        the one that it got here.
        """
        return self._shown

    @property
    def is_plain(self) -> bool:
        """True where it shows every record, none of them sorted: as they came."""
        return not self._now.sort_keys and not self._now.quick_filter

    @property
    def on_top(self) -> int:
        """How many records stand above the others because they arrived later, by following."""
        return self._on_top

    @property
    def gains_on_top(self) -> bool:
        """True where :meth:`catch_up` would put records above the others."""
        return self.is_plain and len(self.store.followed) > len(self._now.followed)

    def came_by_following(self, record: int) -> bool:
        """True where a record came by following the search."""
        return record in self._now.followed

    @property
    def looked_at(self) -> int:
        """How many rows of the store it has looked at, whether it shows them or not."""
        return self._now.upto

    @property
    def is_behind(self) -> bool:
        """True where the store has rows that were not looked at yet."""
        return self._now.upto < len(self.store)

    def store_row(self, row: int) -> StoreRow:
        """The record at a place among those shown. Raises IndexError."""
        return StoreRow(self._shown[row])

    def view_row(self, record: int) -> ViewRow | None:
        """Where a record is shown, or None where it is not."""
        shown = self._shown
        if isinstance(shown, range):
            return ViewRow(record) if 0 <= record < len(shown) else None
        if not self._now.sort_keys:
            place = self._bisected(record)
            return ViewRow(place) if place < len(shown) and shown[place] == record else None
        try:
            return ViewRow(shown.index(record))
        except ValueError:
            return None

    def nearest(self, record: int, row: int) -> ViewRow:
        """Where a record is shown, or else what is shown about there; ``row`` is where it was."""
        place = self.view_row(record)
        if place is not None:
            return place
        if not self._now.sort_keys:
            row = self._bisected(record)
        return ViewRow(max(0, min(row, len(self) - 1)))

    def in_order(self, records: Collection[int]) -> list[StoreRow]:
        """These records in the order shown, and after them those that the filter hides.

        Those that are not loaded yet are left out: marks of a session that is gone on with are
        there before their records.
        """
        loaded = len(self.store)
        if any(record >= loaded for record in records):
            records = [record for record in records if record < loaded]
        if not self._now.sort_keys:
            rank = self._now.followed.rank
            return [StoreRow(record) for record in sorted(records, key=rank)]
        wanted = frozenset(records)
        shown = [*map(StoreRow, filter(wanted.__contains__, self._shown))]
        hidden = wanted.difference(shown) if len(shown) < len(wanted) else ()
        return shown + [StoreRow(record) for record in sorted(hidden)]

    def catch_up(self) -> None:
        """Show what the store has got since, where that takes no work: in a plain view."""
        if self.is_plain and self.is_behind:
            self.adopt(in_arrival_order(self.store))

    @property
    def unusual(self) -> Unusual | None:
        """What is unusual, where it sorts by that."""
        return self._now.unusual

    def order_rows(
        self,
        sort_keys: SortKeys,
        quick_filter: QuickFilter,
        day: WorkingDay = ANY_DAY,
        baseline: Baseline | None = None,
        find_undone: FindUndone = nothing_undone,
    ) -> Steps[RowOrder]:
        """Compute another row order: sorted or filtered otherwise, or with rows that came since.

        ``day`` and ``baseline`` say what is usual, where it sorts by what is not; ``find_undone``
        finds what was undone. It may run on another thread, while the store grows; the view stays
        as it is meanwhile.
        """
        return order_rows(
            self.store, self._now, sort_keys, quick_filter, day, baseline, find_undone
        )

    def adopt(self, row_order: RowOrder) -> None:
        """Show the records like this from now on."""
        self._now = row_order
        self._shown = row_order.shown
        self._on_top = row_order.on_top

    def _bisected(self, record: int) -> int:
        """Where a record is, or would be, among those shown as they came."""
        rank = self._now.followed.rank
        return bisect_left(self._shown, rank(record), key=rank)
