"""F6: ready-made, saved and recent searches, found by typing, filled in, previewed and run."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netwrix_tui.clock import VARIABLE, shift_to
from netwrix_tui.tui.search.fill_in import FillIn
from netwrix_tui.tui.search.saved_searches import NameSearch, SavedSearchesScreen
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.keeping import drive_keeping


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory in which an explorer of these tests keeps things."""
    monkeypatch.setenv("NETWRIX_TUI_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def _words(driver: Driver) -> str:
    return re.sub(r"\s+", " ", driver.screen_text())


async def _open(driver: Driver) -> None:
    await driver.press("f6")
    await driver.until(lambda: isinstance(driver.app.screen, SavedSearchesScreen), "the list")


async def _says(driver: Driver, *parts: str) -> None:
    await driver.until(lambda: all(part in _words(driver) for part in parts), f"{parts}")


def _actions(driver: Driver) -> set[str]:
    store = driver.explorer.table.store
    return {store.row(row).action for row in range(len(store))}


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 50)])
def test_a_question_is_found_filled_in_previewed_and_run(demo: Demo, size: tuple[int, int]) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _open(driver)
        await _says(driver, "Files", "Who deleted this file or folder?", "esc back")
        await driver.press(*"deleted")
        await _says(driver, "Deleted organizational units")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, FillIn), "the form")
        await driver.press(*"contract")
        await _says(driver, "What contains “contract”", "what:contract when:30d")
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        await driver.until_loaded()
        assert _actions(driver) == {"Removed"}
        assert driver.explorer.table.has_focus
        await _says(driver, "[Who deleted this")

    drive(connection_to(demo), story, size=size)


