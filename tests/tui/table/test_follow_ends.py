"""Following in the explorer: paused, ended, refused and missed, and what is not asked then."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime

import pytest

from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.when import Timeframe, TimeRange
from netwrix_tui.results.following.live_follow import LiveFollow
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.dialogs.ask_line import AskPassword
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.tui.table import follow_controller
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.table.follow_driving import (
    SMALL,
    asked_while_due,
    at_rest,
    follow,
    live_of,
    look,
    until_came,
    what,
    write,
)


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_controller, "PACE", PollBackoff(0.1))


@pytest.fixture
def looks_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first look, none comes by itself."""
    monkeypatch.setattr(follow_controller, "PACE", PollBackoff(1_000.0))


@pytest.fixture
def server(demo_servers: DemoServers) -> Demo:
    """Nothing comes by itself: a test writes what is to come."""
    return demo_servers.fresh(records=3_000)


@pytest.mark.usefixtures("looks_when_told")
def test_f_pauses_and_goes_on_and_esc_ends_it(server: Demo) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        live = live_of(driver)
        await look(driver, live)
        await driver.press("down", "up", "space")
        await driver.press("F")
        await driver.until_status("following paused · F goes on")
        written = write(server, "paused")
        assert await asked_while_due(server, live) == 0
        async with at_rest(driver, live):
            await driver.press("F")
        await until_came(driver, written)
        await driver.press("escape")
        assert "following" not in driver.status
        assert len(driver.explorer.table.marks) == 1
        assert await asked_while_due(server, live) == 0
        await driver.press("escape")
        assert not driver.explorer.table.marks
        write(server, "afterwards")
        await driver.press("F")
        await driver.until(lambda: what(driver) == "afterwards-0")

    drive(connection_to(server), story, size=SMALL)


@pytest.mark.usefixtures("looks_when_told")
def test_a_step_that_is_left_keeps_what_came_and_can_be_followed_again(
    server: Demo,
) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        live = live_of(driver)
        write(server, "before", 2)
        await look(driver, live)
        await driver.until_status("2 new")
        await driver.press("down", "space")
        left = driver.explorer.table.state()
        driver.explorer.builder.plan = SearchPlan.of(Filter("Action", Operator.EQUALS, "Removed"))
        await driver.press("f5")
        await driver.until_loaded()
        await driver.until(lambda: "following" not in driver.status)
        write(server, "away")
        assert await asked_while_due(server, live) == 0
        await driver.press("<")
        table = driver.explorer.table
        assert table.state() == left
        assert [what(driver, row) for row in range(2)] == ["before-1", "before-0"]
        assert table.marks.sorted() == left.marks.sorted()
        await driver.press("F")
        await driver.until(lambda: what(driver) == "away-0")
        assert table.record_row == left.record
        assert table.marks.sorted() == left.marks.sorted()

    drive(connection_to(server), story)


@pytest.mark.parametrize(
    "when", [Timeframe.YESTERDAY, TimeRange(end=datetime(2026, 1, 2, tzinfo=UTC))]
)
def test_a_search_that_ends_in_the_past_says_so(demo: Demo, when: Timeframe | TimeRange) -> None:
    async def story(driver: Driver) -> None:
        driver.explorer.builder.plan = SearchPlan.of(Filter("When", Operator.EQUALS, when))
        await driver.press("f5", "F")
        await driver.until(
            lambda: any("no new record can come" in toast for toast in driver.toasts)
        )
        assert "following" not in driver.status

    drive(connection_to(demo), story)


def test_a_search_that_failed_is_tried_again_before_it_is_followed(
    demo_servers: DemoServers,
) -> None:
    server = demo_servers.fresh(records=500, arguments=["--fault", "status:1-:500"])

    async def story(driver: Driver) -> None:
        await driver.until_status("failed: ")
        await driver.press("F")
        await driver.until(lambda: any("r tries it again" in toast for toast in driver.toasts))
        assert driver.explorer.current_search.followed is None

    drive(connection_to(server), story)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """A port for servers that follow each other, with one password for all of them."""
    monkeypatch.setenv("NETWRIX_TUI_DEMO_PASSWORD", "the same after a restart")
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
        return number


def on(port: int, demo_servers: DemoServers, *words: str) -> Demo:
    arguments = ("--port", str(port), *words)
    return demo_servers.fresh(records=500, http=True, arguments=arguments)


def plain_connection(server: Demo) -> Connection:
    account = server.accounts[0]
    return Connection(server.url, account.user, Secret(account.password), AuthScheme.NTLM)


def test_trouble_is_told_and_gone_through_and_the_newcomers_are_there(
    demo_servers: DemoServers, port: int
) -> None:
    server = on(port, demo_servers)

    async def story(driver: Driver) -> None:
        await follow(driver)
        await driver.press("down")
        server.process.kill()
        await driver.until_status("missed: ", "next try in ")
        assert driver.explorer.current_search.phase is not PagerPhase.FAILED
        on(port, demo_servers, "--live", "6000")
        await driver.until_status("following", "new above")

    drive(plain_connection(server), story, size=SMALL)


def test_a_refused_sign_in_ends_it_and_r_asks_for_the_password(
    demo_servers: DemoServers, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = on(port, demo_servers)

    async def story(driver: Driver) -> None:
        await follow(driver)
        server.process.kill()
        monkeypatch.setenv("NETWRIX_TUI_DEMO_PASSWORD", "changed")
        other = on(port, demo_servers)
        await driver.until_status("following ended: ", "r to retry")
        await driver.until(lambda: "retry" in driver.screen_text().splitlines()[-1], "the key")
        asked = len(other.requests())
        await driver.press("r")
        await driver.until(lambda: isinstance(driver.app.screen, AskPassword))
        assert len(other.requests()) == asked
        await driver.press(*"changed", "enter")
        await driver.until_status("following · looked")
        write(other, "again")
        await driver.until(lambda: what(driver) == "again-0")

    drive(plain_connection(server), story, size=(100, 30))


@pytest.mark.usefixtures("looks_when_told")
def test_nothing_is_asked_once_the_program_has_ended(server: Demo) -> None:
    followed: list[LiveFollow] = []

    async def story(driver: Driver) -> None:
        await follow(driver)
        followed.append(live_of(driver))

    drive(connection_to(server), story, size=SMALL)
    assert asyncio.run(asked_while_due(server, followed[0])) == 0


@pytest.mark.usefixtures("looks_when_told")
def test_nothing_is_asked_of_a_server_that_was_left(server: Demo, demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        first, live = driver.explorer, live_of(driver)
        await look(driver, live)
        driver.app.open_session(server_session(connection_to(demo)))
        await driver.until(lambda: not first.is_running)
        await driver.until_loaded()
        assert "following" not in driver.status
        assert await asked_while_due(server, live) == 0

    drive(connection_to(server), story)


def test_another_search_ends_it_and_says_so(server: Demo) -> None:
    async def story(driver: Driver) -> None:
        def told() -> list[str]:
            return [toast for toast in driver.toasts if "F follows" in toast]

        await follow(driver)
        await driver.press("i")
        await driver.until(
            lambda: told() == ["The search before is not followed any more. F follows this one."]
        )
        await driver.until_loaded()
        assert driver.explorer.current_search.followed is None
        await driver.press("less_than_sign")
        await driver.until_loaded()
        assert len(told()) == 1

    drive(connection_to(server), story)
