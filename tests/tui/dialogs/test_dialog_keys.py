"""Dialogs explain themselves, and their keys can be changed as those of the panes."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widget import Widget

import netwrix_tui.tui
from netwrix_tui.tui.answers.history_dialog import HistoryDialog
from netwrix_tui.tui.app import own_keys
from netwrix_tui.tui.dialogs.dialog_keys import DialogKeys
from netwrix_tui.tui.explorer.actions import ACTIONS
from netwrix_tui.tui.notes.marked_list import MarkedRecordsScreen
from netwrix_tui.tui.summary.choose_keys import ChooseKeys
from netwrix_tui.tui.table.choose_columns import ChooseColumns
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive


def own_bindings() -> list[tuple[str, Binding]]:
    """All bindings of the program's own screens and widgets, each with whose it is."""
    for module in pkgutil.walk_packages(netwrix_tui.tui.__path__, "netwrix_tui.tui."):
        importlib.import_module(module.name)
    kinds, waiting = set[type[Widget]](), [Widget]
    while waiting:
        below = set(waiting.pop().__subclasses__()) - kinds
        kinds |= below
        waiting += below
    return [
        (kind.__name__, binding)
        for kind in kinds if kind.__module__.startswith("netwrix_tui.")
        for binding in Binding.make_bindings(vars(kind).get("BINDINGS", ()))
    ]  # fmt: skip


def test_every_key_of_a_dialog_can_be_changed() -> None:
    known = {action.id for action in ACTIONS}
    found = own_bindings()
    assert len(found) > 200
    nameless = [(kind, binding.key) for kind, binding in found if not binding.id]
    assert not nameless
    unknown = [
        binding.id for _, binding in found
        if binding.id not in known and not str(binding.id).startswith(own_keys.OF_DIALOGS)
    ]  # fmt: skip
    assert not unknown
    said = [(kind, binding.id) for kind, binding in found if not binding.description]
    assert not said


@pytest.mark.parametrize(
    ("opens", "dialog", "tells"),
    [
        ("M", MarkedRecordsScreen, ("The story", "K", "Move up", "M q", "Copy the marked")),
        ("H", HistoryDialog, ("the 30 days before it", "Read on")),
        ("O", ChooseColumns, ("in which order", "space", "Show or hide")),
    ],
)
def test_help_is_there_in_a_dialog(
    demo: Demo, opens: str, dialog: type[Widget], tells: tuple[str, ...]
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", opens)
        await driver.until(lambda: isinstance(driver.app.screen, dialog), "the dialog")
        for key in ("question_mark", "f1"):
            await driver.press(key)
            await driver.until(lambda: isinstance(driver.app.screen, DialogKeys), "its help")
            text = driver.screen_text()
            assert all(words in text for words in tells)
            assert "? f1" in text
            await driver.press("question_mark")
            await driver.until(lambda: isinstance(driver.app.screen, dialog), "back")

    drive(connection_to(demo), story, (80, 24))


def test_help_tells_the_keys_as_they_are_set(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text('[keys]\n"group_keys.switch" = "f7"\n"dialog.explain" = "f8"\n')
    settings.chmod(0o600)
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(settings))

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        assert not [words for words in driver.toasts if "no action" in words]
        await driver.press("t", "g")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseKeys), "the dialog")
        await driver.press("f8")
        await driver.until(lambda: isinstance(driver.app.screen, DialogKeys), "its help")
        text = driver.screen_text()
        assert re.search(r"f7 +Pick it, or not", text)

    drive(connection_to(demo), story)
