"""Question for another password after the server has refused the first."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from netwrix_tui.client.connection import Secret
from netwrix_tui.config.secret_text import problem_of_typed
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.dialog import Dialog, error_line, panel
from netwrix_tui.tui.text.visible_input import SecretInput


class AskPassword(Dialog[Secret]):
    """Dismissed with what was typed, or with None. Nothing is sent before enter."""

    def __init__(self, account: str, server: str) -> None:
        super().__init__()
        self._whose = f"{visible(account)} @ {visible(server)}"

    def compose(self) -> ComposeResult:
        title = f"Password of {self._whose}"
        yield panel(title, SecretInput(), error_line(), hint="enter sends it once · esc goes back")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        unread = problem_of_typed(event.value)
        self.complain(unread)
        if event.value and not unread:
            self.answer(Secret(event.value, is_typed=True))
