"""Keys that come all at once go where they were meant to go, as over a bad line."""

from __future__ import annotations

from textual.events import Key

from netwrix_tui.tui.screens.choose_pivot import ChoosePivot
from netwrix_tui.tui.widgets.query_bar import QueryBar
from netwrix_tui.tui.widgets.quick_filter_line import QuickFilterLine
from netwrix_tui.tui.widgets.visible_input import VisibleInput
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive

_NAMES = {"/": "slash", ":": "colon", "-": "minus", "\n": "enter", "\x1b": "escape"}


def burst(driver: Driver, text: str) -> None:
    """All keys before the program looks at the first."""
    for char in text:
        driver.app.post_message(Key(_NAMES.get(char, char), char if char.isprintable() else None))


def said(driver: Driver) -> list[str]:
    return [note.message for note in driver.app._notifications]


def test_a_filter_typed_at_once_copies_and_sorts_nothing(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        burst(driver, "/corpsyu")
        line = driver.explorer.query_one(QuickFilterLine).query_one(VisibleInput)
        await driver.until(lambda: line.value == "corpsyu", "the filter")
        assert said(driver) == []
        assert not driver.explorer.table.view.ordering

    drive(connection_to(demo), story)


def test_a_query_typed_at_once_is_searched_for(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        burst(driver, ":")
        bar = driver.explorer.query_one(QueryBar)
        field = bar.query_one(VisibleInput)
        await driver.until(lambda: field.has_focus, "the query line")
        field.value = ""
        await driver.press("escape")
        await driver.until(lambda: not field.has_focus, "the table")
        burst(driver, ":xyz")
        await driver.until(lambda: field.value.endswith("xyz"), "the query")
        assert said(driver) == []

    drive(connection_to(demo), story, size=(80, 24))


def test_a_menu_and_its_choice_come_at_once(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        burst(driver, "fw")
        trail = driver.explorer.searching.trail
        await driver.until(lambda: len(trail.steps) == 2, "the same Who")
        assert not isinstance(driver.app.screen, ChoosePivot)

    drive(connection_to(demo), story, size=(80, 24))
