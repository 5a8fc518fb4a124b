"""Form of a ready-made search: its blanks, and a preview of the search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from netwrix_tui.errors import UsageError
from netwrix_tui.records.doubts import doubts
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of
from netwrix_tui.records.sentence import sentence
from netwrix_tui.records.sequence_pattern import SequencePattern
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.sanitize import visible
from netwrix_tui.searches.known_names import KnownNames
from netwrix_tui.searches.other_names import names_beside
from netwrix_tui.searches.recipe import NUMBER, SPAN, Blank, Recipe
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.search.suggesting_input import SuggestingInput, SuggestionList
from netwrix_tui.tui.search.suggestions import SeenValues, Suggestion, ValueSuggestions
from netwrix_tui.tui.text.visible_input import VisibleInput

_KEYS = (
    "[@click=screen.run]enter[/] search   tab next   ↑↓ pick what is loaded   "
    "[@click=screen.leave]esc[/] back"
)
_TIMES = (
    Suggestion("today"),
    Suggestion("yesterday"),
    Suggestion("24h", "the last 24 hours"),
    Suggestion("7d", "the last seven days"),
    Suggestion("30d", "the last thirty days"),
    Suggestion("180d", "half a year"),
)


@dataclass(frozen=True, slots=True)
class ChosenSearch:
    """A search to run, its name, the sequence that is looked for in what it finds, and the fields
    of the columns that it was looked at by; none for those there are.
    """

    plan: SearchPlan
    name: str
    sequence: SequencePattern | None = None
    columns: tuple[str, ...] = ()


class FillIn(Dialog[ChosenSearch]):
    """One input for each blank, with values of loaded records to pick from.

    Below stands the search as a sentence and as a line, as it is at the moment.
    """

    DEFAULT_CSS = """
    FillIn {
        background: $background;
        #fill-in { width: 90; max-width: 100%; height: auto; max-height: 100%; padding: 1 2;
                   background: $surface; }
        #fill-in-title { text-style: bold; color: $text-accent; }
        #fill-in-about { margin-bottom: 1; height: auto; }
        .blank { height: auto; }
        .question { width: 36; height: auto; color: $text-muted; }
        SuggestingInput { width: 1fr; }
        .blank SuggestionList { max-height: 5; }
        #fill-in-preview { height: auto; max-height: 9; margin-top: 1; border-top: solid $border; }
        #fill-in-keys { color: $text-muted; height: auto; link-style: none;
                        link-color: $text-accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+enter", "run", "Search", show=False, id="fill_in.run"),
        Binding(
            "ctrl+t",
            "others",
            "Only what is typed, or all names of the person",
            show=False,
            priority=True,
            id="fill_in.others",
        ),
    ]

    def __init__(
        self,
        recipe: Recipe,
        zone: ShownZone,
        seen: SeenValues,
        known: Callable[[], KnownNames] = KnownNames,
    ) -> None:
        """``known`` are names of people, which are searched together."""
        super().__init__()
        self._known = known
        self._takes_others = True
        self._recipe = recipe
        self._zone = zone
        self._inputs = {
            blank.name: SuggestingInput(_Suggestions(blank, seen), widget_id=f"blank-{blank.name}")
            for blank in recipe.blanks
        }

    def compose(self) -> ComposeResult:
        recipe = self._recipe
        with Vertical(id="fill-in"):
            yield Static(recipe.name, id="fill-in-title", markup=False)
            yield Static(recipe.about, id="fill-in-about", markup=False)
            for blank in recipe.blanks:
                with Horizontal(classes="blank"):
                    yield Static(blank.question, classes="question", markup=False)
                    yield self._inputs[blank.name]
            yield Static("", id="fill-in-preview", markup=False)
            yield Static(Content.from_markup(_KEYS), id="fill-in-keys")

    def on_mount(self) -> None:
        if not self.is_current:
            return  # Escape came before anything was there.
        for blank in self._recipe.blanks:
            asked = self._inputs[blank.name]
            asked.load(blank.default)
            if blank.takes_several:
                asked.input.lines_pasted = partial(_put_in_several, asked.input)
            self.watch(asked.input, "value", self._preview, init=False)
            self.watch(asked.query_one(SuggestionList), "highlighted", self._preview, init=False)
        self._first().input.focus()
        self._preview()

    def action_run(self) -> None:
        """Search, or go to the blank that is still missing."""
        missing = self._missing()
        if missing is not None:
            missing.input.focus()
            self._preview()
            return
        try:
            plan, pattern = self._plan(), self._pattern()
            self.answer(ChosenSearch(plan, self._recipe.name, pattern))
        except UsageError:
            self._preview()

    @on(SuggestingInput.SuggestionAccepted)
    def _accepted(self, event: SuggestingInput.SuggestionAccepted) -> None:
        event.stop()
        event.sender.load(event.value)
        self.action_run()

    def _first(self) -> SuggestingInput:
        return self._missing() or next(iter(self._inputs.values()))

    def _missing(self) -> SuggestingInput | None:
        for blank in self._recipe.blanks:
            asked = self._inputs[blank.name]
            if blank.is_needed and not asked.value.strip():
                return asked
        return None

    def _plan(self) -> SearchPlan:
        return self._recipe.plan(self._values, self._zone, self._also)

    def _pattern(self) -> SequencePattern | None:
        return self._recipe.pattern(self._values, self._zone)

    @property
    def _values(self) -> dict[str, str]:
        return {name: asked.value for name, asked in self._inputs.items()}

    def action_others(self) -> None:
        """Search the other names of the person too, or only what is typed."""
        self._takes_others = not self._takes_others
        self._preview()

    def _also(self, blank: Blank, typed: str) -> Sequence[str]:
        return names_beside(blank, typed, self._known()).names if self._takes_others else ()

    def _said_of_names(self) -> Iterator[str]:
        """What is known of the names that are typed, and what becomes of it."""
        for blank in self._recipe.blanks:
            values = self._inputs[blank.name].value
            for typed in values.split(",") if blank.takes_several else (values,):
                others = names_beside(blank, typed.strip(), self._known())
                if others.names:
                    all_of = f"all {len(others.names) + 1} are searched · ctrl+t only this"
                    so = all_of if self._takes_others else "only this is searched · ctrl+t all"
                    yield f"{others.words}: {so}"
                elif others.bearers:
                    yield f"{others.words}: type one of these"

    def _preview(self) -> None:
        text = Text()
        try:
            plan, pattern = self._plan(), self._pattern()
        except UsageError as error:
            text.append(visible(error.sentence()), "italic")
        else:
            text.append(f"{sentence(plan.parameters(), self._zone)}\n")
            if pattern is not None:
                text.append(f"{visible(pattern.words(self._zone))}\n")
            text.append(visible(line_of(plan, self._zone)), "dim")
            for said in (*self._said_of_names(), *doubts(plan.parameters().filters)):
                text.append(f"\n{said}", "italic")
        self.query_one("#fill-in-preview", Static).update(text)


def _put_in_several(field: VisibleInput, lines: list[str]) -> None:
    field.put_in(", ".join(line.strip() for line in lines))


class _Suggestions:
    """Suggestions for one blank; gathered at the first call."""

    def __init__(self, blank: Blank, seen: SeenValues) -> None:
        self._blank = blank
        self._seen = seen
        self._values: ValueSuggestions | None = None

    def __call__(self, typed: str) -> Sequence[Suggestion]:
        if self._blank.filter == "When":
            is_other = typed in ("", self._blank.default)
            return [t for t in _TIMES if is_other or t.value.startswith(typed)]
        if self._blank.takes_several or self._blank.filter in ("WorkingHours", NUMBER, SPAN):
            return ()
        if self._values is None:
            self._values = ValueSuggestions(self._blank.filter, self._seen)
        # Before a letter, the objects of whatever is loaded are no help.
        return self._values.matching(typed) if typed or self._blank.filter != "What" else ()
