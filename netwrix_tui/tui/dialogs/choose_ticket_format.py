"""Questions for the format of a ticket text, and of a table of counts: a letter, or the arrows."""

from __future__ import annotations

from netwrix_tui.results.export.sheet_formats import SheetFormat
from netwrix_tui.results.export.ticket_format import TicketFormat
from netwrix_tui.tui.dialogs.choose_one import ChooseOne, KeyedChoice, key_bindings

TICKET_FORMATS: tuple[KeyedChoice, ...] = (
    ("t", TicketFormat.TEXT, "Text", "for a ticket or a mail"),
    ("m", TicketFormat.MARKDOWN, "Markdown", "with a table"),
    ("a", TicketFormat.ALIGNED, "Aligned", "columns of text, for a fixed-width font"),
)
_SHEET_FORMATS: tuple[KeyedChoice, ...] = (
    *((key, SheetFormat(answer), name, note) for key, answer, name, note in TICKET_FORMATS),
    ("v", SheetFormat.CSV, "CSV", "for a spreadsheet, times in UTC"),
)


class ChooseTicketFormat(ChooseOne[TicketFormat]):
    """List of the formats, dismissed with one of them, or with None."""

    keyed = TICKET_FORMATS
    BINDINGS = key_bindings("ticket", TICKET_FORMATS)

    def __init__(self, what: str) -> None:
        super().__init__(f"Copy {what} as", list(TicketFormat))


class ChooseSheetFormat(ChooseOne[SheetFormat]):
    """List of the formats of a table of counts, dismissed with one of them, or with None."""

    keyed = _SHEET_FORMATS
    BINDINGS = key_bindings("sheet_format", _SHEET_FORMATS)

    def __init__(self, what: str) -> None:
        super().__init__(f"Copy {what} as", list(SheetFormat))
