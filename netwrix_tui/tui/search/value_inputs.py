"""Inputs for the value of a filter: text, a span of time, or working hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import moment_words, time_of_day_words, value_words
from netwrix_tui.records.filters import FilterValue
from netwrix_tui.records.relative import RelativeSpan, relative_span
from netwrix_tui.records.typed_times import typed_end, typed_hours
from netwrix_tui.records.weekly_hours import WeeklyHours, own_hours, typed_weekly
from netwrix_tui.records.when import (
    HoursRange,
    Timeframe,
    TimeRange,
    parse_moment,
    parse_time_of_day,
    wire_moment,
    wire_time_of_day,
)
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.tui.search.suggesting_input import SuggestingInput
from netwrix_tui.tui.search.suggestions import Suggestion, ValueSuggestions
from netwrix_tui.tui.text.visible_input import VisibleInput
from netwrix_tui.tui.text.word_choice import WordChoice

LONGEST_EDITED = 4_000
"""Characters; a longer value is kept as it is, or replaced as a whole."""


class ValueInput(Vertical):
    """Interface of the inputs, as the filter editor uses them."""

    DEFAULT_CSS = """
    ValueInput { height: auto;
        .row { height: auto; }
        .label { width: 11; color: $text-muted; }
        .note { width: 1fr; padding: 0 0 0 2; color: $text-muted; height: auto; }
        .time { width: 24; }
        .hint { padding: 1 0 0 11; color: $text-muted; height: auto; }
    }
    """

    def begin(self) -> None:
        """Ready for the first value, with the usual one where there is one."""
        self.clear()

    def clear(self) -> None:
        """Empty, for a new value."""
        raise NotImplementedError

    def load(self, value: FilterValue) -> None:
        """Fill in a value that is to be changed."""
        raise NotImplementedError

    def value(self) -> FilterValue | None:
        """What was typed, None where nothing was. Raises UsageError."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the focus where one begins."""
        raise NotImplementedError


