"""Asks for the file in which a search stands."""

from __future__ import annotations

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from netwrix_tui.errors import UsageError
from netwrix_tui.home import expanded
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.text.visible_input import VisibleInput
from netwrix_tui.wire.encoding import file_text
from netwrix_tui.wire.written_search import WrittenSearch, read_search

_LONGEST = 50 * 1024 * 1024
"""Bytes of a file; the server takes no longer body."""


class OpenSearch(Dialog[WrittenSearch]):
    """Dismissed with the search that was read from the file, or with None."""

    def __init__(self, zone: ShownZone) -> None:
        super().__init__()
        self._zone = zone

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Open a search: a file with JSON, XML or a query", classes="dialog-title")
            yield VisibleInput(placeholder="search.json")
            yield Static("", classes="dialog-error", markup=False)
            yield Static("enter opens it · esc leaves", classes="dialog-note")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.run_worker(self._open(event.value.strip()), group="opening-search", exclusive=True)

    async def _open(self, name: str) -> None:
        try:
            self.answer(await asyncio.to_thread(_read, name, self._zone))
        except UsageError as error:
            self.complain(error.sentence())


def _read(name: str, zone: ShownZone) -> WrittenSearch:
    """The search in a file. Raises UsageError."""
    try:
        path = expanded(name)
        if path.stat().st_size > _LONGEST:
            raise UsageError(f"{path} is longer than any search.", next_step="Choose another file.")
        data = path.read_bytes()
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no name of a file"
        raise UsageError(f"It cannot be read: {reason}.", next_step="Check the name.") from error
    return read_search(file_text(data), zone)
