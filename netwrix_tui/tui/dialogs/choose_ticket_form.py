"""Question for the form of a ticket text: one letter, or the arrows and enter."""

from __future__ import annotations

from textual.binding import Binding
from textual.widgets.option_list import Option

from netwrix_tui.results.export.ticket_form import TicketForm
from netwrix_tui.tui.dialogs.choose_one import ChooseOne, keyed_prompt

TICKET_FORMS: tuple[tuple[str, TicketForm, str, str], ...] = (
    ("t", TicketForm.TEXT, "Text", "for a ticket or a mail"),
    ("m", TicketForm.MARKDOWN, "Markdown", "with a table"),
    ("a", TicketForm.ALIGNED, "Aligned", "columns of text, for letters of one width"),
)
"""Key, form, name and what it is for."""


class ChooseTicketForm(ChooseOne[TicketForm]):
    """List of the forms, dismissed with one of them, or with None."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding(key, f"choose('{form}')", name, show=False, id=f"ticket.{form}")
        for key, form, name, _ in TICKET_FORMS
    ]

    def __init__(self, what: str) -> None:
        super().__init__(f"Copy {what} as", list(TicketForm))

    def option(self, choice: TicketForm) -> Option:
        key, _, name, note = next(each for each in TICKET_FORMS if each[1] is choice)
        return Option(keyed_prompt(key, f"{name:<10}", note))

    def action_choose(self, form: str) -> None:
        """Take one of the forms."""
        self.answer(TicketForm(form))
