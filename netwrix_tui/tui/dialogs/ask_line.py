"""Questions that are answered by one line of text: any, or the name of a step of the trail."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.text.visible_input import VisibleInput


class AskLine(Dialog[str]):
    """Dismissed with what was typed, at most ``longest`` characters, which may be none; or None."""

    def __init__(
        self, title: str, text: str, *, longest: int, placeholder: str = "", hint: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._longest = longest
        self._placeholder = placeholder
        self._hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield VisibleInput(self._text, placeholder=self._placeholder)
            yield Static(self._hint, classes="dialog-note", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.answer(event.value.strip()[: self._longest])


_LONGEST_NAME = 40
"""Characters of a name."""


class AskName(AskLine):
    """Dismissed with a name, with an empty one that takes the name away, or with None."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(
            "Name this step",
            name,
            longest=_LONGEST_NAME,
            placeholder=words,
            hint="enter takes it · an empty name takes the old one away · esc leaves it",
        )
