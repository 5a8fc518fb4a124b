"""Questions of admins, answered whole from the start screen in at most eight keys."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.zone import LOCAL
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.answers.history_dialog import HistoryDialog
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.search.fill_in import FillIn
from netwrix_tui.tui.search.names_screen import NamesScreen
from netwrix_tui.tui.search.saved_searches import SavedSearchesScreen
from netwrix_tui.tui.terminal import beside_frames
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.names_of import Somebody, about, everything, somebody_told
from tests.tui.output.terminal import Terminal

MOST_KEYS = 8


class Keys:
    """Presses keys and counts those that are not typing."""

    def __init__(self, driver: Driver) -> None:
        self.count = 0
        self._driver = driver

    async def press(self, *keys: str) -> None:
        self.count += len(keys)
        await self._driver.press(*keys)

    async def type(self, text: str) -> None:
        await self._driver.press_at_once(*text)


@pytest.fixture(scope="module")
def records(demo: Demo) -> list[dict[str, Any]]:
    return everything(demo)


async def ready_made(driver: Driver, keys: Keys, words: str) -> None:
    await keys.press("f6")
    await driver.until(lambda: isinstance(driver.app.screen, SavedSearchesScreen), "the list")
    await keys.type(words)
    await keys.press("enter")
    await driver.until(lambda: isinstance(driver.app.screen, FillIn), "the form")


async def all_loaded(driver: Driver, keys: Keys, before: object) -> set[str]:
    store = driver.explorer.table
    await driver.until(lambda: store.store is not before, "another search")
    await keys.press("L")
    search = driver.explorer.current_search
    await driver.until(lambda: search.phase is PagerPhase.END, "everything is loaded")
    return {store.store.rid(row) for row in range(len(store.store))}


async def names_known(driver: Driver, somebody: Somebody) -> None:
    def is_known() -> bool:
        people = driver.explorer.names.known.people(somebody.display)
        return len(people) == 1 and set(somebody.names) <= set(people[0].searched)

    await driver.until(is_known, f"the names of {somebody.display}")


def test_everything_about_a_person(demo: Demo, records: list[dict[str, Any]]) -> None:
    somebody = somebody_told(records)

    async def story(driver: Driver) -> None:
        keys, table = Keys(driver), driver.explorer.table
        await driver.until_loaded()
        await ready_made(driver, keys, "about a person")
        first = table.store
        await keys.type(somebody.display)
        await keys.press("tab", "delete")
        await keys.type("4000d")
        await keys.press("enter")
        await driver.until(lambda: table.store is not first, "the search")
        await names_known(driver, somebody)
        before = table.store
        await keys.press("I")
        await driver.until(lambda: isinstance(driver.app.screen, NamesScreen), "the names")
        listed = driver.app.screen.query_one(OptionList)
        told = [str(listed.get_option_at_index(n).prompt) for n in range(listed.option_count)]
        assert all(any(name in line for line in told) for name in somebody.names)
        await keys.press("enter")
        found = await all_loaded(driver, keys, before)
        assert about(somebody, records) <= found
        extra = found - about(somebody, records)
        assert not extra
        assert keys.count <= MOST_KEYS

    drive(connection_to(demo, role="Global reviewer"), story)


def test_once_names_are_known_a_ready_made_search_takes_them_all(
    demo: Demo, records: list[dict[str, Any]]
) -> None:
    somebody = somebody_told(records)
    by_account = {
        record["RID"] for record in records if record["Who"] in (somebody.account, somebody.upn)
    }

    async def story(driver: Driver) -> None:
        keys, table = Keys(driver), driver.explorer.table
        await driver.until_loaded()
        await driver.press("colon", "ctrl+u", *somebody.upn, "enter")
        await names_known(driver, somebody)
        keys.count = 0
        await ready_made(driver, keys, "everything that somebody did")
        await keys.type(somebody.display)
        await driver.until(lambda: "is also" in driver.screen_text(), "it says which")
        await keys.press("tab", "delete")
        await keys.type("4000d")
        before = table.store
        await keys.press("enter")
        found = await all_loaded(driver, keys, before)
        assert found == by_account
        assert keys.count <= MOST_KEYS

    drive(connection_to(demo, role="Global reviewer"), story)


def test_outside_working_hours(demo: Demo, records: list[dict[str, Any]]) -> None:
    changes = ("Added", "Removed", "Modified", "Moved", "Renamed")
    noise = ("system", "svc-", "backup", "antivirus", "scanner", "$")

    def is_outside(record: dict[str, Any]) -> bool:
        there = datetime.fromisoformat(record["When"]).astimezone(LOCAL.tzinfo)
        return there.weekday() > 4 or not "08:00:00" <= f"{there:%H:%M:%S}" <= "18:00:00"

    expected = {
        record["RID"] for record in records
        if record["Action"] in changes and is_outside(record)
        and not any(word in record["Who"].casefold() for word in noise)
    }  # fmt: skip

    async def story(driver: Driver) -> None:
        keys, table = Keys(driver), driver.explorer.table
        await driver.until_loaded()
        await ready_made(driver, keys, "any change outside")
        before = table.store
        await keys.press("tab", "tab", "delete")
        await keys.type("4000d")
        await keys.press("enter")
        found = await all_loaded(driver, keys, before)
        assert found == expected
        await driver.until_status("hours filtered here")
        assert keys.count <= MOST_KEYS

    drive(connection_to(demo, role="Global reviewer"), story)


async def privileged(driver: Driver, keys: Keys) -> ActivityRecord:
    """The records of that ready-made search, and the one under the cursor: the last of them."""
    table = driver.explorer.table
    before = table.store
    await ready_made(driver, keys, "privileged")
    await keys.press("enter")
    await driver.until(lambda: table.store is not before, "the search")
    await driver.until_loaded()
    await keys.press("end")
    assert table.record_row is not None
    return table.store.record(table.record_row)


def test_is_it_normal_and_was_it_undone(demo: Demo, records: list[dict[str, Any]]) -> None:
    async def story(driver: Driver) -> None:
        keys = Keys(driver)
        await driver.until_loaded()
        record = await privileged(driver, keys)
        at = datetime.fromisoformat(record.when)
        earlier = [
            each for each in records
            if each["Who"] == record.who and each["RID"] != record.rid
            and at - timedelta(days=30) <= datetime.fromisoformat(each["When"]) < at
        ]  # fmt: skip
        here = [each for each in earlier if each["Workstation"] == record.workstation]
        await keys.press("H")
        screen = driver.app.screen
        assert isinstance(screen, HistoryDialog)
        await driver.until(lambda: not screen.state.is_asking, "the answers")
        told = {line.kind: line.words for line in screen.state.lines}
        assert "later by the same account" in told["undone"]
        assert told["workstation"].partition(": ")[2].startswith(f"{len(here)} earlier")
        assert "never in the 30 days before" in told["deed"]
        assert "requests" in screen.state.read
        assert keys.count <= MOST_KEYS

    drive(connection_to(demo, role="Global reviewer"), story)


def test_what_that_account_did_around_it(demo: Demo, records: list[dict[str, Any]]) -> None:
    async def story(driver: Driver) -> None:
        keys, table = Keys(driver), driver.explorer.table
        await driver.until_loaded()
        record = await privileged(driver, keys)
        at, width = datetime.fromisoformat(record.when), timedelta(minutes=90)
        expected = {
            each["RID"] for each in records
            if each["Who"].casefold() == record.who.casefold()
            and at - width <= datetime.fromisoformat(each["When"]) <= at + width
        }  # fmt: skip
        assert len(expected) > 3
        before = table.store
        await keys.press("f", "W")
        await driver.until(lambda: isinstance(driver.app.screen, AskLine), "the width")
        await keys.type("90m")
        await keys.press("enter")
        await driver.until(lambda: table.store is not before, "another search")
        await driver.until_loaded()
        assert {table.store.rid(row) for row in range(len(table.store))} == expected
        assert keys.count <= MOST_KEYS

    drive(connection_to(demo, role="Global reviewer"), story)


def test_the_text_for_the_ticket(
    demo: Demo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(beside_frames, "write", terminal.write)
    monkeypatch.chdir(tmp_path)

    async def story(driver: Driver) -> None:
        keys, table = Keys(driver), driver.explorer.table
        await driver.until_loaded()
        await privileged(driver, keys)
        number = len(table.store)
        await keys.press("asterisk", "c")
        await driver.until(lambda: bool(terminal.written), "the ticket")
        head, summary, lines = terminal.clipboard.rstrip("\n").split("\n\n")
        facts = dict(line.split("  ", 1) for line in head.splitlines())
        assert "Object type is group" in facts["Search"]
        assert facts["Records"].strip().startswith(f"{number} marked, of all {number}")
        assert {"Query", "Server", "Account", "Searched", "Times"} <= set(facts)
        assert "Domain Admins" in summary
        assert len(lines.splitlines()) == number
        assert keys.count <= MOST_KEYS

    drive(connection_to(demo, role="Global reviewer"), story)
