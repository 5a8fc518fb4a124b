"""Preview of the records to write, in the table and the viewer that will show them."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Static

from netwrix_tui.records.zone import LOCAL, UTC_ZONE, ShownZone
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.record.record_viewer import RecordViewer, ShownRecord
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.text.footer import FooterLine
from netwrix_tui.tui.write.actions import WRITE_ACTIONS
from netwrix_tui.wire.new_records import encode_new_record
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.prepared import Prepared
from netwrix_tui.writing.write_report import findings_shown

_OPEN = "-record"


_NOT_HERE = frozenset({
    "mark", "extend_up", "extend_down", "pivot_menu", "only_this", "not_this", "or_this",
})  # fmt: skip
"""Keys of the table and the record for records that a server has."""


class WritePreview(Screen[bool]):
    """Screen, dismissed with True where the user wants to write. Nothing is sent from here."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(WRITE_ACTIONS, Pane.WRITE)
    AUTO_FOCUS = "#write-table"

    CSS = """
    WritePreview {
        background: $background;

        & > #write-head { height: auto; max-height: 9; padding: 0 1; background: $panel; }
        & > ResultsTable { height: 1fr; }
        & > RecordViewer { display: none; height: 60%; border-top: solid $accent; }
        &.-record > RecordViewer { display: block; }
    }
    """

    def __init__(self, prepared: Prepared, zone: ShownZone) -> None:
        super().__init__()
        self._prepared = prepared
        self._zone = zone
        self.table = ResultsTable(id="write-table")
        self.table.actions_left_out = _NOT_HERE
        self._viewer = RecordViewer(id="write-record")

    def compose(self) -> ComposeResult:
        yield Static(self._head(), id="write-head", markup=False)
        yield self.table
        yield self._viewer
        yield FooterLine()

    def on_mount(self) -> None:
        self.table.zone = self._viewer.zone = self._zone
        self.table.show(self._prepared.store)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is wrong cannot be written."""
        if action == "confirm":
            return not self._prepared.given.errors
        return True

    def action_confirm(self) -> None:
        """On to the question whether they are really to be written."""
        if self.app.screen is self and not self._prepared.given.errors:
            self.dismiss(True)

    def action_close(self) -> None:
        """Close the record, else go back without writing."""
        if self.has_class(_OPEN):
            self.remove_class(_OPEN)
            self.table.focus()
        elif self.app.screen is self:
            self.dismiss(False)

    def action_read(self) -> None:
        """The record under the cursor."""
        self.table.action_open()

    def action_zone(self) -> None:
        """Local time or UTC."""
        zone = UTC_ZONE if self.table.zone.key != UTC_ZONE.key else LOCAL
        self.table.zone = self._viewer.zone = zone

    @on(ResultsTable.RecordOpened)
    def _opened(self) -> None:
        self.add_class(_OPEN)
        self._show()
        self._viewer.focus()

    @on(ResultsTable.CursorMoved)
    def _moved(self) -> None:
        if self.has_class(_OPEN):
            self._show()

    @on(RecordViewer.StepRequested)
    def _step_requested(self, message: RecordViewer.StepRequested) -> None:
        self.table.move_to(self.table.cursor_row + message.by)

    def _show(self) -> None:
        row, store = self.table.record_row, self._prepared.store
        if row is None:
            return
        other = WireFormat.XML if store.format(row) is WireFormat.JSON else WireFormat.JSON
        shown = ShownRecord(
            record=store.record(row),
            raw=store.raw(row),
            format=store.format(row),
            declarations=store.declarations(row),
            damaged=store.damaged(row),
            position=f"{row + 1:,} of {len(store):,}",
            other=encode_new_record(self._prepared.given.sourced[row].record, other),
        )
        self._viewer.show(shown)

    def _head(self) -> Text:
        prepared = self._prepared
        errors = prepared.given.errors
        text = Text(f"TO WRITE  {prepared.amount()}", "bold")
        text.append(f"\nto {visible(prepared.target)}; nothing has been sent.", "not bold")
        if errors:
            bad = len({finding.location for finding in errors})
            text.append(f"\n! {bad:,} of them cannot be written.", "bold")
        for line in [*findings_shown(prepared.given.findings)][:5]:
            text.append(f"\n  {visible(line)}", "not bold")
        more = len(prepared.given.findings) - 5
        if more > 0:
            text.append(f"\n  … and {more:,} more", "not bold")
        return text
