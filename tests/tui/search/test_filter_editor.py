"""The filter editor, driven by keys and mouse."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

import pytest
from textual.app import App
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Static

from netwrix_tui.records.filter_words import filter_name
from netwrix_tui.records.filters import ANYWHERE, SPECS, Filter, FilterSpec, Operator
from netwrix_tui.records.relative import RelativeSpan, SpanUnit
from netwrix_tui.records.when import (
    Timeframe,
    TimeRange,
    parse_moment,
    wire_moment,
)
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.tui.search.filter_editor import FilterEditor
from netwrix_tui.tui.search.suggesting_input import SuggestionList
from netwrix_tui.tui.search.suggestions import ValueSuggestions, filter_suggestions
from netwrix_tui.tui.text.visible_input import VisibleInput, drawn
from netwrix_tui.tui.text.word_choice import WordChoice
from tests.tui import settling
from tests.tui.textual_internals import name_of_character, screen_text

BERLIN = ShownZone("local time", ZoneInfo("Europe/Berlin"))
HOSTILE = "evil\u202e[red]\u200bname"
SEEN = {"who": ["CORP\\jane.doe", "CORP\\svc-backup", HOSTILE], "action": ["Modified", "Renamed"]}
SIZES = [(80, 24), (120, 40)]

Answer = list[Filter] | None
Steps = Callable[[Pilot[None]], Awaitable[None]]


def day(start: str | None, end: str | None) -> TimeRange:
    """A range open at one side, as it is read in Berlin."""
    zone = BERLIN.tzinfo
    return TimeRange(
        None if start is None else parse_moment(start, zone),
        None if end is None else parse_moment(end, zone, end_of_day=True),
    )


class Host(App[None]):
    """Opens the editor at once and keeps its answer."""

    def __init__(self, condition: Filter | None) -> None:
        super().__init__()
        self.condition = condition
        self.answers: list[Answer] = []

    def on_mount(self) -> None:
        editor = FilterEditor(BERLIN, lambda field: SEEN.get(field, []), self.condition)
        self.push_screen(editor, self.answers.append)


def run(
    *keys: str,
    change: Filter | None = None,
    size: tuple[int, int] = (80, 24),
    then: Steps | None = None,
) -> list[Answer]:
    """Press the keys (``'words`` are typed, ``"texts`` pasted), then go on with ``then``."""
    app = Host(change)

    async def drive() -> None:
        async with app.run_test(size=size) as pilot:
            await settling.settle(pilot)
            await press(pilot, *keys)
            if then is not None:
                await then(pilot)

    asyncio.run(drive())
    return app.answers


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        if key.startswith('"'):
            assert pilot.app.focused is not None
            pilot.app.focused.post_message(Paste(key[1:]))
            await settling.settle(pilot)
        elif key.startswith("'"):
            # As a fast typist does it: without a look at the screen after each letter.
            for char in key[1:]:
                pilot.app.post_message(Key(name_of_character(char), char))
            await settling.settle(pilot)
        else:
            await settling.press(pilot, key)
    await settling.settle(pilot)


def said(pilot: Pilot[None]) -> str:
    """Everything on the screen."""
    return screen_text(pilot.app.screen)


def problem(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#problem", Static).render())


@pytest.mark.parametrize("size", SIZES)
def test_the_commonest_case_takes_the_fewest_keys(size: tuple[int, int]) -> None:
    answers = run("'who", "enter", "'svc", "enter", size=size)
    assert answers == [[Filter("Who", Operator.CONTAINS, "svc")]]


def test_tab_goes_by_way_of_the_operator() -> None:
    answers = run("'sou", "tab", "right", "right", "tab", "'exch", "enter")
    assert answers == [[Filter("DataSource", Operator.EQUALS, "Exchange")]]


def test_a_letter_goes_to_an_operator_that_begins_with_it() -> None:
    answers = run("'wha", "tab", "s", "enter", "'C:", "enter")
    assert answers == [[Filter("What", Operator.STARTS_WITH, "C:")]]


def test_several_values_one_after_the_other() -> None:
    answers = run("'act", "enter", "'remov", "ctrl+n", "'mod", "ctrl+n", "enter")
    assert answers == [
        [
            Filter("Action", Operator.EQUALS, "Removed"),
            Filter("Action", Operator.EQUALS, "Modified"),
        ]
    ]


def test_any_text_is_taken_where_names_are_known() -> None:
    unknown = run("'act", "enter", "'Teleported", "enter")
    assert unknown == [[Filter("Action", Operator.EQUALS, "Teleported")]]
    as_typed = run("'act", "enter", "'rem", *["down"] * 9, "enter")
    assert as_typed == [[Filter("Action", Operator.EQUALS, "rem")]]


def test_a_value_seen_is_picked_as_it_is_and_shown_without_harm() -> None:
    async def look(pilot: Pilot[None]) -> None:
        text = said(pilot)
        assert "evil‹U+202E›[red]‹U+200B›name" in text
        assert "\u202e" not in text
        await press(pilot, "down", "enter")

    answers = run("'who", "enter", "'evil", then=look)
    assert answers == [[Filter("Who", Operator.CONTAINS, HOSTILE)]]


@pytest.mark.parametrize("size", SIZES)
def test_with_the_mouse_alone(size: tuple[int, int]) -> None:
    async def click(pilot: Pilot[None]) -> None:
        names = pilot.app.screen.query_one("#filter SuggestionList", SuggestionList)
        await pilot.click(names, offset=(2, 2))
        await settling.settle(pilot)
        values = pilot.app.screen.query_one("#text SuggestionList", SuggestionList)
        assert values.display
        await pilot.click(values, offset=(2, 1))
        await settling.settle(pilot)

    # The third filter is Action, the second value Renamed.
    assert run(size=size, then=click) == [[Filter("Action", Operator.EQUALS, "Renamed")]]


def test_an_operator_is_chosen_by_a_click() -> None:
    async def click(pilot: Pilot[None]) -> None:
        operator = pilot.app.screen.query_one("#operator", WordChoice)
        # The first word of the second line.
        await pilot.click(operator, offset=(3, 1))
        await press(pilot, "tab", "'x", "enter")

    assert run("'who", "enter", then=click) == [[Filter("Who", Operator.ENDS_WITH, "x")]]


def test_a_change_starts_from_what_is_there() -> None:
    before = Filter("Who", Operator.NOT_EQUAL_TO, "CORP\\svc")
    assert run("end", "'-x", "enter", change=before) == [
        [Filter("Who", Operator.NOT_EQUAL_TO, "CORP\\svc-x")]
    ]
    assert run("enter", change=before) == [[before]]


@pytest.mark.parametrize("value", ["a\nb", HOSTILE, "tab\there", "x" * 100_000])
def test_any_value_survives_the_editor(value: str) -> None:
    before = Filter("What", Operator.EQUALS, value)
    assert run("enter", change=before) == [[before]]


def test_another_filter_keeps_the_text() -> None:
    async def go(pilot: Pilot[None]) -> None:
        await press(pilot, "shift+tab", "shift+tab", "'what", "enter", "enter")

    before = Filter("Who", Operator.CONTAINS, "svc")
    assert run(change=before, then=go) == [[Filter("What", Operator.CONTAINS, "svc")]]


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["enter"], Timeframe.LAST_SEVEN_DAYS),
        (["t", "enter"], Timeframe.TODAY),
        (["right", "enter"], Timeframe.LAST_THIRTY_DAYS),
    ],
)
def test_timeframes(keys: list[str], value: Timeframe) -> None:
    assert run("'when", "enter", *keys) == [[Filter("When", Operator.EQUALS, value)]]


