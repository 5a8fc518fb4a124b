"""Servers that send the oldest first, or take too long: the newest come first all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netwrix_tui.client.connection import Timeouts
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import DemoServers
from tests.tui.driving import Driver, connection_to, drive

RECORDS = 3_000


async def search_all(driver: Driver) -> None:
    driver.explorer.builder.plan = SearchPlan()
    await driver.press("f5")


async def load_all(driver: Driver) -> None:
    def at_rest() -> bool:
        return driver.explorer.current_search.phase in (PagerPhase.MORE, PagerPhase.END)

    while driver.explorer.current_search.phase is not PagerPhase.END:
        await driver.press("end")
        await driver.until(at_rest)
    store = driver.explorer.current_search.store
    assert len({store.row(row).rid for row in range(len(store))}) == RECORDS


@pytest.mark.parametrize("wire", list(WireFormat))
def test_n_fetches_the_newest_first(demo_servers: DemoServers, wire: WireFormat) -> None:
    demo = demo_servers.shared(records=RECORDS, arguments=("--oldest-first",))

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await search_all(driver)
        await driver.until_status("1,000 loaded, more available", "oldest first, N newest first")
        oldest = driver.explorer.table.store.row(0).when
        await driver.press("N")
        await driver.until_status("newest first, in slices of time")
        await driver.until(
            lambda: driver.explorer.table.store.arrival_order is ArrivalOrder.NEWEST_FIRST
        )
        assert driver.explorer.table.store.row(0).when > oldest
        await load_all(driver)
        assert driver.explorer.table.store.arrival_order is ArrivalOrder.NEWEST_FIRST
        # It is how searches go from now on, until N is pressed again.
        await driver.press("f5")
        await driver.until_status("newest first, in slices of time")
        await driver.press("N")
        await driver.until_status("oldest first")
        assert "slices" not in driver.status

    drive(connection_to(demo, wire=wire), story)


def test_n_says_so_where_the_newest_come_first_anyway(demo_servers: DemoServers) -> None:
    demo = demo_servers.shared(records=20_000)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        searches = len(demo.requests())
        await driver.press("N")
        await driver.pilot.pause()
        said = driver.toasts
        assert "The newest come first already." in said
        assert driver.explorer.request_options.newest_first is False
        assert len(demo.requests()) == searches
        assert "slices" not in driver.status

    drive(connection_to(demo), story)


@pytest.mark.parametrize("patience", ["20", "20:hang"])
def test_a_broad_search_goes_on_in_slices_by_itself(
    demo_servers: DemoServers, patience: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    demo = demo_servers.shared(records=RECORDS, arguments=("--patience", patience))
    connection = replace(connection_to(demo), timeouts=Timeouts(read=1.5))

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        assert "slices" not in driver.status
        monkeypatch.setattr(driver.explorer, "notify", lambda text, **_: said.append(text))
        await search_all(driver)
        await driver.until_status("loaded", "newest first, in slices of time")
        await load_all(driver)

    drive(connection, story)
    assert len([text for text in said if "asked in slices of time now" in text]) == 1


def test_waiting_for_a_slow_server_can_be_cancelled(demo_servers: DemoServers) -> None:
    demo = demo_servers.shared(records=RECORDS, arguments=("--patience", "20:hang"))

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await search_all(driver)
        await driver.until_status("loading page 1", "esc cancels")
        await driver.press("escape")
        await driver.until_status("nothing loaded")
        driver.explorer.builder.plan = SearchPlan.initial()
        await driver.press("f5")
        await driver.until_loaded()

    drive(connection_to(demo), story)
