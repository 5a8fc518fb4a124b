"""An empty result proposes what to widen, and one key does it."""

from __future__ import annotations

import pytest

from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import UTC_ZONE
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive


async def _empty(driver: Driver, line: str) -> None:
    await driver.until_loaded()
    driver.explorer.builder.plan = plan_of(line, UTC_ZONE)
    await driver.press("f5")
    await driver.until(lambda: "What may help" in driver.screen_text(), "proposals")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 50)])
@pytest.mark.parametrize("keys", [["2"], ["down", "enter"], ["escape", "2"]])
def test_a_proposal_is_taken_by_its_number_or_enter(
    demo: Demo, keys: list[str], size: tuple[int, int]
) -> None:
    async def story(driver: Driver) -> None:
        await _empty(driver, "who=svc-sync when:LastSevenDays")
        await driver.until(lambda: driver.explorer.notice.has_focus, "the focus")
        await driver.press(*keys)
        await driver.until_loaded()
        store = driver.explorer.table.store
        assert {store.row(row).who for row in range(len(store))} == {"CORP\\svc-sync"}
        assert driver.explorer.table.has_focus
        assert not driver.explorer.notice.choices

    drive(connection_to(demo), story, size=size)


def test_what_is_left_out_is_switched_off_and_can_come_back(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await _empty(driver, "who:svc-sync action:Nonsense when:LastSevenDays")
        numbers = driver.explorer.notice.choices.index("Without Action") + 1
        await driver.press(str(numbers))
        await driver.until_loaded()
        entries = driver.explorer.builder.plan.entries
        assert [entry.enabled for entry in entries] == [True, False, True]
        await driver.press("less_than_sign")
        await driver.until(lambda: "What may help" in driver.screen_text(), "the step before")

    drive(connection_to(demo), story)


def test_a_number_means_nothing_where_records_are(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        store = driver.explorer.table.store
        await driver.press("1", "2")
        assert driver.explorer.table.store is store

    drive(connection_to(demo), story)