@pytest.mark.parametrize("size", SIZES)
def test_times_are_typed_in_the_zone_shown_and_sent_with_its_offset(size: tuple[int, int]) -> None:
    async def look(pilot: Pilot[None]) -> None:
        text = said(pilot)
        assert "Times are local (UTC+" in text
        assert "sent as 2026-07-05T08:30:00+02:00" in text
        assert "● from … to" in text
        await press(pilot, "enter")

    # A digit typed at the timeframes begins a date.
    keys = ["2", '"026-07-05 8:30', "tab", '"2026-11-06']
    answers = run("'when", "enter", *keys, size=size, then=look)
    assert answers[0] is not None
    span = answers[0][0].value
    assert isinstance(span, TimeRange)
    assert span.start is not None
    assert span.end is not None
    sent = [wire_moment(span.start), wire_moment(span.end)]
    assert sent == ["2026-07-05T08:30:00+02:00", "2026-11-06T23:59:59+01:00"]


def test_a_range_in_the_hour_that_comes_twice_stays_what_it_is() -> None:
    first = Filter("When", Operator.EQUALS, run_range("2026-10-25 02:30 +02:00"))
    second = Filter("When", Operator.EQUALS, run_range("2026-10-25 02:30 +01:00"))
    assert first != second
    for condition in (first, second):
        assert run("enter", change=condition) == [[condition]]


