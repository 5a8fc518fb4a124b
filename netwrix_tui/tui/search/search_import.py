"""Import of a search that stands in a file, or that is pasted as text."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from netwrix_tui.errors import UsageError
from netwrix_tui.home import expanded
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.dialogs.dialog import Dialog, error_line, panel
from netwrix_tui.tui.text.visible_input import VisibleArea
from netwrix_tui.wire.encoding import file_text
from netwrix_tui.wire.written_search import (
    UnreadableSearch,
    WrittenSearch,
    read_search,
)

_KEYS = "^s or F5 takes it · esc leaves"


class PasteSearch(Dialog[WrittenSearch]):
    """Text, dismissed with the search that it holds, or with None. What cannot be read stays."""

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
        title = "Paste a search: JSON, XML, or a query line"
        yield panel(title, VisibleArea(), error_line(), hint=_KEYS)

    def action_take(self) -> None:
        """Read it."""
        if not self.is_mounted:
            return
        area = self.query_one(VisibleArea)
        if not area.text.strip():
            self.show_error("There is nothing to read yet. Paste a search.")
            return
        try:
            self.answer(read_search(area.text, self._zone))
        except UnreadableSearch as error:
            self.show_error(error.sentence())
            if error.place is not None:
                area.move_cursor((error.place.line - 1, error.place.column - 1), center=True)

    @on(TextArea.Changed)
    def _changed(self) -> None:
        self.show_error("")


_LONGEST = 50 * 1024 * 1024
"""Bytes of a file; the server takes no longer body."""


class OpenSearch(AskLine[WrittenSearch]):
    """Name of a file, dismissed with the search that it holds, or with None."""

    def __init__(self, zone: ShownZone) -> None:
        super().__init__(
            "Open a search: a file with JSON, XML or a query",
            read=lambda name: _read(name.strip(), zone),
            placeholder="search.json",
            keys="enter opens it · esc leaves",
            reads_files=True,
        )


def _read(name: str, zone: ShownZone) -> WrittenSearch:
    """The search in a file. Raises UsageError."""
    try:
        path = expanded(name)
        if path.stat().st_size > _LONGEST:
            raise UsageError(f"{path} is longer than any search.", next_step="Choose another file.")
        data = path.read_bytes()
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is not a valid file name"
        raise UsageError(f"It cannot be read: {reason}.", next_step="Check the name.") from error
    return read_search(file_text(data), zone)
