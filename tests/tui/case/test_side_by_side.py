"""Everything loaded by slices of time side by side: one even table, kept, and gone on with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netwrix_tui.config.profile import Profile
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.loading.pager import PagerPhase
from tests.demo_process import Demo, DemoServers
from tests.tui.case.case_driving import counted_requests, drive_session, is_held, kept_session, rids
from tests.tui.driving import Driver

RECORDS = 3_000


@pytest.fixture
def slow(demo_servers: DemoServers) -> Demo:
    """A server that takes its time for each page."""
    return demo_servers.shared(records=RECORDS, arguments=("--page-delay", "0.05"))


async def search_all(driver: Driver) -> None:
    """The first page of all records."""
    await driver.until_loaded()
    driver.explorer.navigation.begin(SearchPlan())
    await driver.until_loaded()


async def load_all(driver: Driver) -> None:
    """L, until everything is there."""
    await driver.press("L")
    await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.END, "the end")


def test_the_table_is_the_same_as_from_one_request_at_a_time(slow: Demo) -> None:
    tables: list[list[str]] = []
    most: list[int] = []

    async def story(driver: Driver) -> None:
        await search_all(driver)
        loaded = driver.explorer.current_search.loaded
        assert loaded is not None
        await driver.press("L")
        if not tables:
            await driver.until_status("4 at a time")
        await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.END, "all")
        most.append(loaded.at_a_time)
        assert driver.explorer.table.store.duplicates == 0
        tables.append(rids(driver))

    session = kept_session(slow)
    drive_session(session, story)
    one = Profile(server=slow.url, user=slow.accounts[0].user, parallel=1, page_size=100)
    drive_session(replace(session, settings=one), story)
    beside, alone = tables
    assert len(set(beside)) == len(beside) == RECORDS
    assert beside == alone


def test_escape_stops_all_and_what_was_missing_is_gone_on_with(slow: Demo) -> None:
    whole: list[str] = []

    async def stop(driver: Driver) -> None:
        await search_all(driver)
        await driver.press("L")
        await driver.until(lambda: driver.loaded >= RECORDS // 3, "a third")
        await driver.press("escape")
        search = driver.explorer.current_search
        await driver.until(lambda: search.phase is PagerPhase.MORE, "it has stopped")
        asked = len(requests)
        assert len(rids(driver)) < RECORDS
        assert search.loaded is not None
        assert search.loaded.at_a_time == 1
        assert len(requests) == asked

    async def again(driver: Driver) -> None:
        await driver.until(lambda: is_held(driver), "all that was kept")
        kept = rids(driver)
        await load_all(driver)
        assert rids(driver)[: len(kept)] == kept
        assert len(set(rids(driver))) == len(rids(driver)) == RECORDS
        assert rids(driver) == whole
        # What is there already is not asked for again, but for the second at the seam.
        assert len(requests) < RECORDS // 100

    async def undisturbed(driver: Driver) -> None:
        await search_all(driver)
        await load_all(driver)
        whole.extend(rids(driver))

    with counted_requests() as requests:
        path = drive_session(kept_session(slow), stop)
        drive_session(kept_session(slow), undisturbed)
        requests.clear()
        drive_session(replace(kept_session(slow), case=path), again)


def test_a_page_that_fails_is_told_and_the_rest_comes_by_r(demo_servers: DemoServers) -> None:
    demo = demo_servers.fresh(
        records=2_000, arguments=("--page-delay", "0.02", "--fault", "status:6-12:500")
    )

    async def story(driver: Driver) -> None:
        await search_all(driver)
        search = driver.explorer.current_search
        await driver.press("L")
        for _ in range(12):
            await driver.until(
                lambda: search.phase in (PagerPhase.FAILED, PagerPhase.END), "an outcome"
            )
            if search.phase is PagerPhase.END:
                break
            told = search.error
            await driver.press("r")
            await driver.until(lambda told=told: search.error is not told, "another try")
        assert search.phase is PagerPhase.END
        assert len(set(rids(driver))) == len(rids(driver)) == 2_000

    drive_session(kept_session(demo), story)
