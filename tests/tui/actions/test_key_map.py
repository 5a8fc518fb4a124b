"""Keys of the user's own: every default key can be changed, and all that names keys follows."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from textual.binding import BindingsMap

from netwrix_tui.config.user_settings import read_user_settings
from netwrix_tui.errors import UsageError
from netwrix_tui.tui.actions.action import Action, Pane, bindings
from netwrix_tui.tui.actions.key_map import DEFAULT_KEYS, KeyMap, key_name, shown_key
from netwrix_tui.tui.explorer.actions import ACTIONS
from netwrix_tui.tui.explorer.help_screen import HelpScreen
from netwrix_tui.tui.explorer.tour import STEPS, TourPanel
from netwrix_tui.tui.summary.summary_screen import SummaryScreen
from netwrix_tui.tui.text.footer import FooterLine
from tests.checkout import CHECKOUT
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_default_key_can_be_changed(action: Action) -> None:
    keys = BindingsMap(bindings(ACTIONS, action.pane))
    keys.apply_keymap(dict(KeyMap.of({action.id: "ctrl+f12"}).own))
    bound = {binding.action for binding in keys.key_to_bindings["ctrl+f12"]}
    assert bound == {action.name}
    others = [b for k, each in keys.key_to_bindings.items() if k != "ctrl+f12" for b in each]
    assert not any(binding.id == action.id for binding in others)
    key_map = KeyMap.of({action.id: "ctrl+f12"})
    assert key_map.display(action) == "^f12"
    assert not list(key_map.troubles(ACTIONS))


def test_the_defaults_are_no_trouble_and_ids_are_told_apart() -> None:
    assert not list(DEFAULT_KEYS.troubles(ACTIONS))
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_keys_are_typed_as_people_type_them() -> None:
    typed = {"?": "question_mark", "ctrl+s": "ctrl+s", "+": "plus", "ctrl++": "ctrl+plus",
             "T": "T", "é": "é", "|": "vertical_line", "f5": "f5", "/": "slash"}  # fmt: skip
    assert {key: key_name(key) for key in typed} == typed
    assert [shown_key(key_name(key)) for key in ("?", "+", "ctrl+s", "shift+up", "|")] == [
        "?", "+", "^s", "⇧↑", "|",
    ]  # fmt: skip


def _troubles(**keys: str) -> list[str]:
    named = {name.replace("__", "."): key for name, key in keys.items()}
    return list(KeyMap.of(named).troubles(ACTIONS))


def test_conflicts_are_told() -> None:
    (clash,) = _troubles(explorer__summary="c")
    assert "c is explorer.copy and explorer.summary in Everywhere; explorer.summary has it" in clash
    hidden = _troubles(table__mark="q")
    assert "q is table.mark in Results, and hides explorer.quit there" in " ".join(hidden)
    (unknown,) = _troubles(explorer__sumary="c")
    assert "no action explorer.sumary" in unknown
    assert "explorer.summary" in unknown
    # Two that change places hinder nobody; a free key does not either.
    assert not _troubles(explorer__sql="u", explorer__zone="semicolon")
    assert not _troubles(explorer__plain="f11")


def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    path.chmod(0o600)
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(path))


@pytest.mark.parametrize(
    "text", ["keys = 5", '[keys]\n"a.b" = 5', '[keys]\n"a.b" = []', '[keys]\n"a.b" = ""', "[keys"]
)
def test_what_is_no_key_map_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    _settings(tmp_path, monkeypatch, text)
    with pytest.raises(UsageError, match=r"config\.toml"):
        read_user_settings(os.environ)


_OWN = """
[keys]
"explorer.summary" = ["T", "ctrl+t"]
"explorer.keys" = "f12"
"table.down" = "n"
"explorer.note" = "f11"
"table.mark" = "ä"
"explorer.nothing" = "z"
"""


def test_explorer_footer_help_and_tour_go_by_them(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _settings(tmp_path, monkeypatch, _OWN)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        said = driver.toasts
        assert ["no action explorer.nothing" in words for words in said] == [True]
        table = driver.explorer.table
        await driver.press("n")
        assert table.cursor_row == 1
        await driver.press("t")  # means nothing any more
        assert driver.app.screen is driver.explorer
        shown = driver.explorer.query_one(FooterLine)

        def footer() -> set[tuple[str, str]]:
            keys = shown.query("FooterKey")
            return {(key.key_display, key.description) for key in keys}  # type: ignore[attr-defined]

        await driver.until(lambda: {("f12", "keys"), ("ä", "mark")} <= footer(), "the footer")
        await driver.press("f1")
        await driver.until(lambda: bool(driver.explorer.query(TourPanel)), "the tour")
        panel = driver.explorer.query_one(TourPanel)
        assert "Press n to walk down" in panel.words
        await driver.press("f12")
        await driver.until(lambda: isinstance(driver.app.screen, HelpScreen), "the help")
        text = driver.screen_text()
        assert "T ^t" in text.replace("  ", " ")
        assert "(explorer.summary)" in text
        await driver.press("escape")
        await driver.press("ctrl+t")
        await driver.until(lambda: isinstance(driver.app.screen, SummaryScreen), "counts")

    drive(connection_to(demo), story, size=(140, 80))


def test_every_step_of_the_tour_names_keys_that_there_are() -> None:
    for step in STEPS:
        words = DEFAULT_KEYS.told(step.words, ACTIONS)
        assert "{" not in words
    assert "Press ↓ to walk down" in DEFAULT_KEYS.told(STEPS[0].words, ACTIONS)


def test_readme_names_the_key_of_all_that_works_everywhere() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"<kbd>(.*?)</kbd>", readme))
    named |= {f"^{key}" for key in re.findall(r"<kbd>ctrl</kbd>\+<kbd>(.)</kbd>", readme)}
    signs = {"&lt;": "<", "&gt;": ">", "&#124;": "|"}
    named = {signs.get(key, key) for key in named}
    named |= {key.lower() for key in named if re.fullmatch(r"F\d+", key)}
    missing = [
        action.id
        for action in ACTIONS
        if action.pane is Pane.EXPLORER and DEFAULT_KEYS.display(action) not in named
    ]
    assert not missing
