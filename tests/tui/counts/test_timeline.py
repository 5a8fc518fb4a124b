"""F4: the loaded records over time, and what the keys and the mouse make of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.when import TimeRange, instant
from netwrix_tui.results.view.counts import Bucket
from netwrix_tui.tui.counts.timeline import Timeline
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.settling import click, settle

SIZES = [(80, 24), (60, 20), (120, 24), (160, 50)]
SECOND = timedelta(seconds=1)


@pytest.fixture
def demo(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=3_000)


def timeline(driver: Driver) -> Timeline:
    return driver.explorer.query_one(Timeline)


def when(driver: Driver) -> Filter:
    parameters = driver.explorer.current_search.parameters
    assert parameters is not None
    return next(each for each in parameters.filters if each.name == "When")


def moments(driver: Driver) -> list[datetime]:
    """The times of the records shown, in the order shown."""
    table = driver.explorer.table
    rows = (table.view.store_row(row) for row in range(len(table.view)))
    read = (instant(table.store.row(row).when) for row in rows)
    return [moment for moment in read if moment is not None]


def title(driver: Driver) -> str:
    """The line above the bars."""
    return next(line for line in driver.screen_text().splitlines() if "TIMELINE" in line)


def asked(first: Bucket, last: Bucket) -> tuple[datetime, datetime]:
    """What is searched for; in UTC, since a clock that is put back shows an hour twice."""
    return first.start.astimezone(UTC), last.end.astimezone(UTC) - SECOND


async def drawn(driver: Driver) -> None:
    """Wait until the bars are those of the records shown."""
    pane = timeline(driver)

    def holds() -> bool:
        lines = pane.lines
        total = lines.count(0, len(lines) - 1)
        return pane.display and total == len(driver.explorer.table.view) > 0

    await driver.until(holds, "bars")


async def opened(driver: Driver) -> None:
    await driver.until_loaded()
    await driver.press("f4")
    await drawn(driver)


@pytest.mark.parametrize("size", SIZES)
def test_bars_stand_over_the_table(demo: Demo, size: tuple[int, int]) -> None:
    async def story(driver: Driver) -> None:
        await opened(driver)
        pane, table = timeline(driver), driver.explorer.table
        assert pane.has_focus
        assert table.display
        assert 1 < len(pane.lines) <= pane.most
        for bucket in pane.lines.buckets:
            inside = [moment for moment in moments(driver) if bucket.start <= moment < bucket.end]
            assert len(inside) == bucket.count
        text = driver.screen_text()
        assert "TIMELINE" in text
        assert "█" in text
        assert "▲" in text
        await driver.press("escape")
        await driver.until(lambda: table.has_focus)
        assert pane.display
        assert f"{len(table.store):,} loaded" in title(driver)
        await driver.press("f4", "f4")
        await driver.until(lambda: table.has_focus and not pane.display)

    drive(connection_to(demo), story, size)


def test_a_bar_becomes_the_next_search_and_minus_goes_back(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await opened(driver)
        before, loaded = when(driver), len(driver.explorer.table.store)
        lines = timeline(driver).lines
        await driver.press("home")
        assert timeline(driver).chosen == (0, 0)
        assert lines.buckets[0].count
        await driver.press("end", "enter")
        await driver.until(lambda: when(driver) != before)
        await driver.until_loaded()
        last = lines.buckets[-1]
        value = when(driver).value
        assert isinstance(value, TimeRange)
        assert (value.start, value.end) == asked(last, last)
        assert len(driver.explorer.table.store) == last.count
        assert timeline(driver).has_focus
        await drawn(driver)
        await driver.press("minus")
        await driver.until(lambda: when(driver) == before)
        assert len(driver.explorer.table.store) == loaded
        await driver.until(lambda: timeline(driver).lines == lines, "the bars before")
        assert timeline(driver).has_focus

    drive(connection_to(demo), story, (80, 24))


def test_shift_selects_several_and_esc_gives_them_up(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await opened(driver)
        pane = timeline(driver)
        end = len(pane.lines) - 1
        await driver.press("shift+left", "shift+left")
        assert pane.chosen == (end - 2, end)
        assert "═" in driver.screen_text()
        await driver.press("escape")
        assert pane.chosen == (end - 2, end - 2)
        assert pane.has_focus
        buckets, first = pane.lines.buckets, end - 2
        while not buckets[first].count + buckets[first + 1].count:  # a night, a Sunday
            await driver.press("left")
            first -= 1
        await driver.press("J")
        assert pane.chosen == (first, first + 1)
        await driver.press("enter")
        await driver.until(lambda: isinstance(when(driver).value, TimeRange))
        value = when(driver).value
        assert isinstance(value, TimeRange)
        assert (value.start, value.end) == asked(buckets[first], buckets[first + 1])
        await driver.until_loaded()
        assert len(driver.explorer.table.store) == sum(b.count for b in buckets[first : first + 2])

    drive(connection_to(demo), story)


def test_space_finds_the_first_record_of_a_bar_however_it_is_sorted(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await opened(driver)
        pane, table = timeline(driver), driver.explorer.table
        for keys in ((), ("escape", "right", "S", "f4")):
            await driver.press(*keys)
            if keys:
                await driver.until_status("sorted by Who")
            place = next(p for p, bucket in enumerate(pane.lines.buckets) if bucket.count)
            pane.move_to(place)
            bucket = pane.lines.buckets[place]
            inside = [bucket.start <= moment < bucket.end for moment in moments(driver)]
            table.move_to(0)
            await driver.press("space")
            expected = inside.index(True)
            await driver.until(lambda row=expected: table.cursor_row == row)  # type: ignore[misc]
            assert pane.has_focus

    drive(connection_to(demo), story)


def test_it_fills_while_records_come_in_and_the_cursor_keeps_its_time(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        explorer.builder.plan = SearchPlan()
        await driver.press("f5")
        await opened(driver)
        pane = timeline(driver)
        await driver.press("left")
        at = pane.lines.buckets[pane.chosen[0]]
        await driver.press("L")
        await driver.until_status("all 3,000 loaded")
        await drawn(driver)
        now = pane.lines.buckets[pane.chosen[0]]
        assert now.start <= at.start < now.end

    drive(connection_to(demo, page_size=200), story)


def test_the_bars_follow_the_quick_filter_and_the_zone(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await opened(driver)
        loaded = len(driver.explorer.table.store)
        await driver.press("escape", "slash", *"logon", "enter")
        await driver.until_status("loaded match")
        await drawn(driver)
        assert timeline(driver).lines.is_filtered
        shown = len(driver.explorer.table.view)
        assert f"{shown:,} of {loaded:,}" in title(driver).replace("shown, of", "of")
        await driver.press("u")
        await driver.until(lambda: timeline(driver).lines.buckets[0].start.tzinfo is UTC)

    drive(connection_to(demo), story)


def test_the_mouse_sets_drags_and_zooms(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await opened(driver)
        pane, pilot = timeline(driver), driver.pilot
        width = pane.most
        x = [pane.lines.stretch(width, place, place)[0] + 1 for place in range(3)]
        await click(pilot, Timeline, offset=(x[1], 2))
        assert pane.chosen == (1, 1)
        await pilot.mouse_down(Timeline, offset=(x[0], 2))
        await pilot.hover(Timeline, offset=(x[2], 2))
        await pilot.mouse_up(Timeline, offset=(x[2], 2))
        await settle(pilot)
        assert pane.chosen == (0, 2)
        start = pane.lines.buckets[2].start
        await click(pilot, Timeline, offset=(x[2], 2), times=2)
        await driver.until(lambda: isinstance(when(driver).value, TimeRange))
        value = when(driver).value
        assert isinstance(value, TimeRange)
        assert value.start == start.astimezone(UTC)

    drive(connection_to(demo), story)


def test_it_stays_open_from_search_to_search_and_under_a_record(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await opened(driver)
        await driver.press("escape", "enter")
        await driver.until(lambda: driver.explorer.viewer.has_focus)
        assert "TIMELINE" not in driver.screen_text()
        await driver.press("escape", "f5")
        await driver.until_loaded()
        await drawn(driver)
        assert driver.explorer.table.has_focus
        await driver.press("f3")
        await driver.until(lambda: "FACETS" in driver.screen_text())
        await driver.press("f4")
        await driver.until(lambda: timeline(driver).has_focus)
        assert "FACETS" not in driver.screen_text()

    drive(connection_to(demo), story, (80, 24))


def test_what_was_covered_by_the_facets_is_of_the_search_that_is_there(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await opened(driver)
        await driver.press("f3")
        explorer, facets = driver.explorer, driver.explorer.facets
        await driver.until(lambda: facets.value is not None, "counts")
        before = explorer.current_search.store
        explorer.current_search.start(SearchPlan.of(Filter("Action", Operator.EQUALS, "Removed")))
        await driver.until(lambda: explorer.current_search.store is not before, "the search")
        await driver.until(
            lambda: facets.lines.top.records == len(explorer.table.view) > 0, "its values"
        )
        await driver.press("escape")
        await drawn(driver)

    drive(connection_to(demo), story, (80, 24))
