"""The record pane of an explorer: when it shows which record, and what its keys ask for."""

from __future__ import annotations

from textual import events, on

from netwrix_tui.tui.explorer.navigation import RECORD_OPEN, SearchNavigation
from netwrix_tui.tui.record.controller import RecordController
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.table.results_table import ResultsTable


class ReadingKeys(SearchNavigation):
    """Messages of an explorer's table and record, handed to :class:`RecordController`."""

    reading: RecordController

    @property
    def has_room_for_record(self) -> bool:
        """True where the record has a pane of its own beside the table."""
        return self.has_class("-wide") and self.has_class("-tall")

    @property
    def record_is_shown(self) -> bool:
        """True where the record pane is on the screen."""
        return self.has_room_for_record or self.has_class(RECORD_OPEN)

    def on_resize(self, _: events.Resize) -> None:
        """A pane that room was found for shows the record under the cursor."""
        self.call_after_refresh(self.show_record)

    def show_record(self) -> None:
        """Bring the record pane up to the cursor, where it is on the screen."""
        if self.record_is_shown:
            self.reading.show()

    @on(ResultsTable.CursorMoved)
    def _cursor_moved(self) -> None:
        if self.record_is_shown:
            self.reading.follow_cursor()

    @on(ResultsTable.Opened)
    def _opened(self) -> None:
        if not self.has_room_for_record:
            self.add_class(RECORD_OPEN)
        self.reading.show()
        self._go_to(self.panes.viewer)

    @on(RecordViewer.NextWanted)
    def _next_record(self) -> None:
        self.reading.step(1)

    @on(RecordViewer.PreviousWanted)
    def _previous_record(self) -> None:
        self.reading.step(-1)

    @on(RecordViewer.OtherFormatWanted)
    def _other_format(self, message: RecordViewer.OtherFormatWanted) -> None:
        self.reading.fetch_other_format(message.format)
