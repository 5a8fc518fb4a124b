"""Following in the explorer: what arrives stands on top, and nobody's cursor is taken away."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.when import Timeframe, TimeRange
from netwrix_tui.results.pace import Pace
from netwrix_tui.results.pager import PagerPhase
from netwrix_tui.tui.app import NetwrixTui
from netwrix_tui.tui.exploring import watching
from netwrix_tui.tui.opening import session_of
from netwrix_tui.tui.screens.ask_password import AskPassword
from netwrix_tui.tui.terminal.slow_line import go_easy
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.written import new_record

SMALL = (80, 24)


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "PACE", Pace(0.1))


@pytest.fixture
def server(demo_servers: DemoServers) -> Demo:
    """Nothing comes by itself: a test writes what is to come."""
    return demo_servers.fresh(records=3_000)


def write(demo: Demo, what: str, count: int = 1, **fields: str) -> list[str]:
    """Records happen now, the last one last; returns what they are about."""
    written = [f"{what}-{number}" for number in range(count)]
    records = [
        new_record(What=name, When=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", **fields)
        for name in written
    ]
    with demo.http(demo.account("Contributor")) as client:
        answer = client.post("", params={"format": "json"}, json=records)
    assert answer.status_code == 200, answer.text
    return written


def what(driver: Driver, row: int = 0) -> str:
    table = driver.explorer.table
    return table.store.row(table.view.store_row(row)).what if row < len(table.view) else ""


def under_cursor(driver: Driver) -> str:
    return what(driver, driver.explorer.table.cursor_row)


async def follow(driver: Driver) -> None:
    await driver.until_loaded()
    await driver.press("F")
    await driver.until_status("following · looked")


async def until_came(driver: Driver, written: list[str]) -> None:
    """Until all of these stand on top, the latest first."""
    await driver.until(
        lambda: [what(driver, row) for row in range(len(written))] == written[::-1], str(written)
    )


def searches(demo: Demo) -> int:
    return sum(request.endpoint == "search" for request in demo.requests())


def test_what_arrives_stands_on_top_and_the_view_follows_the_top(server: Demo) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        loaded = driver.loaded
        written = write(server, "first") + write(server, "second", 2)
        await until_came(driver, written)
        table = driver.explorer.table
        assert table.cursor_row == 0
        assert under_cursor(driver) == written[-1]
        assert driver.loaded == loaded + 3
        await driver.until_status("following", "3 new")
        assert "double" not in driver.status
        assert "newest first" in driver.explorer.table.store.order
        signs = [table.render_line(line).text[:3] for line in (1, 2, 3, 4)]
        assert signs == ["▌* ", " * ", " * ", "   "]

    drive(connection_to(server), story)


def test_who_has_moved_stays_on_the_record_and_is_told_what_is_above(server: Demo) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        table = driver.explorer.table
        await driver.press("down", "down", "right")
        record, lines = under_cursor(driver), [table.render_line(y).text for y in range(1, 15)]
        written = write(server, "above", 12)
        await driver.until_status("12 new above (home) · ")
        assert under_cursor(driver) == record
        assert [table.render_line(y).text for y in range(1, 15)] == lines
        await driver.press("up", "up", "up", "up")
        await driver.until_status("10 new above")
        await driver.press("home")
        await until_came(driver, written)
        await driver.until(lambda: "above" not in driver.status)
        written += write(server, "later")
        await until_came(driver, written)
        assert under_cursor(driver) == written[-1]

    drive(connection_to(server), story, size=SMALL)


def test_a_record_that_is_read_is_not_exchanged(server: Demo) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        record = under_cursor(driver)
        await driver.press("enter")
        await driver.until(lambda: driver.explorer.viewer.has_focus_within)
        await until_came(driver, write(server, "meanwhile", 2))
        assert under_cursor(driver) == record
        await driver.until(lambda: f"3 of {driver.loaded:,}" in driver.screen_text())

    drive(connection_to(server), story, size=(160, 50))


def test_f_pauses_and_goes_on_and_esc_ends_it(server: Demo) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        await driver.press("down", "up", "space")
        await driver.press("F")
        await driver.until_status("following paused · F goes on")
        await driver.pilot.pause(0.3)  # a look that was under way has ended
        asked = searches(server)
        written = write(server, "paused")
        await driver.pilot.pause(0.5)
        assert searches(server) == asked
        await driver.press("F")
        await until_came(driver, written)
        await driver.press("escape")
        assert "following" not in driver.status
        assert len(driver.explorer.table.marks) == 1
        asked = searches(server)
        await driver.pilot.pause(0.5)
        assert searches(server) <= asked + 1  # one that was under way when it ended
        await driver.press("escape")
        assert not driver.explorer.table.marks
        write(server, "afterwards")
        await driver.press("F")
        await driver.until(lambda: what(driver) == "afterwards-0")

    drive(connection_to(server), story, size=SMALL)


def test_arrivals_go_where_they_sort_and_only_where_they_match(server: Demo) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        table = driver.explorer.table
        await driver.press("right", "S")
        await driver.until_status("sorted by Who ▲")
        write(server, "sorted", Who="\x7f last")
        await driver.until(lambda: what(driver, len(table.view) - 1) == "sorted-0")
        await driver.press("S", "S")
        await driver.until(lambda: what(driver) == "sorted-0")
        await driver.press("slash", *"what:match", "enter")
        await driver.until(lambda: len(table.view) < 100)
        before = len(table.view)
        write(server, "other")
        written = write(server, "match", 2)
        await until_came(driver, written)
        assert len(table.view) == before + 2
        await driver.press("escape")
        await driver.until(
            lambda: (
                [what(driver, n) for n in range(4)] == ["match-1", "match-0", "other-0", "sorted-0"]
            )
        )

    drive(connection_to(server), story)


def test_older_pages_still_come_at_the_end(server: Demo) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        write(server, "top", 3)
        await driver.until_status("3 new")
        for _ in range(200):
            if driver.explorer.searching.phase is PagerPhase.END:
                break
            await driver.press("end")
            await driver.pilot.pause(0.02)
        await driver.until_status("following", "all")
        table = driver.explorer.table
        rids = [table.store.rid(row) for row in range(len(table.store))]
        assert len(set(rids)) == len(rids)
        assert [what(driver, row) for row in range(3)] == ["top-2", "top-1", "top-0"]
        shown = [table.view.store_row(row) for row in range(3, len(table.view))]
        moments = [table.store.moments[row] for row in shown]
        assert moments == sorted(moments, reverse=True)
        assert table.store.doubles == 0

    drive(connection_to(server, page_size=100), story)


@pytest.mark.parametrize("in_slices", [False, True])
def test_where_the_oldest_come_first_what_arrives_is_on_top_all_the_same(
    demo_servers: DemoServers, in_slices: bool
) -> None:
    server = demo_servers.fresh(records=3_000, arguments=["--oldest-first"])

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        if in_slices:
            await driver.press("N")
            await driver.until_loaded()
            assert driver.explorer.searching.in_slices
        await follow(driver)
        write(server, "top", 2)
        await until_came(driver, ["top-0", "top-1"])
        await driver.press("L")
        await driver.until(lambda: driver.explorer.searching.phase is PagerPhase.END)
        await driver.until_status("following")
        table = driver.explorer.table
        await driver.until(lambda: len(table.view) == len(table.store))
        rids = {table.store.rid(row) for row in range(len(table.store))}
        assert len(rids) == len(table.store)
        assert [what(driver, row) for row in range(2)] == ["top-1", "top-0"]
        assert table.store.doubles == 0

    drive(connection_to(server, page_size=100), story)


def test_a_step_that_is_left_keeps_what_came_and_can_be_followed_again(server: Demo) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        write(server, "before", 2)
        await driver.until_status("2 new")
        await driver.press("down", "space")
        left = driver.explorer.table.state()
        driver.explorer.builder.plan = SearchPlan.of(Filter("Action", Operator.EQUALS, "Removed"))
        await driver.press("f5")
        await driver.until_loaded()
        await driver.until(lambda: "following" not in driver.status)
        asked = searches(server)
        write(server, "away")
        await driver.pilot.pause(0.5)
        assert searches(server) == asked
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


def test_a_word_anywhere_is_followed_too(server: Demo) -> None:
    async def story(driver: Driver) -> None:
        word = SearchPlan.of(Filter(ANYWHERE, Operator.CONTAINS, "quokka"))
        driver.explorer.builder.plan = word
        await driver.press("f5")
        await driver.until(lambda: "No records." in driver.screen_text())
        await driver.press("F")
        await driver.until(lambda: "No records yet." in driver.screen_text())
        await driver.until_status("following · looked")
        write(server, "nothing")
        write(server, "quokka")
        await driver.until(lambda: what(driver) == "quokka-0")
        write(server, "other", Who="CORP\\quokka", Workstation="quokka7")
        await driver.until(lambda: what(driver) == "other-0")
        await driver.until_status("2 new")
        assert driver.loaded == 2

    drive(connection_to(server), story, size=SMALL)


@pytest.mark.parametrize(
    "when", [Timeframe.YESTERDAY, TimeRange(end=datetime(2026, 1, 2, tzinfo=UTC))]
)
def test_a_search_that_ends_in_the_past_says_so(demo: Demo, when: Timeframe | TimeRange) -> None:
    async def story(driver: Driver) -> None:
        driver.explorer.builder.plan = SearchPlan.of(Filter("When", Operator.EQUALS, when))
        await driver.press("f5", "F")
        await driver.until(
            lambda: any("no new record can come" in n.message for n in driver.app._notifications)
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
        await driver.until(
            lambda: any("r tries it again" in n.message for n in driver.app._notifications)
        )
        assert driver.explorer.searching.followed is None

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
        assert driver.explorer.searching.phase is not PagerPhase.FAILED
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


def test_nothing_is_asked_once_the_program_has_ended(server: Demo) -> None:
    drive(connection_to(server), follow, size=SMALL)
    asked = searches(server)
    time.sleep(0.5)  # five looks
    assert searches(server) == asked


def test_nothing_is_asked_of_a_server_that_was_left(server: Demo, demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await follow(driver)
        first = driver.explorer
        driver.app.open_session(session_of(connection_to(demo)))
        await driver.until(lambda: not first.is_running)
        await driver.until_loaded()
        asked = searches(server)
        assert "following" not in driver.status
        await driver.pilot.pause(0.5)
        assert searches(server) == asked

    drive(connection_to(server), story)


def test_on_a_slow_line_no_clock_runs_and_the_words_stay_true(
    server: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PACE", Pace(1_000.0))

    async def run() -> None:
        app = NetwrixTui(replace(session_of(connection_to(server)), slow=True))
        try:
            async with app.run_test(size=SMALL) as pilot:
                driver = Driver(app, pilot)
                await driver.until(lambda: driver.stands)
                await driver.until_loaded()
                await driver.press("F")
                await driver.until_status("following · looked at")
                said = r"following · looked at \d\d:\d\d:\d\d · all [\d,]+ loaded"
                assert re.match(said, driver.status)
                assert driver.explorer.panes.status._ticks is None
        finally:
            go_easy(app, slow=False)

    asyncio.run(run())


def test_the_sign_of_the_new_goes_after_a_while(
    server: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "NEW_SECONDS", 0.5)

    async def story(driver: Driver) -> None:
        await follow(driver)
        table = driver.explorer.table
        written = write(server, "new")
        await driver.until(lambda: table.render_line(1).text[:3] == "▌* ")
        assert what(driver) == written[0]
        await driver.until(lambda: table.render_line(1).text[:3] == "▌  ")

    drive(connection_to(server), story)
