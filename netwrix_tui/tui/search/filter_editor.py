"""Filter editor: the dialog in which one filter is added or changed."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from netwrix_tui.errors import UsageError
from netwrix_tui.records.doubts import wildcard_doubt
from netwrix_tui.records.filter_words import (
    filter_name,
    joins_with_or,
    operator_words,
    short_operator_words,
    value_words,
)
from netwrix_tui.records.filters import (
    ANYWHERE,
    SERVER,
    SPECS,
    Filter,
    FilterSpec,
    FilterValue,
    Operator,
    spec_of,
)
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.sanitize import plain_spaces, visible
from netwrix_tui.tui.search.suggesting_input import SuggestingInput
from netwrix_tui.tui.search.suggestions import (
    SeenValues,
    ValueSuggestions,
    filter_suggestions,
    is_choice,
)
from netwrix_tui.tui.search.value_inputs import HoursInput, TextInput, ValueInput, WhenInput
from netwrix_tui.tui.text.word_choice import WordChoice

_CHOOSING_KEYS = (
    "[@click=screen.commit]enter[/] choose   type to find   ↑↓ move"
    "   [@click=screen.cancel]esc[/] cancel"
)
_TYPING_KEYS = (
    "[@click=screen.commit]enter[/] done   [@click=screen.another]^n[/] and another"
    "   tab next   ⇧tab back   [@click=screen.cancel]esc[/] cancel"
)


_MOST_VALUES = 500
"""Pasted lines that become values of one filter: more make a search that takes too long."""

_MOST_SHOWN = 6
"""Values that are told above the one that is typed."""


class FilterEditor(ModalScreen[list[Filter] | None]):
    """Question for a filter, its operator and its value, or several values one by one.

    Ends with the filters, the changed one first, or with None where it was cancelled. Whatever
    cannot be sent is said under the value, and everything typed stays.
    """

    CSS = """
    FilterEditor {
        align: center middle;
        #editor { width: 76; max-width: 100%; height: 21; max-height: 100%; padding: 1 2;
                  background: $surface; }
        #title { text-style: bold; color: $text-accent; margin-bottom: 1; }
        .row { height: auto; }
        .label { width: 11; color: $text-muted; }
        #operator-row { margin-bottom: 1; }
        #committed { display: none; color: $text-muted; padding: 0 0 0 11; height: auto;
                     max-height: 3; }
        #doubt { display: none; color: $text-warning; height: auto; max-height: 4; }
        #problem { display: none; color: $text-error; height: auto; max-height: 4; }
        #filter SuggestionList { max-height: 15; }
        #body { height: 1fr; }
        #keys { color: $text-muted; height: auto; link-style: none; link-color: $text-accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="editor.cancel"),
        Binding("ctrl+n,ctrl+enter", "another", "And another", priority=True, id="editor.another"),
        Binding("tab", "next", "Next", show=False, priority=True, id="editor.next"),
    ]

    def __init__(self, zone: ShownZone, seen: SeenValues, condition: Filter | None = None) -> None:
        super().__init__()
        self._zone = zone
        self._seen = seen
        self._condition = condition
        self._spec: FilterSpec | None = None
        self._committed: list[Filter] = []
        self._unknown = ""
        """The name of no filter on the list that was typed last; entered again, it is taken."""

    def compose(self) -> ComposeResult:
        with Vertical(id="editor"):
            yield Static("CHANGE A FILTER" if self._condition else "ADD A FILTER", id="title")
            with Vertical(id="body"):
                with Horizontal(classes="row"):
                    yield Static("Filter", classes="label")
                    yield SuggestingInput(
                        filter_suggestions, placeholder="who, what, when …", widget_id="filter"
                    )
                with Horizontal(classes="row", id="operator-row"):
                    yield Static("Operator", classes="label")
                    yield WordChoice(widget_id="operator")
                yield Static("", id="committed", markup=False)
                yield TextInput("text")
                yield WhenInput(self._zone, "when")
                yield HoursInput(self._zone, "hours")
            yield Static("", id="doubt", markup=False)
            yield Static("", id="problem", markup=False)
            yield Static(Content.from_markup(_CHOOSING_KEYS), id="keys")

    def on_mount(self) -> None:
        if not self.is_current:
            return  # Escape came before anything was there.
        self._names.takes_first = True
        self.query_one("#operator-row").display = False
        for form in self.query(ValueInput):
            form.display = False
        field = self.query_one(TextInput).input
        field.lines_pasted = self._lines_pasted
        self.watch(field, "value", self._show_doubt, init=False)
        if self._condition is None:
            self._names.suggest_again()
            self._names.input.focus()
            return
        self._take_filter(self._condition.name, self._condition.operator)
        self._form.load(self._condition.value)
        self._form.focus_first()

    # What the keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the forms are there, only leaving works: keys may come at once."""
        return action == "cancel" or self.is_mounted

    def action_cancel(self) -> None:
        """Leave everything as it was."""
        self._leave(None)

    def action_next(self) -> None:
        """To the next place; from the filter's name to its operator."""
        if self._names.has_focus_within:
            if self._choose_filter():
                self._operator.focus()
        else:
            self.focus_next()

    def action_commit(self) -> None:
        """Take what was typed and end; at the filter's name, go on to the value."""
        if self._spec is None or self._names.has_focus_within:
            if self._choose_filter():
                self._form.focus_first()
            return
        try:
            last = self._typed()
        except UsageError as error:
            self._show_problem(error)
            return
        if last is None and not self._committed:
            self._show_problem(UsageError(f"{filter_name(self._spec.name)} needs a value.",
                                 next_step="Type one, or leave with esc."))  # fmt: skip
            return
        self._leave([*self._committed, *([last] if last is not None else [])])

    def action_another(self) -> None:
        """Keep the value, and ask for another one of the same filter."""
        if self._spec is None or (self._names.has_focus_within and not self._choose_filter()):
            return
        try:
            condition = self._typed()
        except UsageError as error:
            self._show_problem(error)
            return
        if condition is not None:
            self._committed.append(condition)
            self._form.clear()
            self._show_committed()
        self._show_problem(None)
        self._form.focus_first()

    # What the parts report

    @on(SuggestingInput.SuggestionAccepted)
    def _accepted(self, event: SuggestingInput.SuggestionAccepted) -> None:
        event.stop()
        self.action_commit()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_commit()

    @on(WordChoice.WordAccepted)
    def _word_accepted(self, event: WordChoice.WordAccepted) -> None:
        event.stop()
        if event.sender is self._operator:
            self._form.focus_first()
        else:
            self.action_commit()

    @on(WordChoice.WordChosen, "#operator")
    def _operator_chosen(self) -> None:
        self._suggest_values()
        self._show_doubt()

    @on(Input.Changed)
    def _changed(self) -> None:
        self._show_problem(None)

    @on(Input.Blurred, "#filter Input")
    def _filter_left(self) -> None:
        # Escape may have taken the screen away by now.
        if self.is_current and self._spec is not None:
            self._choose_filter(entered=False)

    # How it is done

    def _leave(self, answer: list[Filter] | None) -> None:
        # Two fast presses of Enter or Escape arrive before the screen has gone.
        if self.app.screen is self:
            self.dismiss(answer)

    def _choose_filter(self, *, entered: bool = True) -> bool:
        """Take the filter that the list shows; False, with the reason shown, where there is none.

        A name that is not on the list is taken when it is entered twice: a newer server may know
        it, but most often it is mistyped.
        """
        label = plain_spaces(self._names.value.strip())
        name = next((n for n in (*SPECS, ANYWHERE, SERVER) if label.casefold() in
                     (filter_name(n).casefold(), n.casefold())), None)  # fmt: skip
        if name is None and entered and label and label == self._unknown:
            name = label
        if name is None:
            self._show_problem(self._no_such(label, entered=entered))
            return False
        if self._spec is None or self._spec.name != name:
            before = self._form.value() if isinstance(self._shown_form(), TextInput) else None
            self._take_filter(name, None)
            if isinstance(self._form, TextInput) and isinstance(before, str):
                self._form.load(before)
        else:
            self._names.load(filter_name(name))
        return True

    def _no_such(self, label: str, *, entered: bool) -> UsageError:
        choose = "Choose one from the list."
        if not label:
            return UsageError("", next_step=choose)
        try:
            spec_of(label)
        except UsageError as error:
            return error
        self._unknown = label if entered else ""
        return UsageError(
            f"There is no filter named “{visible(label)}”.",
            next_step=f"{choose[:-1]}, or press enter again to send it as it is.",
        )

    def _take_filter(self, name: str, operator: Operator | None) -> None:
        self._spec = spec = spec_of(name)
        self._values = ValueSuggestions(name, self._seen)
        self._names.load(filter_name(name))
        words = [operator_words(name, each) for each in spec.operators]
        self._operator.load(words, spec.operators.index(operator or spec.default_operator))
        self.query_one("#operator-row").display = True
        for form in self.query(ValueInput):
            form.display = form is self._form
        self._form.begin()
        self._suggest_values()
        self.query_one("#keys", Static).update(Content.from_markup(_TYPING_KEYS))
        self._show_problem(None)

    def _suggest_values(self) -> None:
        form = self._shown_form()
        if self._spec is not None and isinstance(form, TextInput):
            form.suggest(self._values, choosing=is_choice(self._spec.name, self._chosen()))

    def _typed(self) -> Filter | None:
        """The filter as it stands, None without a value. Raises UsageError."""
        value = self._form.value()
        return None if value is None or self._spec is None else self._filter(value)

    def _filter(self, value: FilterValue) -> Filter:
        """The filter with a value of its own. Raises UsageError."""
        assert self._spec is not None  # noqa: S101 - there is no value before
        return Filter(self._spec.name, self._chosen(), value)

    def _chosen(self) -> Operator:
        assert self._spec is not None  # noqa: S101 - asked only once a filter is chosen
        return self._spec.operators[self._operator.chosen]

    def _show_doubt(self) -> None:
        """What of the value may be a slip, while it is typed."""
        doubt = ""
        with suppress(UsageError):
            condition = self._typed() if isinstance(self._shown_form(), TextInput) else None
            doubt = "" if condition is None else wildcard_doubt(condition)
        self._show("#doubt", doubt)

    def _show_problem(self, problem: UsageError | None) -> None:
        text = "" if problem is None else visible(problem.sentence())
        self._show("#problem", text)

    def _lines_pasted(self, lines: list[str]) -> None:
        """Each line is a value, and the last one is still to be entered."""
        form = self.query_one(TextInput)
        form.input.put_in(lines[0])
        values = list(dict.fromkeys(line.strip() for line in lines[1:]))
        for place, value in enumerate(values):
            try:
                # As it was pasted, whatever the list suggests.
                condition = self._filter(form.input.value.strip())
            except UsageError as error:
                self._show_problem(error)
                form.input.say_left_out(len(values) - place, "this value comes first")
                break
            if place == _MOST_VALUES:
                why = f"a filter takes {_MOST_VALUES:,} at a time"
                form.input.say_left_out(len(values) - place, why)
                break
            self._committed.append(condition)
            form.load(value)
        if self._committed:
            self._show_committed()

    def _show_committed(self) -> None:
        words = [
            f"{short_operator_words(c.name, c.operator)} {value_words(c.value, self._zone, 40)}"
            for c in self._committed[-_MOST_SHOWN:]
        ]
        more = len(self._committed) - len(words)
        word = "or" if joins_with_or(self._committed[-1]) else "and"
        self._show(
            "#committed",
            f"{f'{more:,} more  ·  ' if more else ''}{'  ·  '.join(words)}  {word} …",
        )

    def _show(self, selector: str, text: str) -> None:
        line = self.query_one(selector, Static)
        line.update(text)
        line.display = bool(text)

    def _shown_form(self) -> ValueInput | None:
        return None if self._spec is None else self._form

    @property
    def _form(self) -> ValueInput:
        form = {"When": "#when", "WorkingHours": "#hours"}.get(
            self._spec.name if self._spec else "", "#text"
        )
        return self.query_one(form, ValueInput)

    @property
    def _names(self) -> SuggestingInput:
        return self.query_one("#filter", SuggestingInput)

    @property
    def _operator(self) -> WordChoice:
        return self.query_one("#operator", WordChoice)
