"""Question for the form in which a table of counts is copied."""

from __future__ import annotations

from enum import StrEnum

from textual.binding import Binding
from textual.widgets.option_list import Option

from netwrix_tui.results.export.sheet_forms import sheet_csv, sheet_ticket
from netwrix_tui.results.export.ticket_format import TicketFormat
from netwrix_tui.results.export.ticket_head import TicketHead
from netwrix_tui.results.summaries.sheet import Sheet
from netwrix_tui.tui.dialogs.choose_one import ChooseOne, keyed_prompt


class SheetFormat(StrEnum):
    """Forms of a table of counts."""

    TEXT = "text"
    MARKDOWN = "markdown"
    ALIGNED = "aligned"
    CSV = "csv"

    @property
    def extension(self) -> str:
        """How a file of this form ends, with its dot."""
        return ".csv" if self is SheetFormat.CSV else TicketFormat(self.value).extension

    def written(self, head: TicketHead, heading: str, sheet: Sheet) -> str:
        """The table in this form."""
        if self is SheetFormat.CSV:
            return b"".join(sheet_csv(sheet)).decode()
        return sheet_ticket(head, heading, sheet, TicketFormat(self.value))


_FORMS = (
    ("t", SheetFormat.TEXT, "Text", "for a ticket or a mail"),
    ("m", SheetFormat.MARKDOWN, "Markdown", "with a table"),
    ("a", SheetFormat.ALIGNED, "Aligned", "columns of text, for letters of one width"),
    ("v", SheetFormat.CSV, "CSV", "for a spreadsheet, times in UTC"),
)


class ChooseSheetFormat(ChooseOne[SheetFormat]):
    """List of the forms, dismissed with one of them, or with None."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding(key, f"choose('{form}')", name, show=False, id=f"sheet_format.{form}")
        for key, form, name, _ in _FORMS
    ]

    def __init__(self, what: str) -> None:
        super().__init__(f"Copy {what} as", list(SheetFormat))

    def option(self, choice: SheetFormat) -> Option:
        key, _, name, note = next(each for each in _FORMS if each[1] is choice)
        return Option(keyed_prompt(key, f"{name:<10}", note))

    def action_choose(self, form: str) -> None:
        """Take one of the forms."""
        self.answer(SheetFormat(form))
