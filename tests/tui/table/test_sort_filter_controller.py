"""Sorting and filtering what is loaded, in the explorer: keys, cursor, marks, the words above."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Label

from netwrix_tui.records.epoch import EPOCH
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.working_hours import WorkingHours
from netwrix_tui.tui.table.cells import MONTHS
from netwrix_tui.tui.table.quick_filter_line import QuickFilterLine
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.sort_filter_controller import SortFilterController
from netwrix_tui.tui.table.table_columns import CHANGES, WHEN
from netwrix_tui.tui.text.visible_input import VisibleInput
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.fake_host import FakeHost
from tests.tui.settling import settle


@pytest.fixture
def demo(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=3_000)


def whos(driver: Driver) -> list[str]:
    table = driver.explorer.table
    return [table.store.row(table.view.store_row(row)).who for row in range(len(table.view))]


def in_order(values: list[str]) -> bool:
    folded = [(value.casefold(), value) for value in values]
    return folded == sorted(folded)


def heading(driver: Driver) -> str:
    return driver.explorer.table.render_line(0).text


def test_sorting_keeps_the_cursor_on_its_record_and_turns_with_each_press(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("down", "down", "space", "right")
        record, marked = table.record_row, table.marks.sorted()
        await driver.press("S")
        await driver.until_status("sorted by Who ▲ · ", "loaded, more available", "1 marked")
        assert in_order(whos(driver))
        assert table.record_row == record
        assert table.marks.sorted() == marked
        assert "Who ▲" in heading(driver)
        assert sum(line.startswith("▌") for line in driver_lines(driver)) == 1
        await driver.press("S")
        await driver.until_status("sorted by Who ▼")
        assert in_order(whos(driver)[::-1])
        await driver.press("right", "+")
        await driver.until_status("sorted by Who ▼, Action ▲")
        assert "Who ▼1" in heading(driver)
        assert "Action ▲2" in heading(driver)
        await driver.press("left", "S", "S", "S")
        await driver.until_status("newest first")
        assert table.view.is_plain
        assert table.record_row == record

    drive(connection_to(demo, page_size=300), story)


def driver_lines(driver: Driver) -> list[str]:
    table = driver.explorer.table
    return [table.render_line(y).text for y in range(table.size.height)]


def test_pages_that_come_into_a_sorted_view_are_put_into_their_places(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("right", "S")
        await driver.until_status("sorted by Who ▲")
        before = len(table.view)
        await driver.press("end")
        record = table.record_row
        await driver.until(lambda: len(table.view) > before, "rows merged in")
        assert in_order(whos(driver))
        assert table.record_row == record

    drive(connection_to(demo, page_size=300), story)


def test_the_quick_filter_works_while_one_types_and_says_of_how_many(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table, line = driver.explorer.table, driver.explorer.query_one(QuickFilterLine)
        name = table.store.row(0).who.rpartition("\\")[2]
        loaded = len(table.store)
        await driver.press("slash", *f"who:{name[:4]}")
        await driver.until_status(f" of {loaded:,} loaded match")
        assert 0 < len(table.view) < loaded
        assert all(name[:4].casefold() in who.casefold() for who in whos(driver))
        await driver.press("enter")
        await driver.until(lambda: table.has_focus and not line.display, "back in the table")
        await driver.press("slash")
        await driver.until(lambda: line.query_one(VisibleInput).has_focus, "the line")
        assert line.query_one(VisibleInput).value == f"who:{name[:4]}"
        await driver.press("escape")
        await driver.until_status("newest first", f"{loaded:,} loaded")
        assert len(table.view) == loaded
        assert table.has_focus

    drive(connection_to(demo), story)


def test_the_quick_filter_takes_a_day_as_the_column_shows_it(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table, line = driver.explorer.table, driver.explorer.query_one(QuickFilterLine)
        loaded = len(table.store)
        moment = table.store.timestamp(loaded // 2)
        assert moment is not None
        day = (EPOCH + timedelta(microseconds=moment)).astimezone(table.zone.tzinfo)
        expected = [
            (EPOCH + timedelta(microseconds=each)).astimezone(table.zone.tzinfo).date()
            for each in table.store.timestamps
        ].count(day.date())
        await driver.press("slash", *f"{day.day} {MONTHS[day.month - 1]}")
        await driver.until_status(f"{expected:,} of {loaded:,} loaded match")
        line.query_one(VisibleInput).value = "when:yesturday"
        await driver.until_status(f"0 of {loaded:,} loaded match · when: takes today, 7d")
        assert "when: takes today" in str(line.query_one("#filter-count", Label).content)

    drive(connection_to(demo), story)


def test_esc_in_the_table_drops_the_filter_before_the_marks(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        loaded = len(table.store)
        await driver.press("space", "slash", *"nobody at all", "enter")
        await driver.until_status(f"0 of {loaded:,} loaded match", "1 marked")
        assert table.cell_text() == ""
        await driver.press("up", "enter", "S", "end")
        await driver.press("escape")
        await driver.until(lambda: len(table.view) == loaded, "all of them")
        assert len(table.marks) == 1
        await driver.press("escape")
        assert not table.marks

    drive(connection_to(demo), story)


def test_marked_records_are_copied_in_the_order_shown(demo: Demo, tmp_path: Path) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("right", "S")
        await driver.until_status("sorted by Who ▲")
        await driver.press("home", *["space"] * 12)
        expected = [table.view.store_row(row) for row in range(12)]
        assert table.records == expected
        await driver.press("S")
        await driver.until_status("sorted by Who ▼")
        assert sorted(table.records) == sorted(expected)
        assert in_order([table.store.row(row).who for row in reversed(table.records)])

    drive(connection_to(demo), story)


def test_a_state_brings_back_everything_that_was_shown(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f5")  # the trail takes its line
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("right", "S", "pagedown", "space")
        await driver.until_status("sorted by Who ▲")
        state, lines = table.state(), driver_lines(driver)
        record = table.record_row
        await driver.press("f5")
        await driver.until_loaded()
        assert table.view.is_plain
        await driver.press("left", "down")
        assert table.cursor_column is WHEN
        table.restore(state)
        await settle(driver.pilot)
        assert table.record_row == record
        # A line less: there is a trail by now.
        assert driver_lines(driver) == lines[: table.size.height]
        assert len(table.marks) == 1

    drive(connection_to(demo), story)


def test_a_new_search_starts_unsorted_while_the_old_one_is_still_being_sorted(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("S", "slash", *"jane", "enter", "f5")
        await driver.until_loaded()
        await driver.until_status("newest first")
        assert driver.explorer.table.view.is_plain

    drive(connection_to(demo), story)


def test_everything_is_loaded_at_one_key_and_pauses_at_the_same(
    demo_servers: DemoServers,
) -> None:
    demo = demo_servers.shared(records=3_000, arguments=["--page-delay", "0.1"])

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        explorer.builder.plan = SearchPlan()
        await driver.press("f5")
        await driver.until(lambda: len(explorer.current_search.store) >= 100, "the first page")
        await driver.press("L")
        await driver.until_status("loading all · ", "L pauses · esc stops")
        await driver.press("L")
        await driver.until_status("loaded, more available")
        paused = len(explorer.current_search.store)
        assert paused < 3_000
        await driver.press("L")
        await driver.until_status("loading all")
        await driver.press("escape")
        await driver.until_status("loaded, more available")
        await driver.press("right", "S", "L")
        await driver.until_status("sorted by Who ▲ · all 3,000 loaded")
        await driver.until(lambda: len(explorer.table.view) == 3_000, "all of them, sorted")
        assert in_order(whos(driver))

    drive(connection_to(demo, page_size=100), story)


def matches(driver: Driver) -> tuple[int, int]:
    """What the line of the filter says: how many match, and of how many; 0 of 0 for nothing."""
    said = str(driver.explorer.query_one("#filter-count", Label).content)
    found = re.fullmatch(r"([\d,]+) of ([\d,]+) match(?:es)?", said)
    return (0, 0) if found is None else tuple(int(n.replace(",", "")) for n in found.groups())  # type: ignore[return-value]


def test_the_line_of_the_filter_counts_the_matches_as_records_come_in(
    demo_servers: DemoServers,
) -> None:
    demo = demo_servers.shared(records=3_000, arguments=["--page-delay", "0.1"])

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        explorer.navigation.begin(SearchPlan())
        await driver.until(lambda: len(explorer.current_search.store) >= 100, "the first page")
        await driver.press("L", "slash", *"read")
        await driver.until(lambda: matches(driver)[0] > 0, "a count")
        first = matches(driver)
        assert first[0] <= first[1] <= len(explorer.current_search.store)
        await driver.until_status("loading all", " loaded match")
        await driver.until(lambda: matches(driver) > first, "a greater count")
        assert explorer.current_search.is_loading_all
        await driver.until(lambda: matches(driver)[1] == 3_000, "the count of all")
        assert matches(driver)[0] == len(explorer.table.view) < 3_000
        assert f"{len(explorer.table.view):,} of 3,000 match" in driver.screen_text()
        await driver.press("ctrl+u")
        await driver.until(lambda: matches(driver) == (0, 0), "no count without a filter")

    drive(connection_to(demo, page_size=100), story, size=(80, 24))


def test_a_count_that_comes_while_the_program_is_left_is_no_mistake(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        line = driver.explorer.query_one(QuickFilterLine)
        line.show_count("1 of 2 matches")
        assert str(line.query_one("#filter-count", Label).content) == "1 of 2 matches"
        await line.query_one("#filter-count").remove()
        line.show_count("2 of 2 match")

    drive(connection_to(demo), story)


def test_without_the_screen_what_cannot_be_sorted_by_is_said() -> None:
    host, shown = FakeHost(), []
    controller = SortFilterController(
        host, ResultsTable(), QuickFilterLine(), WorkingHours(),
        show_work=shown.append, changed=lambda: None,
    )  # fmt: skip
    controller.sort_by(CHANGES, further=False)
    assert "cannot be sorted by Changes" in host.said[-1]
    assert not controller.drop_filter()
    controller.sort_by(WHEN, further=False)
    assert shown == ["sorting …"]
    assert len(host.works) == 1
