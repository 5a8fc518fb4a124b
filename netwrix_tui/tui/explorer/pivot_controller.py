"""From the record under the cursor to the next search."""

from __future__ import annotations

from datetime import datetime

import msgspec
from textual.screen import Screen

from netwrix_tui.records import pivots
from netwrix_tui.records.pivot_list import Pivot, pivots_of, pivots_of_changes
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Row
from netwrix_tui.tui.dialogs.notifications import notify_warning
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.explorer.panes import Panes
from netwrix_tui.tui.explorer.pivot_menu import ChoosePivot
from netwrix_tui.tui.table.columns import CHANGES


class PivotController:
    """Makes pivots of the record under the table's cursor, and of the search that found it."""

    def __init__(self, screen: Screen[None], panes: Panes, searching: CurrentSearch) -> None:
        self._screen = screen
        self._table = panes.table
        self._searching = searching

    def pivot(self, key: str) -> tuple[Pivot, Row] | None:
        """The pivot that has a key; None without records, or where it leads nowhere.

        Why it leads nowhere is said in a notification.
        """
        row, offered = self._offered()
        found = self._possible(key, offered)
        return (found, row) if row is not None and found is not None else None

    def of_value(self, key: str, field: str, value: str) -> Pivot | None:
        """The pivot that has a key, of a value that no record in particular has; or None."""
        # One of its own: nothing but the value matters.
        row = msgspec.structs.replace(Row(rid="", when=""), **{field: value})
        return self._possible(key, pivots_of(self._plan, row, field, self._table.zone))

    def within(self, start: datetime, end: datetime) -> SearchPlan:
        """The search narrowed to a span of time; ``end`` is no part of it. Raises UsageError."""
        return pivots.within(self._plan, start, end)

    def _possible(self, key: str, offered: list[Pivot]) -> Pivot | None:
        found = next((pivot for pivot in offered if pivot.key == key), None)
        if found is not None and found.plan is None:
            notify_warning(self._screen, found.why)
            return None
        return found

    def menu(self) -> tuple[ChoosePivot, Row] | None:
        """A question that offers all pivots; None without records."""
        row, offered = self._offered()
        if row is None:
            return None
        words = " · ".join(part for part in (row.who, row.action, row.what) if part)
        return ChoosePivot(offered, words, self._table.zone), row

    def _offered(self) -> tuple[Row | None, list[Pivot]]:
        table = self._table
        if table.record_row is None:
            return None, []
        row = table.store.row(table.record_row)
        if table.cursor_column is CHANGES:
            changes = table.store.changes(table.record_row) or ()
            return row, pivots_of_changes(self._plan, row, changes, table.zone)
        return row, pivots_of(self._plan, row, table.cursor_column.field, table.zone)

    @property
    def _plan(self) -> SearchPlan:
        step = self._searching.trail.current
        return step.plan if step is not None else SearchPlan()
