"""What a step of the trail is to be called."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from netwrix_tui.tui.screens.dialog import Dialog
from netwrix_tui.tui.widgets.visible_input import VisibleInput

LONGEST = 40
"""Characters of a name."""


class AskName(Dialog[str]):
    """Dismissed with a name, with an empty one that takes the name away, or with None."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self._name_before = name
        self._words = words

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Name this step", classes="dialog-title", markup=False)
            yield VisibleInput(self._name_before, placeholder=self._words)
            yield Static(
                "enter takes it · an empty name takes the old one away · esc leaves it",
                classes="dialog-note", markup=False,
            )  # fmt: skip

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        self.answer(event.value.strip()[:LONGEST])
