"""Question for the format of a copy: one letter, or the arrows and enter."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding
from textual.widgets import Static

from netwrix_tui.results.export.export import ExportFormat
from netwrix_tui.results.export.ticket_format import TicketFormat
from netwrix_tui.tui.dialogs.choose_one import ChooseOne, KeyedChoice, key_bindings
from netwrix_tui.tui.dialogs.choose_ticket_format import TICKET_FORMATS


@dataclass(frozen=True, slots=True)
class CopyChoice:
    """A format for a copy, None for the cell alone. ``with_details`` is for a ticket text: it tells
    each record whole, below the lines.
    """

    format: TicketFormat | ExportFormat | None
    with_details: bool = False


_CHOICES: tuple[KeyedChoice, ...] = tuple(
    (key, CopyChoice(answer), name, note)
    for key, answer, name, note in (
        *TICKET_FORMATS,
        ("j", ExportFormat.JSON, "JSON", "the server's own bytes where it sent JSON"),
        ("x", ExportFormat.XML, "XML", "the server's own bytes where it sent XML"),
        ("s", ExportFormat.CSV, "CSV", "for a spreadsheet, guarded against formulas"),
        ("y", None, "Cell", "the one under the cursor"),
    )
)


class ChooseFormat(ChooseOne[CopyChoice]):
    """List of formats, dismissed with one of them, or with None."""

    keyed = _CHOICES
    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("d", "details", "details", show=False, id="format.details"),
        *key_bindings("format", _CHOICES),
    ]

    def __init__(self, what: str, *, with_details: bool) -> None:
        self._with_details = with_details
        formats = [choice for _, choice, _, _ in _CHOICES]
        super().__init__(f"Copy {what} as", formats, hint=self._details_words())

    def answer(self, answer: CopyChoice | None) -> None:
        """Close it with a format, and with the details or without."""
        chosen = None if answer is None else CopyChoice(answer.format, self._with_details)
        super().answer(chosen)

    def action_details(self) -> None:
        """With the details of each record in a ticket text, or without."""
        self._with_details = not self._with_details
        self.query_one(".dialog-note", Static).update(self._details_words())

    def _details_words(self) -> str:
        does = "without" if self._with_details else "with"
        now = "with" if self._with_details else "without"
        return f"Ticket text {now} the details of each record · d: {does} them"
