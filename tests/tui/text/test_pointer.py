"""The sign of the cursor: not beside a dialog, where it would look like a focus."""

from __future__ import annotations

import re

import pytest

from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.explorer.help_screen import HelpScreen
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive


def pointed_at(driver: Driver) -> list[str]:
    """The rows with the sign where a row begins: of a column, or behind the line between panes."""
    return [row for row in driver.screen_text().splitlines() if re.search("(^|│) ?▌", row)]


@pytest.mark.parametrize("pane", [(), ("b",), ("f3",)])
def test_a_dialog_has_the_only_pointer(demo: Demo, pane: tuple[str, ...]) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press(*pane)
        await driver.until(lambda: bool(pointed_at(driver)), "the cursor")
        for key, screen in (("n", AskLine), ("question_mark", HelpScreen)):
            await driver.press(key)
            await driver.until(lambda kind=screen: isinstance(driver.app.screen, kind), key)
            await driver.until(lambda: not pointed_at(driver), "no pointer below it")
            await driver.press("escape")
            await driver.until(lambda: bool(pointed_at(driver)), "the cursor again")

    drive(connection_to(demo), story, size=(80, 24))
