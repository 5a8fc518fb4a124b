"""The name of a search that is to be kept."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from netwrix_tui.errors import UsageError
from netwrix_tui.sanitize import visible
from netwrix_tui.searches.saved import checked_name
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.text.visible_input import VisibleInput


class NameSearch(Dialog[str]):
    """Dismissed with a name, or with None. ``about`` says which search it is for."""

    def __init__(self, title: str, about: str, name: str = "") -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._name_before = name

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield VisibleInput(self._name_before, placeholder="its name")
            yield Static(visible(self._about), classes="dialog-note", markup=False)
            yield Static(
                "A search that has this name already is replaced.",
                classes="dialog-note", markup=False,
            )  # fmt: skip
            yield Static("", classes="dialog-error", markup=False)

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self.answer(checked_name(event.value))
        except UsageError as error:
            self.complain(error.sentence())