class TextInput(ValueInput):
    """Input for text, with suggestions."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._suggestions = ValueSuggestions("", lambda _field: [])
        self._kept = ""

    def compose(self) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Static("Value", classes="label")
            yield SuggestingInput(self._suggest)

    def suggest(self, suggestions: ValueSuggestions, *, choosing: bool) -> None:
        """Suggest for another filter or operator."""
        self._suggestions = suggestions
        self.suggesting.takes_first = choosing
        self.suggesting.suggest_again()

    def clear(self) -> None:
        self._keep("")

    def load(self, value: FilterValue) -> None:
        self._keep(str(value))

    def value(self) -> FilterValue | None:
        return self.suggesting.value or self._kept or None

    def focus_first(self) -> None:
        self.input.focus()

    def _keep(self, text: str) -> None:
        self._kept = text if len(text) > LONGEST_EDITED else ""
        placeholder = f"{len(text):,} characters, kept unless you type" if self._kept else ""
        self.input.placeholder = placeholder
        self.suggesting.load("" if self._kept else text)

    @property
    def suggesting(self) -> SuggestingInput:
        """The input with its suggestions."""
        return self.query_one(SuggestingInput)

    @property
    def input(self) -> VisibleInput:
        """The input proper."""
        return self.suggesting.input

    def _suggest(self, typed: str) -> list[Suggestion]:
        return self._suggestions.matching(typed, choosing=self.suggesting.takes_first)


class TimeRow(Horizontal):
    """Input for a time, with its interpretation beside it."""

    def __init__(
        self, label: str, read: Callable[[str], str], placeholder: str, widget_id: str
    ) -> None:
        super().__init__(id=widget_id, classes="row")
        self._label = label
        self._read = read
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        yield Static(self._label, classes="label")
        with Vertical(classes="time row"):
            yield VisibleInput(placeholder=self._placeholder)
        yield Static("", classes="note", markup=False)

    @property
    def input(self) -> VisibleInput:
        """The input proper."""
        return self.query_one(VisibleInput)

    @property
    def text(self) -> str:
        """What was typed, without the spaces around it."""
        return self.input.value.strip()

    def show(self, text: str) -> None:
        """Put a time in."""
        self.input.value = text
        self.read_again()

    def begin(self, char: str) -> None:
        """Take the focus with a first character, behind which the next one goes."""
        box = self.input
        box.select_on_focus = False
        # At once: the next keys may have been typed ahead.
        self.screen.set_focus(box)
        box.value = char
        box.cursor_position = len(char)
        box.call_after_refresh(setattr, box, "select_on_focus", True)

    @on(Input.Changed)
    def read_again(self) -> None:
        """Say what the text is taken for; nothing while it is not yet a time."""
        try:
            note = f"sent as {self._read(self.text)}" if self.text else ""
        except UsageError:
            note = ""
        self.query_one(".note", Static).update(note)


class WhenInput(ValueInput):
    """Input for a timeframe, a span up to now, or From..To; typing one of these chooses it."""

    _SPANS: ClassVar[tuple[Timeframe, ...]] = tuple(Timeframe)
    _LAST, _RANGE = len(_SPANS), len(_SPANS) + 1

    def __init__(self, zone: ShownZone, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._zone = zone
        self._last = TimeRow("Last", _sent_last, "2h, 90m, 7d, 4w", "last")
        self._from = TimeRow("From", self._sent_from, "2026-11-05 08:00", "from")
        self._to = TimeRow("To", self._sent_to, "2026-11-05 18:00", "to")

    def compose(self) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Static("Span", classes="label")
            frames = (value_words(span, self._zone, 30) for span in self._SPANS)
            yield WordChoice([*frames, "last …", "from … to"])
        yield self._from
        yield self._to
        yield self._last
        yield _zone_note(self._zone, "A date alone is the whole day; either end may stay empty.")

    def clear(self) -> None:
        self._last.show("")
        self._from.show("")
        self._to.show("")
        self._choice.chosen = self._SPANS.index(Timeframe.LAST_SEVEN_DAYS)

    def load(self, value: FilterValue) -> None:
        self.clear()
        if isinstance(value, Timeframe):
            self._choice.chosen = self._SPANS.index(value)
        elif isinstance(value, RelativeSpan):
            self._choice.chosen = self._LAST
            self._last.show(str(value))
        elif isinstance(value, TimeRange):
            self._choice.chosen = self._RANGE
            self._from.show(self._typed(value.start))
            self._to.show(self._typed(value.end))

    def value(self) -> FilterValue | None:
        if self._choice.chosen < len(self._SPANS):
            return self._SPANS[self._choice.chosen]
        if self._choice.chosen == self._LAST:
            return _read_last(self._last.text) if self._last.text else None
        start = self._read_from(self._from.text) if self._from.text else None
        end = self._read_to(self._to.text) if self._to.text else None
        return None if start is None and end is None else TimeRange(start, end)

    def focus_first(self) -> None:
        if self._choice.chosen < len(self._SPANS):
            self._choice.focus()
        else:
            self._typed_row.input.focus()

    def on_key(self, event: events.Key) -> None:
        """A digit begins a date, or a span where one is chosen, wherever the focus is."""
        char = event.character or ""
        focused = self.screen.focused  # widgets themselves learn of it only later
        if focused is self._choice and char.isdecimal():
            event.stop()
            self._typed_row.begin(char)
        elif char and char.isprintable() and focused is self._typed_row.input:
            # Typed so fast that it still went to the words.
            event.stop()
            self._typed_row.input.insert_text_at_cursor(char)

    @on(WordChoice.WordAccepted)
    def _accepted(self, event: WordChoice.WordAccepted) -> None:
        """Enter on a word that wants something typed goes there."""
        if self._choice.chosen >= len(self._SPANS) and not self._typed_row.text:
            event.stop()
            self._typed_row.input.focus()

    @on(Input.Changed)
    def _time_typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value:
            is_last = event.input is self._last.input
            self._choice.chosen = self._LAST if is_last else self._RANGE

    @property
    def _typed_row(self) -> TimeRow:
        return self._last if self._choice.chosen == self._LAST else self._from

    @property
    def _choice(self) -> WordChoice:
        return self.query_one(WordChoice)

    def _read_from(self, text: str) -> datetime:
        return parse_moment(text, self._zone.tzinfo)

    def _read_to(self, text: str) -> datetime:
        return typed_end(self._from.text, text, self._zone.tzinfo)

    def _sent_from(self, text: str) -> str:
        return wire_moment(self._read_from(text))

    def _sent_to(self, text: str) -> str:
        return wire_moment(self._read_to(text))

    def _typed(self, moment: datetime | None) -> str:
        """A moment as one would type it; with its offset where the zone would read another."""
        if moment is None:
            return ""
        words = moment_words(moment, self._zone)
        return words if self._read_from(words) == moment else wire_moment(moment)


def _read_last(text: str) -> RelativeSpan:
    span = relative_span(text)
    if span is None:
        raise UsageError(f"{text!r} is not a span of time.", next_step="Type it as 2h, 90m or 7d.")
    return span


def _sent_last(text: str) -> str:
    return f"from {wire_moment(now() - _read_last(text).length)} on, as of now"


class HoursInput(ValueInput):
    """Input for two times of day, and the days of the week; at first the profile's hours."""

    def __init__(self, zone: ShownZone, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._zone = zone
        self._from = TimeRow("From", self._sent, "a time of day", "hours-from")
        self._to = TimeRow("To", self._sent, "a time of day", "hours-to")
        self._days = TimeRow("Days", _days_said, "Mon-Fri; empty: any day", "hours-days")
        self._loaded: FilterValue | None = None
        self._shown = ("", "", "")

    def compose(self) -> ComposeResult:
        yield self._from
        yield self._to
        yield self._days
        yield _zone_note(self._zone, "From later than To crosses midnight.")

    def begin(self) -> None:
        self.load(own_hours(self._zone))

    def clear(self) -> None:
        self._show("", "", "", None)

    def load(self, value: FilterValue) -> None:
        if isinstance(value, HoursRange):
            start, end = (time_of_day_words(c, self._zone) for c in (value.start, value.end))
            self._show(start, end, "", value)
        elif isinstance(value, WeeklyHours):
            self._show(*value.clocks, value.days, value)

    def value(self) -> FilterValue | None:
        start, end, days = typed = (self._from.text, self._to.text, self._days.text)
        if not start and not end:
            return None
        if self._loaded is not None and typed == self._shown:
            return self._loaded  # which may go by another zone
        for text in (start, end):
            self._read(text.replace("24:00", "23:59"))
        return typed_hours(f"{days} {start}-{end}".strip(), self._zone)

    def focus_first(self) -> None:
        self._from.input.focus()

    def _show(self, start: str, end: str, days: str, value: FilterValue | None) -> None:
        self._loaded, self._shown = value, (start, end, days)
        for row, text in zip((self._from, self._to, self._days), self._shown, strict=True):
            row.show(text)

    def _read(self, text: str) -> time:
        return parse_time_of_day(text, self._zone.tzinfo)

    def _sent(self, text: str) -> str:
        return wire_time_of_day(self._read(text))


def _days_said(text: str) -> str:
    hours = typed_weekly(f"{text} 00:00-24:00", UTC_ZONE)
    return "any day: the API knows none; filtered here" if hours.days else "any day"


def _zone_note(zone: ShownZone, more: str) -> Static:
    return Static(f"Times are {zone.words()}. {more}", classes="hint", markup=False)
