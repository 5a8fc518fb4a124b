"""Which records to write: those of a file, or one that is typed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from netwrix_tui.home import expanded
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.text.visible_input import VisibleInput
from netwrix_tui.tui.text.wrapped_sentence import WrappedSentence

TYPED = ""
"""What is answered where a record is to be typed."""


class ChooseRecords(Dialog[str]):
    """Dismissed with a file's path, with TYPED, or with None."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("ctrl+n,f4", "type", "type one", show=False, priority=True, id="records.type"),
    ]

    def __init__(self, target: str, path: str = "", complaint: str = "") -> None:
        super().__init__()
        self._target = target
        self._path = path
        self._complaint = complaint

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            title = f"Write records to {visible(self._target)}"
            yield Static(title, classes="dialog-title", markup=False)
            yield VisibleInput(self._path, placeholder="a file: JSON, NDJSON or XML")
            yield Static(
                "enter reads and checks it; nothing is sent yet\n"
                "^n types a single record · esc goes back",
                classes="dialog-note", markup=False,
            )  # fmt: skip
            yield Static(WrappedSentence(self._complaint), classes="dialog-error")

    def action_type(self) -> None:
        """Fill in a form instead."""
        self.answer(TYPED)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if not text:
            self.complain("Type the name of a file; ^n types a record.")
            return
        try:
            is_file = expanded(text).is_file()
        except (OSError, RuntimeError, ValueError):
            is_file = False
        if is_file:
            self.answer(text)
        else:
            self.complain(f"There is no file {text}.")