def test_what_is_missing_is_asked_for(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await _open(driver)
        await driver.press(*"leaver", "enter")
        await driver.until(lambda: isinstance(driver.app.screen, FillIn), "the form")
        await _says(driver, "“Which account? (a part of its name)” needs an answer.")
        await driver.press("enter")
        await driver.press(*"svc-sync", "tab", "ctrl+u", *"never", "enter")
        await _says(driver, "'never' is neither a day nor a span of time.")
        await driver.press("ctrl+u", *"7d", "enter")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        await driver.until_loaded()
        store = driver.explorer.table.store
        assert {store.row(row).who for row in range(len(store))} == {"CORP\\svc-sync"}

    drive(connection_to(demo), story, size=(80, 24))


def test_values_of_loaded_records_are_suggested(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _open(driver)
        await driver.press(*"leaver", "enter")
        await driver.until(lambda: isinstance(driver.app.screen, FillIn), "the form")
        await driver.press(*"svc-b")
        await _says(driver, "CORP\\svc-backup")
        await driver.press("down")
        await _says(driver, "who:CORP\\svc-ba")
        await driver.press("escape")
        await driver.until(lambda: isinstance(driver.app.screen, SavedSearchesScreen), "the list")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")

    drive(connection_to(demo), story, size=(80, 24))


def test_a_search_is_saved_found_renamed_and_removed(demo: Demo, state: Path) -> None:
    async def save(driver: Driver) -> None:
        await _open(driver)
        await driver.press(*"ransom", "enter", "enter")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        await driver.until_loaded()
        await _open(driver)
        await driver.press("ctrl+s")
        await driver.until(lambda: isinstance(driver.app.screen, NameSearch), "the name")
        await _says(driver, "Everything modified, renamed or removed")
        await driver.press(*"Zebra", "enter")
        await _says(driver, "Saved Zebra")

    async def use(driver: Driver) -> None:
        await driver.until_loaded()
        await _open(driver)
        await _says(driver, "Saved Zebra", "Recent Everything modified")
        await driver.press(*"zeb", "ctrl+r")
        await driver.until(lambda: isinstance(driver.app.screen, NameSearch), "the name")
        await driver.press("ctrl+u", *"Yak", "enter")
        await _says(driver, "No search has this name")
        await driver.press("ctrl+u", *"yak")
        await _says(driver, "Yak Saved", "action:Modified action:Renamed")
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        await driver.until_loaded()
        assert _actions(driver) == {"Modified", "Renamed", "Removed"}
        await _open(driver)
        await _says(driver, "Saved Yak")
        await driver.press("ctrl+d")
        await driver.until(lambda: "Yak" not in driver.screen_text(), "Yak goes")
        await driver.press(*"ransom", "ctrl+d")
        await _says(driver, "A ready-made search cannot be removed.")

    drive_keeping(demo, save)
    drive_keeping(demo, use)
    assert {path.name for path in state.iterdir() if path.suffix == ".json"} == {
        "saved-searches.json", "recent-searches.json", "names.json",
    }  # fmt: skip


@pytest.mark.parametrize("hour", [9, 12, 21])
def test_the_mass_change_is_there_at_any_hour(
    demo_servers: DemoServers, monkeypatch: pytest.MonkeyPatch, state: Path, hour: int
) -> None:
    """On a Monday, when three days hold little but what the story tells."""
    moment = datetime(2026, 11, 30, hour, 50, tzinfo=UTC)
    monkeypatch.setenv(VARIABLE, shift_to(moment))
    server = demo_servers.fresh(records=20_000, at=moment)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        assert driver.explorer.table.store.row(0).when.startswith("2026-11-30T")
        await _open(driver)
        await driver.press(*"ransom", "enter", "enter")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")
        await driver.until_loaded()
        assert _actions(driver) == {"Modified", "Renamed", "Removed"}

    drive_keeping(server, story)
    server.process.stop()
    assert state.exists()


def test_every_search_that_is_run_becomes_a_recent_one(demo: Demo, state: Path) -> None:
    kept = state / "recent-searches.json"

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        for words in ("lockouts", "vmware"):
            first = driver.explorer.table.store
            await _open(driver)
            await driver.press(*words, "enter", "enter")
            await driver.until(lambda first=first: driver.explorer.table.store is not first)  # type: ignore[misc]
            await driver.until_loaded()
        # It is kept beside the screen: a list that is opened at once may not have it yet.
        await driver.until(lambda: kept.exists() and "VMware" in kept.read_text(), "the file")
        await _open(driver)
        await _says(driver, "Recent")
        text = _words(driver)
        assert text.index("“VMware”") < text.index("“Active Directory”")
        await driver.press("down", "ctrl+d")
        await driver.until(lambda: "“Active" not in driver.screen_text(), "it goes")

    drive_keeping(demo, story)


def test_a_damaged_file_is_said_and_nothing_else_goes_wrong(demo: Demo, state: Path) -> None:
    state.mkdir()
    (state / "saved-searches.json").write_bytes(b"\x00nonsense")

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _open(driver)
        await driver.until(lambda: "damaged" in driver.screen_text(), "the message")
        await driver.press(*"lockouts", "enter", "enter")
        await driver.until(lambda: driver.app.screen is driver.explorer, "the explorer")

    drive_keeping(demo, story)
    assert (state / "saved-searches.json").read_bytes() == b"\x00nonsense"


def test_a_search_that_could_not_be_saved_is_not_said_to_be(demo: Demo, state: Path) -> None:
    (state / "saved-searches.json").mkdir(parents=True)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _open(driver)
        await driver.press("ctrl+s")
        await driver.until(lambda: "Save this search" in driver.screen_text(), "the name")
        await driver.press(*"mine", "enter")
        await driver.until(lambda: "Not saved: " in _words(driver), "the sentence")
        assert "Is a directory" in _words(driver)

    drive_keeping(demo, story)


def test_hostile_values_stay_visible_in_lists_and_forms(hostile_demo: Demo, state: Path) -> None:
    state.mkdir()
    name = "\x1b]52;c;eA==\x07[red]"
    (state / "saved-searches.json").write_text(
        '{"profiles": {"corp": [{"name": "\\u001b]52;c;eA==\\u0007[red]", "line": "who:\\u202e"},'
        ' {"name": "broken", "line": "nobody:x"}]}}'
    )

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _open(driver)
        await _says(driver, "[red]")
        assert "\x1b" not in driver.screen_text()
        await driver.press(*"broken")
        await _says(driver, "This line cannot be read")
        await driver.press("enter")
        assert isinstance(driver.app.screen, SavedSearchesScreen)
        await driver.press("ctrl+u", *"about person", "enter")
        await driver.until(lambda: isinstance(driver.app.screen, FillIn), "the form")
        await driver.press("c", "o", "down", "down")
        assert "\x1b" not in driver.screen_text()

    assert name
    drive_keeping(hostile_demo, story)
