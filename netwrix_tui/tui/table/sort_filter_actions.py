"""The keys that work on all loaded records: sort, filter, load the rest."""

from __future__ import annotations

from textual import events
from textual.screen import Screen
from textual.widget import Widget

from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.table.columns import CHANGES
from netwrix_tui.tui.table.quick_filter_line import QuickFilterLine
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.sort_filter_controller import SortFilterController


class SiftingKeys(Screen[None]):
    """Actions and messages of an explorer, handed to :class:`SortFilterController` and
    :class:`CurrentSearch`."""

    sifting: SortFilterController
    searching: CurrentSearch

    def to_table(self) -> Widget:
        """Lay the table open, with nothing over it; returns it."""
        raise NotImplementedError

    def action_quick_filter(self) -> None:
        """Type words that the loaded records have to hold."""
        self.to_table()
        self.sifting.edit_filter()

    def action_load_all(self) -> None:
        """Load everything that there is; a second time pauses."""
        self.searching.load_all()

    def on_results_table_sort_wanted(self, message: ResultsTable.SortWanted) -> None:
        """Sort by the column, where it is one that the records are known by."""
        if message.column is CHANGES:
            notify_warning(self, "The table cannot be sorted by Changes. Take another column.")
            return
        self.sifting.sort(message.column.field, further=message.further)

    def on_results_table_unusual_wanted(self) -> None:
        """The most unusual first, and say what that means; or as it was."""
        if self.sifting.turn_unusual():
            day = self.sifting.working_day
            notify_information(
                self,
                "Most unusual first, among the loaded: B burst of changes, N new on a "
                f"workstation, H outside {day.words} ({day.zone.name}). Small letters: as this "
                "account does anyway. The record says why; ! again returns.",
            )

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The line of the filter is there only while one types in it."""
        if isinstance(event.widget, ResultsTable):
            self.query_one(QuickFilterLine).close()

    def on_quick_filter_line_changed(self, message: QuickFilterLine.Changed) -> None:
        """Filter while the user types."""
        self.sifting.filter(message.line)

    def on_quick_filter_line_left(self, message: QuickFilterLine.Left) -> None:
        """Back to the table, with the filter as it stands."""
        self.sifting.filter(message.line)
        self.set_focus(self.to_table())
