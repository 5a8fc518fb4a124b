"""Dialog for the next server: a profile, the demo, this connection again, another server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from rich.text import Text
from textual.widgets import Static
from textual.widgets.option_list import Option

from netwrix_tui.client.connection import server_name
from netwrix_tui.config.profile import Profile
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.choose_one import ChooseOne
from netwrix_tui.tui.text.wrapping import WrappedSentence


class Elsewhere(Enum):
    """Choices that are no profile."""

    SERVER = auto()  # that of the case
    THIS = auto()
    DEMO = auto()
    ANOTHER = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """Profiles to choose from; ``current`` is the name of the one in use, or empty.

    ``has_connection`` is False in the demo, which has none that could be changed.
    ``trouble`` says what is wrong with the file of profiles; empty where nothing is.
    """

    profiles: tuple[Profile, ...]
    current: str
    has_connection: bool
    trouble: str = ""
    of_case: str = ""
    """The server that a case was captured from; empty where no case is open without it."""


class ChooseProfile(ChooseOne[Profile | Elsewhere]):
    """List of profiles and other places, dismissed with one of them, or with None."""

    DEFAULT_CSS = """
    ChooseProfile .dialog OptionList, ChooseProfile .dialog OptionList:focus {
        max-height: 14; border: none; padding: 0;
    }
    """

    def __init__(self, offer: Offer) -> None:
        choices: list[Profile | Elsewhere] = [*offer.profiles, Elsewhere.ANOTHER]
        if offer.of_case:
            choices.insert(0, Elsewhere.SERVER)
        if offer.has_connection:  # in the demo there is no other one to go to
            choices += [Elsewhere.THIS, Elsewhere.DEMO]
        trouble = Static(WrappedSentence(offer.trouble), classes="dialog-error")
        super().__init__(
            "Switch to",
            choices,
            *([trouble] if offer.trouble else []),
            hint="enter switches · esc stays here",
        )
        self._current = offer.current
        self._of_case = offer.of_case

    def option(self, choice: Profile | Elsewhere) -> Option:
        return Option(self._prompt(choice))

    def _prompt(self, choice: Profile | Elsewhere) -> Text:
        match choice:
            case Elsewhere.SERVER:
                server = visible(self._of_case)
                return Text.assemble((f"  Ask {server} ", "bold"), ("this search, live", "dim"))
            case Elsewhere.THIS:
                return Text.assemble(("  This connection… ", "bold"), ("change or test it", "dim"))
            case Elsewhere.DEMO:
                return Text.assemble(("  Demo ", "bold"), ("an invented company", "dim"))
            case Elsewhere.ANOTHER:
                return Text.assemble(("  Another server… ", "bold"), ("connect and save", "dim"))
            case _:
                sign = "● " if choice.name == self._current else "  "
                server = server_name(choice.server) if choice.server else "no server named"
                whose = f"{choice.user or 'your ticket'} @ {server}"
                if choice.servers:
                    whose = f"{', '.join(choice.servers)} together"
                return Text.assemble(
                    sign, (f"{visible(choice.name)} ", "bold"), (visible(whose), "dim")
                )
