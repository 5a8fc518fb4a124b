"""What goes wrong on the way, and what the explorer then says and does."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from netwrix_tui.client.connection import Secret
from netwrix_tui.errors import Unreachable
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.dialogs.ask_line import AskPassword
from netwrix_tui.tui.explorer.error_recovery import ErrorRecovery
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.fake_host import FakeHost

WIRES = pytest.mark.parametrize("wire", list(WireFormat))


def said(driver: Driver) -> str:
    return re.sub(r"\s+", " ", driver.screen_text())


async def two_pages_then_trouble(driver: Driver) -> None:
    # The search of the start finds more than a page, of which only the first is asked for.
    await driver.until_status("1,000 loaded, more available")
    driver.explorer.builder.plan = SearchPlan()
    await driver.press("f5")
    await driver.until_status("1,000 loaded")
    await driver.press("end")
    await driver.until_status("2,000 loaded")
    await driver.press("end")


@WIRES
def test_a_page_that_is_cut_off_is_fetched_again_after_r(
    demo_servers: DemoServers, wire: WireFormat
) -> None:
    # Reads are tried three times before giving up.
    demo = demo_servers.fresh(records=4_000, arguments=["--fault", "cut:4-6"])

    async def story(driver: Driver) -> None:
        await two_pages_then_trouble(driver)
        await driver.until_status("failed")
        assert driver.loaded == 2_000
        assert "retry" in driver.status
        await driver.press("up", "down", "r")
        await driver.until_status("3,000 loaded")
        await driver.press("end")
        await driver.until_status("4,000 loaded")
        await driver.press("end")
        await driver.until_status("all 4,000 loaded")
        store = driver.explorer.current_search.store
        assert len({store.row(row).rid for row in range(len(store))}) == 4_000

    drive(connection_to(demo, wire=wire), story)


def test_a_server_that_is_killed_in_mid_page_costs_nothing_that_is_loaded(
    demo_servers: DemoServers,
) -> None:
    demo = demo_servers.fresh(records=4_000, arguments=["--fault", "delay:4:60"])

    async def story(driver: Driver) -> None:
        await two_pages_then_trouble(driver)
        await driver.until_status("loading page 3")
        demo.process.kill()
        await driver.until_status("failed")
        assert driver.loaded == 2_000
        await driver.press("home", "enter")
        await driver.until(lambda: driver.explorer.viewer.has_record)
        await driver.press("escape", "r")
        await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.FAILED)
        assert driver.loaded == 2_000

    drive(connection_to(demo), story)


@pytest.mark.parametrize("fault", ["garbage:1-", "status:1-:500", "status:1-:404"])
def test_nonsense_is_told_with_a_next_step(demo_servers: DemoServers, fault: str) -> None:
    demo = demo_servers.fresh(records=1_000, arguments=["--fault", fault])

    async def story(driver: Driver) -> None:
        await driver.until_status("failed")
        assert "r tries again" in said(driver)
        assert "Traceback" not in said(driver)

    drive(connection_to(demo), story)


def test_a_contributor_is_told_that_a_role_is_missing(demo_servers: DemoServers) -> None:
    demo = demo_servers.shared(records=20_000)

    async def story(driver: Driver) -> None:
        await driver.until_status("failed")
        assert "role" in said(driver)

    drive(connection_to(demo, role="Contributor"), story)


def test_a_wrong_password_is_asked_for_again(demo_servers: DemoServers) -> None:
    demo = demo_servers.fresh(records=1_000)
    right = connection_to(demo)
    typo = replace(right, password=Secret("not the password"))

    async def story(driver: Driver) -> None:
        await driver.until_status("failed")
        assert "r asks for the password" in said(driver)
        asked = len(demo.requests())
        await driver.press("r", "escape", "r")
        assert len(demo.requests()) == asked
        await driver.until(lambda: isinstance(driver.app.screen, AskPassword))
        await driver.press(*[_key(c) for c in right.password.reveal()])
        assert right.password.reveal() not in driver.screen_text()
        await driver.press("enter")
        await driver.until_loaded()

    drive(typo, story)


def _key(character: str) -> str:
    return {"-": "minus", "_": "underscore"}.get(character, character)


def test_the_demo_says_nothing_of_a_real_servers_port() -> None:
    error = Unreachable(
        "127.0.0.1:9 refuses the connection.", cause="The Integration API is not switched on.",
        next_step="Look at Settings > Integrations.",
    )  # fmt: skip
    own = "The demo's own server does not answer any more."
    for is_demo, says in ((True, own), (False, error.what)):
        session = SimpleNamespace(is_demo=is_demo, reopen=None)
        recovery = ErrorRecovery(FakeHost(), SimpleNamespace(), lambda s=session: s)  # type: ignore[arg-type]
        told = recovery.told(error)
        assert told.what == says
        assert bool(told.cause) is not is_demo
        assert ("start the demo again" in recovery.way(error)) is is_demo


def test_a_demo_whose_server_has_ended_says_so_first(demo_servers: DemoServers) -> None:
    demo = demo_servers.fresh(records=4_000)

    async def run() -> None:
        app = NetwrixTui(replace(server_session(connection_to(demo)), is_demo=True))
        async with app.run_test(size=(120, 40)) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: driver.stands, "the explorer")
            await driver.until_loaded()
            demo.process.kill()
            await driver.press("f5")
            await driver.until_status("failed")
            own = "The demo's own server does not answer any more.\n\nIt was ended, or hangs."
            await driver.until(lambda: driver.explorer.notice.text.startswith(own), "the reason")
            assert "Integrations" not in said(driver)
            assert "9699" not in said(driver)

    asyncio.run(run())


def test_what_was_said_of_a_search_goes_when_it_fails_and_the_failure_when_it_goes_on(
    demo_servers: DemoServers,
) -> None:
    demo = demo_servers.fresh(records=4_000, arguments=["--fault", "cut:4-6"])

    async def story(driver: Driver) -> None:
        def toasts() -> list[str]:
            return driver.toasts

        await two_pages_then_trouble(driver)
        driver.explorer.notify("It goes well.", timeout=600)
        await driver.until_status("failed")
        await driver.until(lambda: any("broke off" in toast for toast in toasts()), "the failure")
        assert "It goes well." not in toasts()
        await driver.press("up", "down", "r")
        await driver.until_status("3,000 loaded")
        assert not any("broke off" in toast for toast in toasts())

    drive(connection_to(demo), story)
