"""! puts first what is unusual among the loaded, with badges, and the record says why."""

from __future__ import annotations

import pytest

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.view.unusual import Reason
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive

STRIKING = Reason.BURST | Reason.NEW_WORKSTATION


@pytest.fixture
def demo(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=3_000)


def lines(driver: Driver) -> list[str]:
    table = driver.explorer.table
    return [table.render_line(y).text for y in range(1, table.size.height)]


async def unusual(driver: Driver) -> None:
    """Load everything, and have the most unusual first."""
    await driver.until_loaded()
    driver.explorer.builder.plan = SearchPlan()
    await driver.press("f5", "L")
    await driver.until_status("all 3,000 loaded")
    await driver.press("exclamation_mark")
    await driver.until(lambda: bool(driver.toasts), "what it is compared with")
    await driver.until_status("most unusual first · all 3,000 loaded")
    await driver.until(lambda: driver.explorer.sort_filter.at_rest)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_most_unusual_stand_first_with_a_badge_and_say_why(
    demo: Demo, size: tuple[int, int]
) -> None:
    async def story(driver: Driver) -> None:
        await unusual(driver)
        table = driver.explorer.table
        result = table.view.unusual
        assert result is not None
        scores = result.scores()
        shown = [scores[table.view.store_row(row)] for row in range(len(table.view))]
        assert shown == sorted(shown, reverse=True)
        assert table.cursor_row == 0
        assert result.of(table.view.store_row(0)) & STRIKING
        assert all(line[1] in "BN" for line in lines(driver)[:5])
        said = "".join(driver.toasts)
        assert "outside Mon–Fri 08:00–18:00" in said
        await driver.press("enter")
        await driver.until(lambda: "among the" in driver.screen_text())
        text = driver.screen_text()
        assert "! Burst: " in text or "! New: " in text

    drive(connection_to(demo), story, size)


def test_the_same_key_brings_back_the_order_before(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("right", "S")
        await driver.until_status("sorted by Who ▲")
        await driver.press("exclamation_mark")
        await driver.until(lambda: bool(driver.toasts), "what it is compared with")
        await driver.until_status("most unusual first")
        await driver.until(lambda: driver.explorer.sort_filter.at_rest)
        record = driver.explorer.table.record_row
        await driver.press("exclamation_mark")
        await driver.until_status("sorted by Who ▲")
        assert driver.explorer.table.record_row == record
        assert driver.explorer.table.view.unusual is None
        assert all(line[1] == " " for line in lines(driver)[:9])

    drive(connection_to(demo), story)


def test_records_that_come_and_another_zone_are_looked_at_too(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        driver.explorer.builder.plan = SearchPlan()
        await driver.press("f5")
        await driver.until_loaded()
        table.move_to(300)
        await driver.press("exclamation_mark")
        await driver.until_status("most unusual first")
        await driver.press("L")
        await driver.until_status("all 3,000 loaded")

        def holds() -> bool:
            result = table.view.unusual
            return result is not None and len(result.reasons) == 3_000 == len(table.view)

        await driver.until(holds, "all of them looked at")
        await driver.until(lambda: driver.explorer.sort_filter.at_rest)
        # The head of the ranking is what one sees, whatever has come in since.
        assert (table.cursor_row, table.scroll_y) == (0, 0)
        scores = table.view.unusual.scores() if table.view.unusual is not None else ()
        assert scores[table.view.store_row(0)] == max(scores)
        await driver.press("down")
        record = table.record_row
        await driver.press("u")

        # Working hours are where people work, whatever zone is shown.
        await driver.until(lambda: table.zone.name == "UTC" and driver.explorer.sort_filter.at_rest)
        result = table.view.unusual
        assert result is not None
        assert result.day.zone.name == "local time"
        assert table.record_row == record  # who has gone on to another record stays with it

    drive(connection_to(demo, page_size=500), story)


def test_a_mark_and_a_badge_stand_beside_each_other(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await unusual(driver)
        letter = lines(driver)[0][1]
        await driver.press("space", "down")
        assert lines(driver)[0][1:3] == f"●{letter}"

    drive(connection_to(demo), story)
