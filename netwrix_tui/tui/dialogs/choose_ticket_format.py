"""Question for the format of a ticket text: one letter, or the arrows and enter."""

from __future__ import annotations

from textual.binding import Binding
from textual.widgets.option_list import Option

from netwrix_tui.results.export.ticket_format import TicketFormat
from netwrix_tui.tui.dialogs.choose_one import ChooseOne, keyed_prompt

TICKET_FORMATS: tuple[tuple[str, TicketFormat, str, str], ...] = (
    ("t", TicketFormat.TEXT, "Text", "for a ticket or a mail"),
    ("m", TicketFormat.MARKDOWN, "Markdown", "with a table"),
    ("a", TicketFormat.ALIGNED, "Aligned", "columns of text, for a fixed-width font"),
)
"""Key, format, name and what it is for."""


class ChooseTicketFormat(ChooseOne[TicketFormat]):
    """List of the formats, dismissed with one of them, or with None."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding(key, f"choose('{ticket_format}')", name, show=False, id=f"ticket.{ticket_format}")
        for key, ticket_format, name, _ in TICKET_FORMATS
    ]

    def __init__(self, what: str) -> None:
        super().__init__(f"Copy {what} as", list(TicketFormat))

    def option(self, choice: TicketFormat) -> Option:
        key, _, name, note = next(each for each in TICKET_FORMATS if each[1] is choice)
        return Option(keyed_prompt(key, f"{name:<10}", note))

    def action_choose(self, ticket_format: str) -> None:
        """Take one of the formats."""
        self.answer(TicketFormat(ticket_format))
