"""The explorer and the connect screen, held up by each kind of server: esc, F5 and q work at once.

No server here ever lets go: what ends, ends by the key alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.config.profile import Profile
from netwrix_tui.results.loading import worker
from netwrix_tui.results.loading.pager import PagerPhase
from tests.stops.holding_server import SERVERS, HoldingServer
from tests.tui.connect.connect_driving import ConnectDriver, drive_connecting
from tests.tui.driving import Driver, drive

FEW = (
    "silent", "dripping from the first byte", "the second leg drips",
    "the answer to the proof drips", "silent behind the sign-in", "a huge broken page",
)  # fmt: skip


def connection_to(server: HoldingServer) -> Connection:
    return Connection(server.url, "CORP\\jane", Secret("hush"))


@pytest.mark.parametrize("name", SERVERS)
def test_esc_stops_and_f5_asks_anew(name: str) -> None:
    with HoldingServer(name) as server:

        async def story(driver: Driver) -> None:
            await driver.until(server.is_holding.is_set, "somebody held up")
            search = driver.explorer.current_search
            await driver.press("escape")
            await driver.until(lambda: search.phase is not PagerPhase.LOADING, "the end of it")
            assert "sign-in" not in driver.status
            held = server.held
            await driver.press("f5")
            await driver.until(lambda: server.held > held, "another request")
            held = server.held
            await driver.press("f5")
            await driver.until(lambda: server.held > held, "one more request")

        drive(connection_to(server), story)


@pytest.mark.parametrize("name", FEW)
def test_the_worker_is_closed_within_its_bound(name: str) -> None:
    assert 2 * worker.GRACE_SECONDS < 2
    with HoldingServer(name) as server:

        async def story(driver: Driver) -> None:
            await driver.until(server.is_holding.is_set, "somebody held up")
            await driver.pilot.press("q")

        drive(connection_to(server), story)


@pytest.mark.parametrize("name", FEW)
def test_a_test_of_the_connect_screen_is_cancelled_and_begun_anew(
    name: str, tmp_path: Path
) -> None:
    with HoldingServer(name) as server:
        known = Profile(server=server.url, user="CORP\\jane")

        async def story(driver: ConnectDriver) -> None:
            for _ in range(2):
                held = server.held
                await driver.press("f5")
                await driver.until(lambda held=held: server.held > held, "somebody held up")
                await driver.press("escape")
                await driver.until_says("The test was cancelled.")

        drive_connecting(tmp_path / "config.toml", story, known, "hush")
