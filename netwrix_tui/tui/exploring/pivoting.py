"""From the record under the cursor to the next search."""

from __future__ import annotations

from textual.screen import Screen

from netwrix_tui.records.pivot_list import Pivot, pivots_of
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Row
from netwrix_tui.tui.exploring.panes import Panes
from netwrix_tui.tui.exploring.searching import Searching
from netwrix_tui.tui.screens.choose_pivot import ChoosePivot
from netwrix_tui.visible_text import visible


class Pivoting:
    """Makes pivots of the record under the table's cursor, and of the search that found it."""

    def __init__(self, screen: Screen[None], panes: Panes, searching: Searching) -> None:
        self._screen = screen
        self._table = panes.table
        self._searching = searching

    def pivot(self, key: str) -> tuple[Pivot, Row] | None:
        """The pivot that has a key; None without records, or where it leads nowhere.

        Why it leads nowhere is said in a notification.
        """
        row, pivots = self._offered()
        found = next((pivot for pivot in pivots if pivot.key == key), None)
        if row is None or found is None:
            return None
        if found.plan is None:
            self._screen.notify(visible(found.why), severity="warning", markup=False, timeout=6)
            return None
        return found, row

    def menu(self) -> tuple[ChoosePivot, Row] | None:
        """A question that offers all pivots; None without records."""
        row, pivots = self._offered()
        if row is None:
            return None
        words = " · ".join(part for part in (row.who, row.action, row.what) if part)
        return ChoosePivot(pivots, words, self._table.zone), row

    def _offered(self) -> tuple[Row | None, list[Pivot]]:
        table, step = self._table, self._searching.trail.current
        if table.record_row is None:
            return None, []
        row = table.store.row(table.record_row)
        plan = step.plan if step is not None else SearchPlan()
        return row, pivots_of(plan, row, table.cursor_column.field, table.zone)
