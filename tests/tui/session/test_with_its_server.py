"""The explorer on an archive and its server: one table, and whence it comes is said."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from netwrix_tui.archive import archive_with_server, newer_records, record_pages
from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.config.profile import Profile
from netwrix_tui.errors import AccountRefused, ConnectionFailed
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading.record_source import RecordSource
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.dialogs.ask_line import AskPassword
from netwrix_tui.tui.session.archive_session import with_archive
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.table import follow_controller
from tests.archive.listed_server import ACCOUNT, ListedServer, keep
from tests.archive.test_with_server import Client, at
from tests.case.sample import records
from tests.tui.driving import Driver

COUNT = 1_500


@pytest.fixture(autouse=True)
def _ask_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newer_records, "FRESH", 0.0)
    monkeypatch.setattr(record_pages, "ENOUGH_SECONDS", 600.0)
    monkeypatch.setattr(archive_with_server, "GRACE", 600.0)
    monkeypatch.setattr(follow_controller, "PACE", PollBackoff(0.1))


def explore(
    place: Path,
    story: Callable[[Driver, Client], Awaitable[None]],
    *,
    error: Exception | None = None,
    size: tuple[int, int] = (160, 40),
) -> None:
    """The explorer on an archive of ``COUNT`` records, whose server has got two since."""
    server = ListedServer(records(COUNT), page=500)
    keep(server, place)
    server.records += [at("NEW1", -0.1, who="CORP\\zoe"), at("NEW2", -0.2)]

    async def run() -> None:
        client = Client(server)
        client.error = error  # type: ignore[assignment]

        def reopen(_: Secret) -> RecordSource:
            client.error = None
            return client

        live = Session(
            ACCOUNT,
            "nwx01",
            lambda: client,
            reopen=reopen,
            remembered_as="corp",
            connection=lambda: Connection(url="https://nwx01", user=ACCOUNT, password=Secret("")),
            settings=Profile("corp", server="nwx01", user=ACCOUNT, archive=str(place)),
        )
        session = with_archive(live)
        assert session.asks_server
        app = NetwrixTui(session)
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            driver.explorer.navigation.begin(plan_of("what:plan", UTC_ZONE))
            await story(driver, client)

    asyncio.run(run())


def rids(driver: Driver) -> list[str]:
    table = driver.explorer.table
    return [table.store.row(table.view.store_row(n)).rid for n in range(len(table.view))]


def test_one_table_of_both_and_whence_it_comes(tmp_path: Path) -> None:
    async def story(driver: Driver, _: Client) -> None:
        total = f"of all {COUNT + 2:,} that match"
        await driver.until_status(f"1,000 loaded {total}", "archive to ", " + 2 from the server")
        assert rids(driver)[:2] == ["NEW2", "NEW1"]
        assert f"{ACCOUNT} @ nwx01 + archive" in driver.screen_text()
        await driver.press("L")
        await driver.until_status(f"all {COUNT + 2:,} loaded")
        found = rids(driver)
        assert len(found) == len(set(found)) == COUNT + 2

    explore(tmp_path, story)


def test_a_server_that_fails_is_told_and_asked_again(tmp_path: Path) -> None:
    async def story(driver: Driver, client: Client) -> None:
        await driver.until_status(f"of all {COUNT:,} that match", "nwx01 failed: ", "(r)")
        assert len(driver.explorer.current_search.trail.steps) == 2  # with the first
        client.error = None
        await driver.press("r")
        await driver.until_status(" + 2 from the server", f"of all {COUNT + 2:,} that match")
        assert rids(driver)[0] == "NEW2"
        assert len(driver.explorer.current_search.trail.steps) == 2  # with the first

    explore(tmp_path, story, error=ConnectionFailed("nwx01 refused the connection."))


def test_a_password_that_is_missing_is_asked_for(tmp_path: Path) -> None:
    async def story(driver: Driver, _: Client) -> None:
        await driver.until_status("nwx01 waits for a password (r)")
        await driver.press("r")
        await driver.until(lambda: isinstance(driver.app.screen, AskPassword), "the question")
        await driver.press("x", "enter")
        await driver.until_status(" + 2 from the server")

    explore(tmp_path, story, error=AccountRefused("Nobody has signed in to nwx01 yet."))


def test_a_column_is_sorted_by_the_archive_not_by_what_is_loaded(tmp_path: Path) -> None:
    async def story(driver: Driver, _: Client) -> None:
        await driver.until_status("1,000 loaded")
        sort = driver.explorer.sort_filter.sort
        sort("when", further=False)
        await driver.until_status("sorted by When ▲", f"of all {COUNT + 2:,} that match")
        assert rids(driver)[0] == f"R{COUNT - 1:06}"  # the oldest, which was not loaded
        sort("who", further=False)
        await driver.until_status("sorted by Who ▲")
        sort("who", further=False)
        await driver.until_status("sorted by Who ▼")
        assert rids(driver)[0] == "NEW1"
        await driver.press("L")
        await driver.until_status(f"all {COUNT + 2:,} loaded", "sorted by Who ▼")
        sort("who", further=False)
        await driver.until_status("newest first", "1,000 loaded")
        assert len(driver.explorer.current_search.trail.steps) == 2  # with the first

    explore(tmp_path, story)


def test_what_arrives_is_followed_from_both(tmp_path: Path) -> None:
    async def story(driver: Driver, client: Client) -> None:
        await driver.until_status("1,000 loaded")
        driver.explorer.follow.toggle()
        await driver.until_status("following", "looked")
        client.server.records.append(at("NEW3", -0.3))
        await driver.until(lambda: "NEW3" in rids(driver)[:1], "what the server got")
        client.server.records.append(at("NEW4", -0.4))
        await asyncio.to_thread(keep, client.server, tmp_path)
        await driver.until(lambda: "NEW4" in rids(driver)[:1], "what the archive got")
        assert len(rids(driver)) == len(set(rids(driver)))

    explore(tmp_path, story)
