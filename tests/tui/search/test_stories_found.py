"""Each planted story is found from the start screen in at most eight keys besides typing.

Only what the screen offers is used: F6 and its list, the form that it opens, Enter, and turning
pages, of which there may be any number within the eight keys: how many other records are newer goes
by the hour. With as many records as the demo has, at 80x24.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from netwrix_tui.clock import epoch
from netwrix_tui.demo import stories
from netwrix_tui.demo.company import build_company
from netwrix_tui.demo.stories import STORIES, story_records
from netwrix_tui.demo.story_builder import StoryBuilder
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.search.fill_in import FillIn
from netwrix_tui.tui.search.saved_searches import SavedSearchesScreen
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive

_MOST_KEYS = 8
_SEED = 7
_RECORDS = 200_000


@dataclass(frozen=True)
class Way:
    """What is typed in the list, what in the form, and in the line that filters what it found."""

    story: Callable[[StoryBuilder], None]
    words: str
    answer: str = ""
    answer_is_who: bool = False
    narrowed: str = ""
    """For what lies anywhere in a whole day: all of it is loaded first."""


WAYS = (
    Way(stories.intrusions.domain_admin_at_night, "privileged"),
    Way(stories.intrusions.interactive_service, "service accounts"),
    Way(stories.files.locked_files, "another ending"),
    Way(stories.files.leaver, "bulk copies"),
    Way(stories.files.missing_folder, "deleted file", "Contracts"),
    Way(stories.files.open_share, "permissions on files", "Payroll"),
    Way(stories.files.borrowed_plans, "guests"),
    Way(stories.accounts.sleeper_account, "created"),
    Way(stories.accounts.fallen_unit, "organizational"),
    Way(stories.accounts.revived_account, "enabled"),
    Way(stories.logons.roaming_account, "one user many", answer_is_who=True),
    Way(stories.logons.shared_desk, "one workstation", "kiosk"),
    Way(stories.policies.weakened_policy, "password policy"),
    Way(stories.policies.blind_auditing, "cleared"),
    Way(stories.cloud.cloud_takeover, "applications"),
    Way(stories.people.namesakes, "created"),
    Way(stories.platforms.copied_controller, "vmware", "dc02"),
    Way(stories.platforms.planted_program, "start by themselves"),
    Way(stories.platforms.opened_firewall, "firewall"),
    Way(stories.platforms.own_approval, "without noise", narrowed="Purchase order"),
)


def test_every_story_has_a_way() -> None:
    assert {way.story for way in WAYS} == set(STORIES)


class Counting:
    """Presses keys, and counts those that are not typing."""

    def __init__(self, driver: Driver) -> None:
        self.keys = 0
        self._driver = driver

    async def press(self, key: str) -> None:
        self.keys += 1
        await self._driver.press(key)

    async def type(self, text: str) -> None:
        await self._driver.press_at_once(*text)


@pytest.fixture(scope="session")
def whole_demo(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=_RECORDS, seed=_SEED)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.story.__name__)
def test_a_story_is_found_in_a_few_keys(whole_demo: Demo, way: Way) -> None:
    told = [r for _, r in story_records(way.story, build_company(_SEED), _SEED, int(epoch()))]
    traces = {(r.who, r.action, r.what, r.workstation) for r in told}

    async def story(driver: Driver) -> None:
        keys = Counting(driver)
        table = driver.explorer.table
        first = table.store
        await keys.press("f6")
        await driver.until(lambda: isinstance(driver.app.screen, SavedSearchesScreen), "the list")
        await keys.type(way.words)
        await keys.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, FillIn), "the form")
        await keys.type(told[0].who.rpartition("\\")[2] if way.answer_is_who else way.answer)
        await keys.press("enter")
        await driver.until(lambda: table.store is not first, "another search")
        await driver.until_loaded()
        if way.narrowed:
            await keys.press("L")
            await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.END)
            await keys.press("slash")
            await keys.type(way.narrowed)
            await keys.press("enter")
            await driver.until_status("loaded match")

        def seen() -> bool:
            top = int(table.scroll_offset.y)
            shown = range(top, min(top + table.size.height - 1, len(table.view)))
            records = (table.store.row(table.view.store_row(row)) for row in shown)
            return any((r.who, r.action, r.what, r.workstation) in traces for r in records)

        while not seen():
            assert keys.keys < _MOST_KEYS, driver.screen_text()
            await keys.press("pagedown")

    drive(connection_to(whole_demo), story, size=(80, 24))
