"""Which server to look at next: a profile, the demo, this connection again, or another server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.client.connection import server_name
from netwrix_tui.config.profile import Profile
from netwrix_tui.tui.layout.told import Told
from netwrix_tui.tui.screens.dialog import Dialog
from netwrix_tui.visible_text import visible


class Elsewhere(Enum):
    """What is no profile."""

    THIS = auto()
    DEMO = auto()
    ANOTHER = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from. ``current`` is the profile's name that is in use, or empty.

    ``has_connection`` is False in the demo, which has none that could be changed.
    ``trouble`` says what is wrong with the file of profiles; empty where nothing is.
    """

    profiles: tuple[Profile, ...]
    current: str
    has_connection: bool
    trouble: str = ""


class ChooseProfile(Dialog[Profile | Elsewhere]):
    """Dismissed with what was chosen, or with None."""

    DEFAULT_CSS = """
    ChooseProfile .dialog OptionList, ChooseProfile .dialog OptionList:focus {
        max-height: 14; border: none; padding: 0;
    }
    """

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self._offer = offer
        self._choices: list[Profile | Elsewhere] = [*offer.profiles, Elsewhere.ANOTHER]
        if offer.has_connection:  # in the demo there is no other one to go to
            self._choices += [Elsewhere.THIS, Elsewhere.DEMO]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Switch to", classes="dialog-title", markup=False)
            if self._offer.trouble:
                yield Static(Told(self._offer.trouble), classes="dialog-error")
            yield OptionList(*(Option(self._prompt(choice)) for choice in self._choices))
            yield Static("enter switches · esc stays here", classes="dialog-note")

    def _prompt(self, choice: Profile | Elsewhere) -> Text:
        match choice:
            case Elsewhere.THIS:
                return Text.assemble(("  This connection… ", "bold"), ("change or test it", "dim"))
            case Elsewhere.DEMO:
                return Text.assemble(("  Demo ", "bold"), ("an invented company", "dim"))
            case Elsewhere.ANOTHER:
                return Text.assemble(("  Another server… ", "bold"), ("connect and save", "dim"))
            case _:
                sign = "● " if choice.name == self._offer.current else "  "
                server = server_name(choice.server) if choice.server else "no server named"
                whose = f"{choice.user or 'your ticket'} @ {server}"
                return Text.assemble(
                    sign, (f"{visible(choice.name)} ", "bold"), (visible(whose), "dim")
                )

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.answer(self._choices[event.option_index])
