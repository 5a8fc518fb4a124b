"""The explorer on an archive on a cluster: it counts everything, and says what is missing."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from netwrix_tui.archive.cluster.cluster_archive import ClusterArchive
from netwrix_tui.client.connection import Secret
from netwrix_tui.errors import UsageError
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.cluster_session import cluster_session
from tests.archive.click_house_pair import PASSWORD, ClickHousePair
from tests.archive.cluster_reading import keep_there
from tests.archive.listed_server import ListedServer
from tests.case.sample import records
from tests.tui.driving import Driver

COUNT = 2_500


def test_it_counts_all_and_says_which_part_is_missing(own_click_house: ClickHousePair) -> None:
    pair = own_click_house
    address = pair.address()
    found = records(COUNT)
    keep_there(ListedServer(found, page=500), pair, address)
    with pytest.raises(UsageError, match="has nothing of other"):
        ClusterArchive.found(address, Secret(PASSWORD), "other")
    archive = ClusterArchive.found(address, Secret(PASSWORD))[""]
    who, most = Counter(record.who for record in found).most_common(1)[0]

    async def run() -> None:
        app = NetwrixTui(cluster_session(archive))
        async with app.run_test(size=(140, 60)) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            driver.explorer.navigation.begin(plan_of("what:plan", UTC_ZONE))
            await driver.until_status(f"1,000 loaded of all {COUNT:,} that match", "newest first")
            assert "archive of nwx01 as corp\\jane" in driver.screen_text()
            assert "missing" not in driver.screen_text()
            await driver.press("f3")
            await driver.until(
                lambda: f"of all {COUNT:,} that match" in driver.screen_text(), "all counts"
            )
            assert f"{most:,}" in driver.screen_text()
            assert who.removeprefix("CORP\\") in driver.screen_text()
            pair.kill(1)
            driver.explorer.navigation.begin(plan_of("what:pla", UTC_ZONE))
            words = "1 of 2 parts of the cluster away: their records are missing"
            await driver.until(lambda: words in driver.screen_text(), words)
            pair.start(1)
            pair.await_answer(1)
            driver.explorer.navigation.begin(plan_of("what:plan", UTC_ZONE))
            await driver.until(lambda: words not in driver.screen_text(), "all of it again")

    asyncio.run(run())
