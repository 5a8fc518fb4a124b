"""Confirmation before records are written."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.dialog import Dialog, panel


class ConfirmWrite(Dialog[bool]):
    """Question, dismissed with True at ``y``. Enter does nothing: it may be typed ahead."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("y", "yes", "write", id="write.yes"),
        Binding("n", "leave", "back", show=False, id="write.no"),
    ]

    def __init__(self, amount: str, server: str, account: str, before: str, result: str) -> None:
        """``before`` is what an earlier run has done with these records; empty where there is
        none."""
        super().__init__()
        self._facts = (
            ("Server", server),
            ("Account", account),
            ("Records", amount),
            ("So far", before),
            ("Result file", result),
        )

    def compose(self) -> ComposeResult:
        facts = Text()
        for name, value in self._facts:
            if value:
                facts.append(f"{name:<13}", "dim")
                facts.append(f"{visible(value)}\n")
        facts.rstrip()
        hint = (
            "What is written stays in the Audit Database; the API cannot take it back.\n"
            "y writes them · n or esc goes back"
        )
        yield panel("Write these records?", Static(facts, markup=False), hint=hint)

    def action_yes(self) -> None:
        """Write."""
        self.answer(True)
