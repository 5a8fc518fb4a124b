"""The query line: the same search in one line, with completion and with mistakes marked."""

from __future__ import annotations

import pytest
from textual.events import Key

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import LOCAL
from netwrix_tui.tui.search.query_line import QueryLine
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive

SMALL, LARGE = (80, 24), (160, 50)
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x50"])


def bar(driver: Driver) -> QueryLine:
    return driver.explorer.query_line


async def open_empty(driver: Driver) -> None:
    """Open the line, and empty it."""
    await driver.press("colon", "home", "ctrl+k")


@SIZES
def test_a_search_is_typed_at_once_and_run(demo: Demo, size: tuple[int, int]) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        # Without a pause: the first letters must not go to the table.
        await driver.press("colon", *" action:Removed -who:svc", "enter")
        await driver.until_loaded()
        store = driver.explorer.table.store
        assert {store.row(row).action for row in range(len(store))} == {"Removed"}
        assert not any("svc" in store.row(row).who for row in range(len(store)))
        expected = plan_of("when:LastSevenDays action:Removed -who:svc", LOCAL)
        assert driver.explorer.builder.plan == expected
        assert driver.explorer.table.has_focus
        assert not bar(driver).is_open
        assert "F5 searches" not in driver.screen_text()

    drive(connection_to(demo), story, size=size)


def test_line_builder_and_sentence_are_one_plan(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        assert "when:LastSevenDays" in driver.screen_text()
        await driver.press("colon", *" who:jane")
        jane = Filter("Who", Operator.CONTAINS, "jane")
        await driver.until(lambda: jane in explorer.builder.plan.parameters().filters)
        assert explorer.sentence.plan == explorer.builder.plan
        assert explorer.sentence.pending
        await driver.press("b", "escape", "escape")
        # It was a letter of the line: b is no key here.
        await driver.until(lambda: explorer.builder.plan == SearchPlan.initial())
        explorer.builder.plan = SearchPlan.of(jane, Filter("What", Operator.CONTAINS, "two words"))
        await driver.until(lambda: 'who:jane what:"two words"' in driver.screen_text())

    drive(connection_to(demo), story, size=LARGE)


@SIZES
def test_escape_takes_everything_back(demo: Demo, size: tuple[int, int]) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        store = driver.explorer.table.store
        await open_empty(driver)
        await driver.press(*"who:tom action:Read")
        await driver.until(lambda: len(driver.explorer.builder.plan.entries) == 2)
        await driver.press("escape")
        await driver.until(lambda: driver.explorer.table.has_focus)
        assert driver.explorer.builder.plan == SearchPlan.initial()
        assert driver.explorer.table.store is store
        assert not driver.explorer.sentence.pending
        assert "Everything, last seven days" in driver.screen_text()

    drive(connection_to(demo), story, size=size)


def test_a_mistake_is_marked_under_its_character(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        store = driver.explorer.table.store
        await open_empty(driver)
        await driver.press(*"who:jane whoo:x action:Read")
        await driver.until(lambda: "Did you mean who?" in driver.screen_text())
        lines = driver.screen_text().splitlines()
        at = next(i for i, line in enumerate(lines) if "who:jane whoo:x" in line)
        assert lines[at].index("whoo") == lines[at + 1].index("^")
        assert lines[at + 1].strip() == "^" * len("whoo:")
        await driver.press("enter")
        assert bar(driver).is_open
        assert driver.explorer.table.store is store
        await driver.press("f5")
        assert driver.explorer.table.store is store
        await driver.press(*["left"] * len(":x action:Read"), "backspace", "enter")
        await driver.until(lambda: driver.explorer.table.store is not store)
        assert driver.explorer.builder.plan == plan_of("who:jane who:x action:Read", LOCAL)

    drive(connection_to(demo), story, size=SMALL)


def test_a_slip_in_an_action_is_said_and_searched_for(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await open_empty(driver)
        await driver.press(*"action:Remvoed")
        slip = "Remvoed is no documented action. Did you mean Removed?"
        await driver.until(lambda: slip in driver.screen_text())
        await driver.press("enter")
        await driver.until(lambda: f"No records. {slip}" in driver.screen_text())

    drive(connection_to(demo), story, size=LARGE)


def test_names_signs_and_values_are_completed(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await open_empty(driver)
        await driver.press(*"-act", "tab", *"fail", "tab")
        assert bar(driver).input.value == '-action:"Failed Logon" '
        await driver.press(*"who")
        await driver.until(lambda: "who^=" in driver.screen_text())
        await driver.press("down", "down", "enter")
        assert bar(driver).input.value.endswith("who=")
        seen = driver.explorer.current_search.seen_values("who")[0]
        await driver.press("down", "enter")
        expected = Filter("Who", Operator.EQUALS, seen)
        await driver.until(lambda: expected in driver.explorer.builder.plan.parameters().filters)
        assert bar(driver).is_open
        await driver.press(*"when:yes", "tab", "enter")
        await driver.until(lambda: not bar(driver).is_open)
        assert driver.explorer.builder.plan.entries[-1].filter == Filter(
            "When", Operator.EQUALS, plan_of("when:yesterday", LOCAL).entries[0].filter.value
        )

    drive(connection_to(demo), story, size=SMALL)


def test_up_goes_through_the_searches_before(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        for action in ("Read", "Removed"):
            await open_empty(driver)
            await driver.press(*f"action:{action}", "enter")
            await driver.until_loaded()
        await driver.press("colon", *"jane", "up")
        assert bar(driver).input.value == "action:Read"
        await driver.press("down")  # back at what was typed
        assert bar(driver).input.value == "action:Removed jane"
        await driver.press("up", "enter")
        await driver.until_loaded()
        assert driver.explorer.builder.plan == plan_of("action:Read", LOCAL)

    drive(connection_to(demo), story, size=SMALL)


def test_a_bare_word_is_looked_for_everywhere_and_this_is_said(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await open_empty(driver)
        await driver.press(*"payroll")
        text = " ".join(driver.screen_text().split())
        assert "Who, What, Where, Detail, Workstation, Item: six searches joined" in text
        await driver.press("enter")
        await driver.until_status("6 searches joined")
        await driver.until_loaded()

    drive(connection_to(demo), story, size=SMALL)


def test_hostile_text_in_the_line_is_shown_harmlessly(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        nasty = SearchPlan.of(Filter("What", Operator.CONTAINS, "[red]x\u202ey\u200b"))
        driver.explorer.builder.plan = nasty
        await driver.press("colon")
        assert "[red]x" in driver.screen_text()
        assert "\u202e" not in driver.screen_text()
        await driver.press(*" [bold]:")
        assert "[bold]" in driver.screen_text()

    drive(connection_to(demo), story, size=SMALL)


def test_no_letter_is_lost_however_fast_they_come(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await open_empty(driver)
        line = "whoo:jane action:Removed when:7d"
        for letter in line:
            driver.app.post_message(Key(_NAMES.get(letter, letter), letter))
        await driver.until(lambda: bar(driver).input.value == line)
        await driver.until(lambda: "Did you mean who?" in driver.screen_text())

    drive(connection_to(demo), story, size=SMALL)


_NAMES = {":": "colon", " ": "space"}
