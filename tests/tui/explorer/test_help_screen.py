"""The help says what the focused pane is for, then its keys."""

from __future__ import annotations

import re

import pytest

from netwrix_tui.searches.recipes import RECIPES
from netwrix_tui.tui.actions.action import Pane
from netwrix_tui.tui.explorer.actions import ACTIONS
from netwrix_tui.tui.explorer.help_screen import PANE_WORDS, HelpScreen
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive


def test_every_pane_is_explained() -> None:
    assert set(Pane) - set(PANE_WORDS) == set()
    assert all(words.endswith(".") and len(words) < 400 for words in PANE_WORDS.values())


def test_ready_made_searches_name_only_keys_that_there_are() -> None:
    keys = {key.upper() if len(key) > 1 else key for a in ACTIONS for key in a.keys.split(",")}
    keys |= {action.key_display for action in ACTIONS}
    named = {key for r in RECIPES for key in re.findall(r"\bF\d+|\bS\b(?= on|\))|!", r.about)}
    assert {"S", "F3", "!"} <= named
    assert named <= keys


@pytest.mark.parametrize(
    ("keys", "pane"),
    [([], Pane.TABLE), (["b"], Pane.BUILDER), (["enter"], Pane.RECORD)],
    ids=lambda value: value.name if isinstance(value, Pane) else None,
)
def test_the_focused_pane_is_explained_first(demo: Demo, keys: list[str], pane: Pane) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        if keys:
            await driver.press(*keys)
            await driver.until(lambda: not driver.explorer.table.has_focus, "another pane")
        await driver.press("question_mark")
        await driver.until(lambda: isinstance(driver.app.screen, HelpScreen), "the help")
        text = re.sub(r"\s+", " ", driver.screen_text())
        assert PANE_WORDS[pane][:60] in text
        assert all(
            PANE_WORDS[p][:30] not in text for p in PANE_WORDS if p not in (pane, Pane.EXPLORER)
        )

    drive(connection_to(demo), story, size=(80, 24))
