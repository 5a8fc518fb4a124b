"""Question for the form of a copy: one letter, or the arrows and enter."""

from __future__ import annotations

from textual.binding import Binding
from textual.widgets.option_list import Option

from netwrix_tui.results.export.export import ExportFormat
from netwrix_tui.tui.dialogs.choose_one import ChooseOne, keyed_prompt

_CHOICES: tuple[tuple[str, ExportFormat | str, str, str], ...] = (
    ("t", ExportFormat.TEXT, "Text", "for a ticket"),
    ("j", ExportFormat.JSON, "JSON", "the server's own bytes where it sent JSON"),
    ("x", ExportFormat.XML, "XML", "the server's own bytes where it sent XML"),
    ("s", ExportFormat.CSV, "CSV", "for a spreadsheet, guarded against formulas"),
    ("y", "cell", "Cell", "the one under the cursor"),
)


class ChooseFormat(ChooseOne[ExportFormat | str]):
    """List of formats, dismissed with one of them, with ``cell``, or with None."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding(key, f"choose({index})", name, show=False, id=f"format.{name.lower()}")
        for index, (key, _, name, _) in enumerate(_CHOICES)
    ]

    def __init__(self, what: str) -> None:
        super().__init__(f"Copy {what} as", [form for _, form, _, _ in _CHOICES])

    def option(self, choice: ExportFormat | str) -> Option:
        key, _, name, note = next(each for each in _CHOICES if each[1] == choice)
        return Option(keyed_prompt(key, f"{name:<6}", note))

    def action_choose(self, index: int) -> None:
        """Take one of the choices."""
        self.answer(_CHOICES[index][1])
