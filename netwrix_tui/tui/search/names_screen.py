"""List of the names of one person, or of the several who bear a name, each with its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.binding import Binding
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from netwrix_tui.records.filter_words import shortened
from netwrix_tui.sanitize import visible
from netwrix_tui.searches.known_names import Form, Person
from netwrix_tui.searches.name_links import Link
from netwrix_tui.tui.dialogs.choose_one import ChooseOne


@dataclass(frozen=True, slots=True)
class AllNames:
    """Search all names of a person."""

    person: Person


@dataclass(frozen=True, slots=True)
class Origin:
    """Show the record that a link was learnt from."""

    link: Link


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The two names do not belong together."""

    link: Link


Line = AllNames | Form
_Choice = AllNames | Origin | TakeBack | Form
_ROOM = 60


class NamesScreen(ChooseOne[_Choice]):
    """For each person: search all names, then each name; dismissed with what is to be done."""

    about = (
        "All names that records tell of one person, each with the record that tells it. A name "
        "that others bear too is not searched. A link that is taken back is not learnt again."
    )
    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("d,delete", "take_back", "take a wrong link back", show=False,
                id="names.take_back"),
    ]  # fmt: skip
    DEFAULT_CSS = """
    NamesScreen .dialog { width: 100; max-width: 100%; max-height: 100%; }
    """
    is_compact = True

    def __init__(self, name: str, people: Sequence[Person]) -> None:
        lines: list[_Choice] = []
        for person in people:
            lines += [AllNames(person), *person.forms]
        title = f"Names of {shortened(name, _ROOM)}"
        if len(people) > 1:
            title = f"{shortened(name, _ROOM)} is the name of {len(people)}, told apart by account"
        super().__init__(
            title, lines,
            hint="enter searches all names, or shows the record that tells one · "
            "d takes a wrong one back · esc back",
        )  # fmt: skip

    def option(self, choice: _Choice) -> Option:
        if isinstance(choice, AllNames):
            searched = choice.person.searched
            words = f"Search all {len(searched)} names of {visible(choice.person.label)}"
            return Option(Text(words, "bold", no_wrap=True, overflow="ellipsis"))
        assert isinstance(choice, Form)  # noqa: S101 - those are the lines
        return Option(
            Text.assemble(
                f"   {shortened(choice.name, _ROOM)}", (f"  {_told(choice)}", "dim"),
                no_wrap=True, overflow="ellipsis",
            )
        )  # fmt: skip

    def action_take_back(self) -> None:
        """Take the link under the cursor back."""
        at = self.query_one(OptionList).highlighted
        choice = self._choices[at] if at is not None else None
        if isinstance(choice, Form) and choice.link is not None:
            self.answer(TakeBack(choice.link))

    def answer(self, answer: _Choice | None) -> None:
        """A name is the record that it was learnt from."""
        if isinstance(answer, Form):
            if answer.link is None or not answer.link.rid:
                return
            answer = Origin(answer.link)
        super().answer(answer)


def _told(form: Form) -> str:
    shared = ", others have it too: not searched" if form.is_shared else ""
    if form.link is None:
        return f"{form.kind}, the end of the path{shared}"
    return f"{form.kind}, told by {form.link.rid[:17]}… of {form.link.when[:10]}{shared}"
