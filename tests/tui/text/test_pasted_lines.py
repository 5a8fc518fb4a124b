"""Lines that are pasted where one line goes in: values, terms, or told to be left out."""

from __future__ import annotations

import asyncio

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.query_completion import pasted
from netwrix_tui.tui.app.palette import PaletteInput
from netwrix_tui.tui.search.fill_in import FillIn
from netwrix_tui.tui.search.query_line import QueryLine
from netwrix_tui.tui.table.quick_filter_line import QuickFilterLine
from netwrix_tui.tui.text.visible_input import SecretInput, VisibleInput
from tests.demo_process import Demo
from tests.tui import settling
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.search.test_filter_editor import press, problem, run, said
from tests.tui.textual_internals import toasts


def has(value: str, name: str = "Who") -> Filter:
    return Filter(name, Operator.CONTAINS, value)


def told(app: App[object]) -> list[str]:
    return toasts(app)


async def paste(driver: Driver, text: str) -> None:
    assert driver.app.focused is not None
    driver.app.focused.post_message(Paste(text))
    await settling.settle(driver.pilot)


# The filter editor


def test_each_line_is_a_value_of_the_filter() -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert "has CORP\\jane  ·  has CORP\\bob  or …" in said(pilot)
        assert told(pilot.app) == []
        await press(pilot, "enter")

    lines = '"CORP\\jane\r\n\n CORP\\bob \rCORP\\bob\nann\n'
    assert run("'who", "enter", lines, then=look) == [
        [has(r"CORP\jane"), has(r"CORP\bob"), has("ann")]
    ]


def test_the_first_line_goes_on_with_what_stands_there() -> None:
    assert run("'who", "enter", "'CORP\\", '"jane\nann', "enter") == [
        [has(r"CORP\jane"), has("ann")]
    ]


def test_an_action_is_taken_as_it_was_pasted() -> None:
    actions = [Filter("Action", Operator.EQUALS, name) for name in ("Read", "Removed")]
    assert run("'act", "enter", '"Read\nRemoved', "enter") == [actions]


def test_a_value_that_cannot_be_sent_is_named_and_the_rest_is_told() -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert "U+0001" in problem(pilot)
        assert told(pilot.app) == ["2 more lines were left out: this value comes first."]
        await press(pilot, "escape")

    assert run("'who", "enter", '"jane\nb\x01b\nann\nbob', then=look) == [None]


def test_five_hundred_values_are_enough() -> None:
    async def look(pilot: Pilot[None]) -> None:
        assert "494 more  ·  has 495" in said(pilot)
        assert told(pilot.app) == ["99 more lines were left out: a filter takes 500 at a time."]
        await press(pilot, "enter")

    answers = run("'who", "enter", '"' + "\n".join(map(str, range(1, 601))), then=look)
    assert answers == [[has(str(number)) for number in range(1, 502)]]


# A ready-made search


def test_a_blank_that_takes_several_takes_the_lines(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f6", *"privileged", "enter")
        await driver.until(lambda: isinstance(driver.app.screen, FillIn), "the form")
        field = driver.app.screen.query_one("#blank-groups Input", Input)
        field.focus()
        await settling.settle(driver.pilot)
        field.value = ""
        await paste(driver, "Domain Admins\nEnterprise Admins\n")
        await driver.until(lambda: 'what:"Enterprise Admins"' in driver.screen_text(), "both")
        assert field.value == "Domain Admins, Enterprise Admins"

    drive(connection_to(demo), story)


# The query line


@pytest.mark.parametrize(
    ("line", "lines", "becomes"),
    [
        ("when:7d who:", ["jane", "Ann Lee"], 'jane who:"Ann Lee"'),
        ("-who=", ["a", "b"], "a -who=b"),
        ("", ["who:jane", " action:Read "], "who:jane action:Read"),
        ("who:jane ", ["what:x", "y"], "what:x y"),
        ("who:ja", ["ne", "y"], "ne y"),
    ],
)
def test_lines_become_terms(line: str, lines: list[str], becomes: str) -> None:
    assert pasted(line, len(line), lines) == becomes


def test_the_query_line_takes_lines_and_a_body(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        field = driver.explorer.query_one(QueryLine).input
        await driver.press("colon", "home", "ctrl+k", *"who:")
        await paste(driver, "jane\r\nann\r\n")
        assert field.value == "who:jane who:ann"
        await driver.press("home", "ctrl+k")
        await paste(driver, '{\n "FilterList": {\n  "Who": ["jane", {"Equals": "ann"}]\n }\n}\n')
        assert field.value == "who:jane who=ann"
        assert told(driver.app) == []

    drive(connection_to(demo), story)


# Everywhere else


def test_the_quick_filter_says_what_it_leaves_out(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("slash")
        await paste(driver, "jane\nann\nbob\n")
        assert driver.explorer.query_one(QuickFilterLine).query_one(VisibleInput).value == "jane"
        assert told(driver.app) == ["2 more lines were left out: only one goes in here."]

    drive(connection_to(demo), story)


class Inputs(App[None]):
    def compose(self) -> ComposeResult:
        yield VisibleInput()
        yield SecretInput()
        yield PaletteInput()


@pytest.mark.parametrize("kind", [VisibleInput, SecretInput, PaletteInput])
@pytest.mark.parametrize(
    ("text", "value", "left_out"),
    [
        ("one\n", "one", 0),
        ("\n\r\none\r\ntwo", "one", 1),
        ("a\u2028b\x0bc\x85d", "a\u2028b\x0bc\x85d", 0),
        (" one \n", " one ", 0),
        ("   ", "   ", 0),
        ("\n", "", 0),
        ("", "", 0),
    ],
)
def test_any_input_says_what_it_leaves_out(
    kind: type[Input], text: str, value: str, left_out: int
) -> None:
    app = Inputs()

    async def story() -> None:
        async with app.run_test() as pilot:
            field = app.query_one(kind)
            field.focus()
            field.post_message(Paste(text))
            await settling.settle(pilot)
            assert field.value == value
            words = ["1 more line was left out: only one goes in here."]
            assert told(app) == (words if left_out else [])

    asyncio.run(story())


def test_what_is_selected_is_replaced() -> None:
    app = Inputs()

    async def story() -> None:
        async with app.run_test() as pilot:
            field = app.query_one(VisibleInput)
            field.value = "who:jane"
            field.focus()
            field.select_all()
            field.post_message(Paste("ann\n"))
            await settling.settle(pilot)
            assert field.value == "ann"

    asyncio.run(story())
