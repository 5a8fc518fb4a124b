"""Asks for another password after the server has refused the first."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from netwrix_tui.client.connection import Secret
from netwrix_tui.config.secret_text import problem_of_typed
from netwrix_tui.tui.screens.dialog import Dialog
from netwrix_tui.tui.widgets.secret_input import SecretInput
from netwrix_tui.visible_text import visible


class AskPassword(Dialog[Secret]):
    """Dismissed with what was typed, or with None. Nothing is sent before enter."""

    def __init__(self, account: str, server: str) -> None:
        super().__init__()
        self._whose = f"{visible(account)} @ {visible(server)}"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Password of {self._whose}", classes="dialog-title", markup=False)
            yield SecretInput()
            yield Static("", classes="dialog-error", markup=False)
            yield Static("enter sends it once · esc goes back", classes="dialog-note")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        unread = problem_of_typed(event.value)
        self.complain(unread)
        if event.value and not unread:
            self.answer(Secret(event.value, is_typed=True))
