"""Where a search is pasted that somebody has as text."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from netwrix_tui.errors import UsageError
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.text.visible_input import VisibleArea
from netwrix_tui.wire.written_search import UnreadableSearch, WrittenSearch, read_search

_KEYS = "^s or F5 takes it · esc leaves"


class PasteSearch(Dialog[WrittenSearch]):
    """Dismissed with the search that was read, or with None. What cannot be read stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f5,ctrl+enter", "take", "take it", priority=True, id="paste.take"),
        Binding("escape", "leave", "back", priority=True, id="paste.leave"),
    ]
    DEFAULT_CSS = """
    PasteSearch .dialog { width: 90%; height: 80%; }
    PasteSearch VisibleArea { height: 1fr; }
    """

    def __init__(self, zone: ShownZone) -> None:
        super().__init__()
        self._zone = zone

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Paste a search: JSON, XML, or a query line", classes="dialog-title")
            yield VisibleArea()
            yield Static("", classes="dialog-error", markup=False)
            yield Static(_KEYS, classes="dialog-note")

    def action_take(self) -> None:
        """Read it."""
        if not self.is_mounted:
            return
        area = self.query_one(VisibleArea)
        if not area.text.strip():
            self._say(UsageError("There is nothing to read yet.", next_step="Paste a search."))
            return
        try:
            self.answer(read_search(area.text, self._zone))
        except UnreadableSearch as error:
            self._say(error)
            if error.place is not None:
                area.move_cursor((error.place.line - 1, error.place.column - 1), center=True)

    @on(TextArea.Changed)
    def _changed(self) -> None:
        self.complain("")

    def _say(self, error: UsageError) -> None:
        self.complain(error.sentence())
