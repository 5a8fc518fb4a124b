"""Pivots from the record under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from netwrix_tui.records import pivots
from netwrix_tui.records.pivot_list import Pivot, PivotKind, pivots_of, pivots_of_changes
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Row
from netwrix_tui.tui.dialogs.notifications import notify_warning
from netwrix_tui.tui.explorer.pivot_menu import ChoosePivot
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.columns import CHANGES
from netwrix_tui.tui.table.results_table import ResultsTable


class PivotController:
    """Maker of pivots from the table's record and the search that found it."""

    def __init__(
        self, host: ScreenHost, table: ResultsTable, plan: Callable[[], SearchPlan]
    ) -> None:
        """``plan`` is that of the search that found the records."""
        self._host = host
        self._table = table
        self._plan = plan

    def pivot(self, kind: PivotKind) -> tuple[Pivot, Row] | None:
        """The pivot of a kind; None without records, or where it leads nowhere.

        Why it leads nowhere is said in a notification.
        """
        row, offered = self._offered()
        found = self._possible(kind, offered)
        return (found, row) if row is not None and found is not None else None

    def of_value(self, kind: PivotKind, field: str, value: str) -> Pivot | None:
        """The pivot of a value that no record in particular has; None where there is none."""
        # One of its own: nothing but the value matters.
        row = msgspec.structs.replace(Row(rid="", when=""), **{field: value})
        return self._possible(kind, pivots_of(self._plan(), row, field, self._table.zone))

    def within(self, start: datetime, end: datetime) -> SearchPlan:
        """The search narrowed to a span of time; ``end`` is no part of it. Raises UsageError."""
        return pivots.within(self._plan(), start, end)

    def _possible(self, kind: PivotKind, offered: list[Pivot]) -> Pivot | None:
        found = next((pivot for pivot in offered if pivot.kind is kind), None)
        if found is not None and found.plan is None:
            notify_warning(self._host, found.why)
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
            return row, pivots_of_changes(self._plan(), row, changes, table.zone)
        return row, pivots_of(self._plan(), row, table.cursor_column.field, table.zone)
