"""Questions of admins, answered whole from the start screen in at most eight keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from textual.widgets import OptionList

from netwrix_tui.records.zone import LOCAL
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.search.fill_in import FillIn
from netwrix_tui.tui.search.names_screen import NamesScreen
from netwrix_tui.tui.search.saved_searches import SavedSearchesScreen
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.names_of import Somebody, about, everything, somebody_told

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