def run_range(typed: str) -> TimeRange:
    answers = run("'when", "enter", "tab", f'"{typed}', "enter")
    assert answers[0] is not None
    value = answers[0][0].value
    assert isinstance(value, TimeRange)
    return value


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["'nothing", "enter"], "There is no filter named “nothing”"),
        (["enter"], "Choose one from the list"),
        (["'who", "enter", "enter"], "Who needs a value"),
        (["'when", "enter", "tab", '"2026-99-01', "enter"], "not a time that exists"),
        (["'when", "enter", "tab", '"2026-11-05', "tab", '"2026-11-01', "enter"], "later than To"),
        (["'hours", "enter", "'8:99", "enter"], "not a time of day"),
        (["'rid", "enter", '"' + "1" * 50, "enter"], "at most 49"),
        (["'rid", "enter", '"' + "1" * 50, "ctrl+n"], "at most 49"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_is_lost(keys: list[str], words: str) -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert words in problem(pilot)
        assert words.split()[0] in said(pilot)
        last = [key for key in keys if key[0] in "'\""]
        typed = [box.value for box in pilot.app.screen.query(VisibleInput)]
        assert not last or last[-1][1:].casefold() in [text.casefold() for text in typed]

    assert run(*keys, then=look) == []


def test_control_characters_in_a_paste_are_shown_and_refused() -> None:
    async def paste(pilot: Pilot[None]) -> None:
        box = pilot.app.screen.query_one("#text VisibleInput", VisibleInput)
        box.insert_text_at_cursor("a\x1b]52;c;eA==\x07b")
        await settling.settle(pilot)
        text = said(pilot)
        assert "a␛]52;c;eA==␇b" in text
        assert not set("\x1b\x07") & set(text)
        await press(pilot, "enter")
        assert "U+001B" in problem(pilot)

    assert run("'who", "enter", then=paste) == []


@pytest.mark.parametrize("keys", [[], ["'who", "enter", "'svc"], ["'who", "enter", "x", "ctrl+n"]])
def test_escape_leaves_everything_as_it_was(keys: list[str]) -> None:
    assert run(*keys, "escape") == [None]


@pytest.mark.parametrize("key", ["enter", "escape"])
def test_a_key_pressed_twice_too_fast_leaves_once(key: str) -> None:
    async def twice(pilot: Pilot[None]) -> None:
        pilot.app.post_message(Key(key, None))
        pilot.app.post_message(Key(key, None))
        await settling.settle(pilot)

    assert len(run("'who", "enter", "'svc", then=twice)) == 1


def test_what_is_drawn_has_one_character_for_each_of_the_value() -> None:
    for text in ("", "plain", HOSTILE, "a\x1bb\ud83dc\u0301\u0301\u0301\u0301\u0301", "\u0301a"):
        shown = drawn(text)
        assert len(shown) == len(text)
        assert shown.isprintable()


def test_suggestions_rank_the_same_then_beginnings_then_parts() -> None:
    seen = ValueSuggestions("What", lambda _: ["x-Read", "Read all", "CORP\\Read", "read", "no"])
    found = [s.value for s in seen.matching("Read")]
    assert found == ["read", "Read all", "CORP\\Read", "x-Read"]
    assert [s.value for s in filter_suggestions("wh")][:2] == ["When", "Who"]
    too_much = ValueSuggestions("Who", lambda _: ["x" * 501, "", "\x1b", "fine"])
    assert [s.value for s in too_much.matching("")] == ["fine"]


@pytest.mark.parametrize("spec", [s for s in SPECS.values() if s.longest], ids=lambda s: s.name)
def test_every_operator_of_every_filter_is_a_few_keys_away(spec: FilterSpec) -> None:
    """One run for each filter: all of its operators, the values one after the other."""
    keys = [f"'{filter_name(spec.name)}", "tab"]
    for operator in spec.operators:
        keys += ["enter", f"'x{operator}", "up", "ctrl+n", "shift+tab", "right"]
    answers = run(*keys, "enter", "enter")
    found = [(f.operator, f.value) for f in answers[0] or []]
    assert found == [(operator, f"x{operator}") for operator in spec.operators]


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["'when", "enter", "enter"], Timeframe.LAST_SEVEN_DAYS),
        (["'when", "enter", "left", "enter"], Timeframe.YESTERDAY),
        (["'when", "enter", "tab", "tab", "tab", "'2h", "enter"], RelativeSpan(2, SpanUnit.HOURS)),
        (["'when", "enter", "right", "right", "'90m", "enter"], RelativeSpan(90, SpanUnit.MINUTES)),
        (["'when", "enter", "tab", '"2026-11-05', "enter"], day("2026-11-05", None)),
        (["'when", "enter", "tab", "tab", '"2026-11-05', "enter"], day(None, "2026-11-05")),
    ],
)
@pytest.mark.parametrize("operator", SPECS["When"].operators)
def test_when_takes_frames_spans_and_open_ranges_both_ways(
    keys: list[str], value: object, operator: Operator
) -> None:
    if operator is Operator.NOT_EQUAL_TO:
        keys = [keys[0], "tab", "right", "enter", *keys[2:]]
    assert run(*keys) == [[Filter("When", operator, value)]]


