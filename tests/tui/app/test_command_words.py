"""The palette knows commands by the words of other tools."""

from __future__ import annotations

import pytest

from netwrix_tui.tui.app.command_words import COMMAND_WORDS, says
from netwrix_tui.tui.explorer.actions import ACTIONS
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive


def meant(typed: str) -> set[str]:
    return {action.id for action in ACTIONS if says(action.id, typed)}


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("group by", "explorer.summary"), ("export", "explorer.evidence"),
        ("export", "explorer.save"), ("undo", "explorer.trail_back"), ("undo", "explorer.back"),
        ("group by", "explorer.facets"), ("Group  BY", "explorer.sql"), ("tail", "explorer.follow"),
        ("diff", "explorer.compare"), ("by", "explorer.facets"), ("csv", "explorer.save"),
    ],
)  # fmt: skip
def test_a_command_is_found_by_another_word(typed: str, action: str) -> None:
    assert action in meant(typed)


def test_words_belong_to_commands_that_there_are() -> None:
    assert set(COMMAND_WORDS) <= {action.id for action in ACTIONS}
    assert meant("x") == meant("") == set()


def test_the_palette_offers_it(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("ctrl+p")
        await driver.press(*"export")
        await driver.until(
            lambda: "Save this record, the marked" in driver.screen_text(), "the command"
        )

    drive(connection_to(demo), story)
