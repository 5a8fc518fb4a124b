"""Back and forward: every search stands as it was left, and nothing is asked for again."""

from __future__ import annotations

import gc
import weakref

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.searches.trail import Weight
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.settling import click

SMALL = (80, 24)


def actions(driver: Driver) -> set[str]:
    store = driver.explorer.table.store
    return {store.row(row).action for row in range(len(store))}


async def search_for(driver: Driver, action: str) -> None:
    driver.explorer.builder.plan = SearchPlan.of(Filter("Action", Operator.EQUALS, action))
    await driver.press("f5")
    await driver.until_loaded()


def test_a_search_stands_as_it_was_left(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("pagedown", "pagedown", "space", "down", "space", "up", "right", "right")
        left, store = table.state(), table.store
        marks = left.marks.sorted()
        assert len(marks) == 2
        await search_for(driver, "Removed")
        await search_for(driver, "Moved")
        assert table.cursor_row == 0
        asked = len(demo.requests())
        await driver.press("<")
        assert actions(driver) == {"Removed"}
        await driver.press("alt+left")
        assert table.store is store
        assert table.state() == left
        assert table.marks.sorted() == marks
        assert driver.explorer.builder.plan == SearchPlan.initial()
        assert table.has_focus
        await driver.until_status("2 marked")
        await driver.press("<")  # there is nothing before
        assert table.store is store
        await driver.press(">", "alt+right")
        assert actions(driver) == {"Moved"}
        assert "F5 searches" not in driver.screen_text()
        assert len(demo.requests()) == asked

    drive(connection_to(demo), story, size=SMALL)


def test_the_trail_is_seen_once_there_is_one(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        assert not driver.explorer.crumbs.display
        await search_for(driver, "Removed")
        await search_for(driver, "Moved")
        assert "Everything, 7 days" in driver.screen_text()
        assert "[Moved]" in driver.screen_text()
        await click(driver.pilot, "#crumbs", offset=(3, 0))
        await driver.until(lambda: "[Everything, 7 days]" in driver.screen_text())

    drive(connection_to(demo), story, size=SMALL)


def test_a_step_is_named_and_gone_to_by_keyboard(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await search_for(driver, "Removed")
        await search_for(driver, "Moved")
        crumbs = driver.explorer.crumbs
        while not crumbs.has_focus:
            await driver.press("shift+tab")
        await driver.press("left", "n", *"who deleted it", "enter")
        await driver.until(lambda: "who deleted it" in driver.screen_text())
        await driver.press("left", "enter")
        assert driver.explorer.current_search.trail.position == 1
        assert actions(driver) == {"Removed"}
        await driver.until(lambda: "[who deleted it]" in driver.screen_text())

    drive(connection_to(demo), story, size=SMALL)


def test_loading_goes_on_after_coming_back(demo_servers: DemoServers) -> None:
    demo = demo_servers.fresh(records=5_000, arguments=["--page-delay", "0.3"])

    async def story(driver: Driver) -> None:
        await driver.until(lambda: "loading page 1" in driver.status)
        driver.explorer.builder.plan = SearchPlan.of(Filter("Action", Operator.EQUALS, "Removed"))
        await driver.press("f5", "<")
        await driver.until_loaded()
        assert len(actions(driver)) > 1
        loaded = driver.loaded
        await driver.press("end")
        await driver.until(lambda: driver.loaded > loaded or "all" in driver.status)

    drive(connection_to(demo), story)


def test_a_step_that_was_let_go_of_says_so_and_loads_again(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        trail = driver.explorer.current_search.trail
        trail.budget = Weight(1, 1)
        await driver.until_loaded()
        await driver.press("pagedown", "down", "down")
        table = driver.explorer.table
        rid, row = table.store.row(table.cursor_row).rid, table.cursor_row
        first = weakref.ref(table.store)
        await search_for(driver, "Removed")
        await driver.until(lambda: "↻" in driver.screen_text())
        assert trail.steps[0].held is None

        def is_gone() -> bool:
            gc.collect()
            return first() is None

        await driver.until(is_gone, "nobody holds the records any more")
        await driver.press("<")
        said = driver.toasts
        assert any("loaded again" in message for message in said)
        await driver.until_loaded()
        await driver.until(lambda: table.cursor_row == row)
        assert table.store.row(row).rid == rid
        assert trail.steps[0].held is not None
        assert trail.steps[1].held is None

    drive(connection_to(demo), story, size=SMALL)


def test_another_attempt_is_not_another_step(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        nobody = SearchPlan.of(Filter("Who", Operator.EQUALS, "CORP\\nobody.at.all"))
        driver.explorer.builder.plan = nobody
        for _ in range(2):
            await driver.press("f5")
            await driver.until(lambda: "No records." in driver.screen_text())
        assert len(driver.explorer.current_search.trail.steps) == 2

    drive(connection_to(demo), story)