def test_a_span_is_changed_where_it_stands() -> None:
    two_hours = Filter("When", Operator.EQUALS, RelativeSpan(2, SpanUnit.HOURS))
    assert run("enter", change=two_hours) == [[two_hours]]
    three_days = Filter("When", Operator.EQUALS, RelativeSpan(3, SpanUnit.DAYS))
    assert run("'3d", "enter", change=two_hours) == [[three_days]]

    async def look(pilot: Pilot[None]) -> None:
        assert "not a span of time" in problem(pilot)

    assert run("'soon", "enter", change=two_hours, then=look) == []


def test_a_filter_that_the_list_does_not_know_is_entered_twice() -> None:
    asked = run("'Severity", "enter", "enter", "'high", "enter")
    assert asked == [[Filter("Severity", Operator.CONTAINS, "high")]]
    known = Filter("Severity", Operator.NOT_IN_GROUP, "CORP\\x")
    assert run("enter", change=known) == [[known]]

    async def look(pilot: Pilot[None]) -> None:
        assert "cannot be the name of a filter" in problem(pilot)

    assert run("'two words", "enter", "enter", then=look) == []


def test_a_word_anywhere_is_a_filter_too() -> None:
    word = Filter(ANYWHERE, Operator.DOES_NOT_CONTAIN, "finance")
    assert run("'anyw", "tab", "right", "enter", "'finance", "enter") == [[word]]
    assert run("enter", change=word) == [[word]]
