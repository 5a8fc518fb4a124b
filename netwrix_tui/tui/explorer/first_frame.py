"""First frame: who is looking at which server, while the explorer is being imported."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Static

from netwrix_tui.tui.explorer.top_bar import TopBar
from netwrix_tui.tui.session.session import Session


class FirstFrame(Screen[None]):
    """Screen shown for a moment; keys that are pressed meanwhile go to the screen that follows.

    They wait in ``early_keys`` until the application hands them over.
    """

    DEFAULT_CSS = """
    FirstFrame { background: $background; }
    FirstFrame > Static { padding: 0 1; color: $secondary; }
    """

    def __init__(self, session: Session | None) -> None:
        super().__init__()
        self._session = session
        self.early_keys: list[Key] = []

    def compose(self) -> ComposeResult:
        if self._session is not None:
            yield TopBar(self._session)
        yield Static("starting …", markup=False)

    def on_key(self, event: Key) -> None:
        event.stop()
        self.early_keys.append(event)
