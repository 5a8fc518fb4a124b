"""The main job in the explorer: search, scroll, read, search again. Over real TLS and NTLM."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from netwrix_tui.client.connection import AuthScheme
from netwrix_tui.demo.monitored_items import FINANCE_PLAN
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.explorer.help_screen import HelpScreen
from netwrix_tui.tui.record.record_viewer import RecordView
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.waiting import PATIENCE

WIRES = pytest.mark.parametrize("wire", list(WireFormat))
EVERYTHING = SearchPlan()


async def search_everything(driver: Driver) -> None:
    driver.explorer.builder.plan = EVERYTHING
    await driver.press("f5")


@pytest.mark.parametrize("scheme", [AuthScheme.AUTO, AuthScheme.DIGEST])
def test_the_top_line_names_the_scheme_that_is_used(demo: Demo, scheme: AuthScheme) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        name = "NTLM" if scheme is AuthScheme.AUTO else "Digest"
        await driver.until(lambda: f" · {name} · certificate pinned" in top(driver))

    def top(driver: Driver) -> str:
        return driver.screen_text().splitlines()[0]

    drive(replace(connection_to(demo), auth=scheme), story, (120, 24))


@WIRES
def test_the_last_seven_days_are_there_at_the_start(demo: Demo, wire: WireFormat) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_status("loaded", "newest first")
        text = driver.screen_text()
        assert "Everything, last seven days" in text
        assert "CORP\\jane @ 127.0.0.1:" in text
        assert driver.explorer.table.has_focus
        assert driver.explorer.current_search.store.format(0) is wire

    drive(connection_to(demo, wire=wire), story)


@WIRES
def test_end_after_end_loads_all_records(demo: Demo, wire: WireFormat) -> None:
    async def story(driver: Driver) -> None:
        await search_everything(driver)
        # As somebody does who holds the key down, for as long as records keep coming.
        loaded, deadline = 0, time.monotonic() + PATIENCE
        while "all 20,000 loaded" not in driver.status:
            await driver.press("end")
            if driver.loaded > loaded:
                loaded, deadline = driver.loaded, time.monotonic() + PATIENCE
            assert time.monotonic() < deadline, driver.status
        store = driver.explorer.current_search.store
        rids = [store.row(row).rid for row in range(len(store))]
        assert len(set(rids)) == 20_000
        moments = [store.timestamp(row) for row in range(len(store))]
        assert moments == sorted(moments, reverse=True)
        await driver.press("end")  # two pages may have come since the one before
        assert driver.explorer.table.cursor_row == 19_999

    drive(connection_to(demo, wire=wire), story)


def test_no_page_is_fetched_before_it_is_needed(demo_servers: DemoServers) -> None:
    demo = demo_servers.fresh(records=5_000)

    def pages() -> int:
        return sum(1 for r in demo.requests() if r.endpoint == "enum" and r.rows > 1)

    async def story(driver: Driver) -> None:
        await search_everything(driver)
        await driver.until_status("1,000 loaded, more available")
        for _ in range(10):
            await driver.press("pagedown")
        assert driver.explorer.table.cursor_row < 700
        assert pages() == 1
        while driver.explorer.table.cursor_row < 900:
            await driver.press("pagedown")
        await driver.until_status("2,000 loaded, more available")
        assert pages() == 2
        assert driver.explorer.table.cursor_row < 1_000

    drive(connection_to(demo), story)


def test_the_cursor_stays_while_pages_come_in(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await search_everything(driver)
        await driver.until_status("1,000 loaded")
        table = driver.explorer.table
        await driver.press("end")
        row, top = table.cursor_row, table.scroll_offset.y
        await driver.until_status("2,000 loaded")
        assert (table.cursor_row, table.scroll_offset.y) == (row, top)

    drive(connection_to(demo), story)


def test_a_new_search_leaves_nothing_of_the_old_one(demo_servers: DemoServers) -> None:
    # Each page takes its time, so that answers of the old search are still under way.
    demo = demo_servers.fresh(records=5_000, arguments=["--page-delay", "0.3"])

    async def story(driver: Driver) -> None:
        explorer = driver.explorer
        for name in ("Failed Logon", "Read", "Removed"):
            explorer.builder.plan = SearchPlan.of(Filter("Action", Operator.EQUALS, name))
            await driver.press("f5")
        await driver.until_loaded()
        store = explorer.current_search.store
        assert {store.row(row).action for row in range(len(store))} == {"Removed"}
        await driver.until(lambda: "removed" in driver.screen_text())

    drive(connection_to(demo), story)


def test_escape_cancels_and_f5_starts_again(demo_servers: DemoServers) -> None:
    demo = demo_servers.fresh(records=2_000, arguments=["--fault", "delay:1:60"])

    async def story(driver: Driver) -> None:
        await driver.until_status("loading page 1")
        # A page is logged as its delay begins; given up any sooner, the next search meets it.
        await driver.until(lambda: any(r.rows > 1 for r in demo.requests()), "the page is held")
        await driver.press("escape")
        await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.IDLE)
        await driver.until(lambda: "F5 searches" in driver.screen_text())
        await driver.press("f5")
        await driver.until_loaded()

    drive(connection_to(demo), story)


def test_an_empty_result_says_what_was_looked_for(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        nobody = Filter("Who", Operator.EQUALS, "CORP\\nobody.at.all")
        driver.explorer.builder.plan = SearchPlan.initial().add(nobody)
        await driver.press("f5")
        await driver.until(lambda: "No records." in driver.screen_text())
        text = re.sub(r"\s+", " ", driver.screen_text())
        assert "nobody.at.all" in text
        assert "What may help" in text

    drive(connection_to(demo), story)


def test_a_filter_is_added_and_searched_for_by_keyboard(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("b", "a", *"action", "enter")
        await driver.press(*"Failed", "space", *"Logon", "enter")
        await driver.until(lambda: len(driver.app.screen_stack) == 2, "the editor closes")
        await driver.until(lambda: "F5 searches" in driver.screen_text())
        await driver.press("f5")
        await driver.until_loaded()
        store = driver.explorer.current_search.store
        assert {store.row(row).action for row in range(len(store))} == {"Failed Logon"}
        await driver.until(lambda: driver.explorer.table.has_focus)

    drive(connection_to(demo), story)


@WIRES
def test_a_record_is_read_in_all_views(demo: Demo, wire: WireFormat) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        await driver.press("enter")
        await driver.until(lambda: explorer.viewer.has_record and explorer.viewer.has_focus)
        record: ActivityRecord = explorer.current_search.store.record(0)
        await driver.until(lambda: record.rid in driver.screen_text())
        key = "3" if wire is WireFormat.JSON else "4"
        await driver.press(key)
        await driver.until(lambda: "as the server sent it" in driver.screen_text())
        await driver.until(lambda: record.rid in driver.screen_text())
        await driver.press("4" if key == "3" else "3")
        await driver.until(lambda: "by its RID" in driver.screen_text())
        await driver.until(
            lambda: explorer.viewer.view is (RecordView.XML if key == "3" else RecordView.JSON)
        )
        await driver.until(lambda: record.rid in driver.screen_text())
        await driver.press("n", "1")
        await driver.until(lambda: explorer.table.cursor_row == 1)
        await driver.until(
            lambda: explorer.current_search.store.record(1).rid in driver.screen_text()
        )
        await driver.press("escape")
        await driver.until(lambda: explorer.table.has_focus)

    drive(connection_to(demo, wire=wire), story, size=(160, 50))


def test_at_80x24_record_and_builder_lie_over_the_table(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        assert explorer.table.size.height - 1 >= 14
        assert not explorer.builder.display
        assert not explorer.viewer.display
        await driver.press("down", "down", "enter")
        await driver.until(lambda: explorer.viewer.display)
        await driver.until(lambda: not explorer.table.display)
        await driver.press("escape")
        await driver.until(lambda: explorer.table.has_focus)
        await driver.until(lambda: explorer.table.cursor_row == 2)
        await driver.press("b")
        await driver.until(lambda: explorer.builder.has_focus)
        await driver.press("escape")
        await driver.until(lambda: explorer.table.has_focus)
        await driver.until(lambda: not explorer.builder.display)

    drive(connection_to(demo), story, size=(80, 24))


@pytest.mark.parametrize("size", [(40, 10), (60, 20), (100, 32), (200, 60)])
def test_every_size_works(demo: Demo, size: tuple[int, int]) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("down", "enter", "escape", "b", "escape", "question_mark", "escape")
        await driver.until(lambda: driver.explorer.table.cursor_row == 1)
        first, *_, last = driver.screen_text().splitlines()
        assert "jane" in first
        assert "open" in last

    drive(connection_to(demo), story, size=size)


def test_a_terminal_that_grows_shows_the_record_under_the_cursor(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        await driver.press("enter")
        await driver.until(lambda: explorer.viewer.has_record)
        await driver.press("escape", "down", "down")
        await driver.pilot.resize_terminal(160, 50)
        await driver.until(lambda: f"3 of {driver.loaded:,}" in driver.screen_text())
        what = explorer.table.store.row(2).what.rpartition("\\")[2]
        assert what in driver.screen_text()
        await driver.pilot.resize_terminal(80, 24)
        await driver.press("f5")
        await driver.until_loaded()
        assert not explorer.viewer.has_record
        await driver.pilot.resize_terminal(160, 50)
        await driver.until(lambda: explorer.viewer.has_record)

    drive(connection_to(demo), story, size=(80, 24))


def test_one_key_switches_to_utc_everywhere(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("enter", "escape", "u")
        text = driver.screen_text()
        assert "When (UTC)" in text
        when = driver.explorer.current_search.store.row(0).when
        assert when[11:19] in text

    drive(connection_to(demo), story)


def test_help_explains_the_focused_pane_first(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("b", "question_mark")
        await driver.until(lambda: isinstance(driver.app.screen, HelpScreen))
        text = driver.screen_text()
        assert text.index("Add a filter") < text.index("Everywhere")
        await driver.press("escape")
        await driver.press("escape", "question_mark")
        text = driver.screen_text()
        assert text.index("Mark the record") < text.index("Everywhere")

    drive(connection_to(demo), story, size=(120, 60))


def test_the_palette_finds_an_action_by_its_words(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("ctrl+p", *"mark the rec")
        await driver.until(lambda: "Mark the record" in driver.screen_text())
        await driver.press("enter", "enter")
        await driver.until(lambda: len(driver.explorer.table.marks) == 1)

    drive(connection_to(demo), story)


def test_a_reviewer_sees_the_records_of_one_plan(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await search_everything(driver)
        await driver.until_loaded()
        store = driver.explorer.current_search.store
        assert {store.row(row).monitoring_plan for row in range(len(store))} == {FINANCE_PLAN}

    drive(connection_to(demo, role="Reviewer"), story)
