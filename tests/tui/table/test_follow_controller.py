"""Following in the explorer: what arrives stands on top, and nobody's cursor is taken away."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.tui.table import follow_controller
from netwrix_tui.tui.table.follow_controller import FollowController
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.terminal.slow_line import go_easy
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.fake_host import FakeHost
from tests.tui.table.follow_driving import SMALL, follow, under_cursor, until_came, what, write


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_controller, "PACE", PollBackoff(0.1))


@pytest.fixture
def server(demo_servers: DemoServers) -> Demo:
    """Nothing comes by itself: a test writes what is to come."""
    return demo_servers.fresh(records=3_000)


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
        assert "newest first" in driver.explorer.table.store.arrival_order
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
        searching = driver.explorer.current_search
        while searching.phase is not PagerPhase.END:
            await driver.press("end")
            await driver.until(lambda: searching.phase in (PagerPhase.MORE, PagerPhase.END))
        await driver.until_status("following", "all")
        table = driver.explorer.table
        rids = [table.store.rid(row) for row in range(len(table.store))]
        assert len(set(rids)) == len(rids)
        assert [what(driver, row) for row in range(3)] == ["top-2", "top-1", "top-0"]
        shown = [table.view.store_row(row) for row in range(3, len(table.view))]
        moments = [table.store.timestamps[row] for row in shown]
        assert moments == sorted(moments, reverse=True)
        assert table.store.duplicates == 0

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
            assert driver.explorer.current_search.in_slices
        await follow(driver)
        write(server, "top", 2)
        await until_came(driver, ["top-0", "top-1"])
        await driver.press("L")
        await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.END)
        await driver.until_status("following")
        table = driver.explorer.table
        await driver.until(lambda: len(table.view) == len(table.store))
        rids = {table.store.rid(row) for row in range(len(table.store))}
        assert len(rids) == len(table.store)
        assert [what(driver, row) for row in range(2)] == ["top-1", "top-0"]
        assert table.store.duplicates == 0

    drive(connection_to(server, page_size=100), story)


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


def test_on_a_slow_line_no_clock_runs_and_the_words_stay_true(
    server: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_controller, "PACE", PollBackoff(1_000.0))

    async def run() -> None:
        app = NetwrixTui(replace(server_session(connection_to(server)), slow=True))
        try:
            async with app.run_test(size=SMALL) as pilot:
                driver = Driver(app, pilot)
                await driver.until(lambda: driver.stands)
                await driver.until_loaded()
                await driver.press("F")
                await driver.until_status("following · looked at")
                said = r"following · looked at \d\d:\d\d:\d\d · all [\d,]+ loaded"
                assert re.match(said, driver.status)
                assert driver.explorer.status.ticks is None
        finally:
            go_easy(app, slow=False)

    asyncio.run(run())


def test_the_sign_of_the_new_goes_after_a_while(
    server: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_controller, "NEW_SECONDS", 0.5)

    async def story(driver: Driver) -> None:
        await follow(driver)
        table = driver.explorer.table
        written = write(server, "new")
        await driver.until(lambda: table.render_line(1).text[:3] == "▌* ")
        assert what(driver) == written[0]
        await driver.until(lambda: table.render_line(1).text[:3] == "▌  ")

    drive(connection_to(server), story)


def test_without_the_screen_a_search_that_failed_is_not_followed() -> None:
    host = FakeHost()
    search = SimpleNamespace(
        loaded=SimpleNamespace(
            store=Store(), live=None, generation=1, unfollow=lambda: None
        ),
        followed=None, phase=PagerPhase.FAILED, show_status=lambda: None,
    )  # fmt: skip
    follow = FollowController(
        host, ResultsTable(), None, search,
        wire=lambda: WireFormat.JSON, after_error=lambda error, go_on: None,
    )  # fmt: skip
    follow.toggle()
    assert "The search itself failed" in host.said[-1]
    assert not follow.has_ended
    assert not follow.stop()
