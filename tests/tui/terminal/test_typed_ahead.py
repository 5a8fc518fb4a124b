"""Keys that come all at once go where they were meant to go, as over a bad line."""

from __future__ import annotations

import pytest
from textual.events import Key

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.query import line_of
from netwrix_tui.records.zone import LOCAL
from netwrix_tui.tui.explorer.pivot_controller import ChoosePivot
from netwrix_tui.tui.search.filter_editor import FilterEditor
from netwrix_tui.tui.table.quick_filter_line import QuickFilterLine
from netwrix_tui.tui.text.visible_input import VisibleInput
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive

_NAMES = {
    "/": "slash", ":": "colon", "-": "minus", "\n": "enter", "\x1b": "escape", "\x15": "ctrl+u",
    "\x7f": "backspace", " ": "space", "\t": "tab",
}  # fmt: skip


def burst(driver: Driver, text: str) -> None:
    """All keys before the program looks at the first."""
    for char in text:
        driver.app.post_message(Key(_NAMES.get(char, char), char if char.isprintable() else None))


def said(driver: Driver) -> list[str]:
    return driver.toasts


def test_a_filter_typed_at_once_copies_and_sorts_nothing(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        burst(driver, "/corpsyu")
        line = driver.explorer.query_one(QuickFilterLine).query_one(VisibleInput)
        await driver.until(lambda: line.value == "corpsyu", "the filter")
        assert said(driver) == []
        assert not driver.explorer.table.view.sort_keys

    drive(connection_to(demo), story)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_a_query_typed_at_once_is_searched_for(demo: Demo, size: tuple[int, int]) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        burst(driver, ":\x15who:jane when:30d\n")
        await driver.until(
            lambda: len(driver.explorer.current_search.trail.steps) == 2, "the search"
        )
        await driver.until(lambda: driver.app.takes_keys, "rest")
        assert line_of(driver.explorer.builder.plan, LOCAL) == "who:jane when:30d"
        assert said(driver) == []

    drive(connection_to(demo), story, size=size)


def test_keys_after_the_line_go_to_the_table_again(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        burst(driver, "/corp\njj")
        await driver.until(lambda: driver.explorer.table.cursor_row == 2, "two rows down")
        assert driver.explorer.query_one(QuickFilterLine).query_one(VisibleInput).value == "corp"

    drive(connection_to(demo), story)


def test_what_is_edited_ahead_is_edited_in_its_place(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        burst(driver, "/abc\x7f\x7fxy")
        line = driver.explorer.query_one(QuickFilterLine).query_one(VisibleInput)
        await driver.until(lambda: line.value == "axy", "the filter")

    drive(connection_to(demo), story)


def test_a_filter_is_added_at_once(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        burst(driver, "baWhat\n")
        await driver.until(
            lambda: isinstance(driver.app.screen, FilterEditor), "the editor", settled=False
        )
        burst(driver, "payroll\n")
        builder = driver.explorer.builder
        await driver.until(lambda: len(builder.plan.entries) == 2, "the filter")
        assert builder.plan.entries[1].filter == Filter("What", Operator.CONTAINS, "payroll")

    drive(connection_to(demo), story, size=(80, 24))


def test_a_menu_and_its_choice_come_at_once(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        burst(driver, "fw")
        trail = driver.explorer.current_search.trail
        await driver.until(lambda: len(trail.steps) == 2, "the same Who")
        assert not isinstance(driver.app.screen, ChoosePivot)

    drive(connection_to(demo), story, size=(80, 24))
