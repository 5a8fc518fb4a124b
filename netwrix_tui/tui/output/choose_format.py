"""In which form to copy: one letter, or the arrows and enter."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.results.export.export import ExportFormat
from netwrix_tui.tui.dialogs.dialog import Dialog

_CHOICES: tuple[tuple[str, ExportFormat | None, str, str], ...] = (
    ("t", ExportFormat.TEXT, "Text", "for a ticket"),
    ("j", ExportFormat.JSON, "JSON", "the server's own bytes where it sent JSON"),
    ("x", ExportFormat.XML, "XML", "the server's own bytes where it sent XML"),
    ("s", ExportFormat.CSV, "CSV", "for a spreadsheet, guarded against formulas"),
    ("y", None, "Cell", "the one under the cursor"),
)


class ChooseFormat(Dialog[ExportFormat | str]):
    """Dismissed with a format, with ``cell``, or with None."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding(key, f"choose({index})", name, show=False, id=f"format.{name.lower()}")
        for index, (key, _, name, _) in enumerate(_CHOICES)
    ]

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Copy {self._what} as", classes="dialog-title", markup=False)
            yield OptionList(*(Option(_prompt(key, name, note)) for key, _, name, note in _CHOICES))

    def action_choose(self, index: int) -> None:
        """Take one of the choices."""
        self.answer(_CHOICES[index][1] or "cell")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_choose(event.option_index)


def _prompt(key: str, name: str, note: str) -> Text:
    return Text.assemble((f"{key} ", "bold"), f"{name:<6}", (note, "dim"))
