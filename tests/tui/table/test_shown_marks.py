"""All that the quick filter shows is marked at one key, up to a bound, and it is said."""

from __future__ import annotations

import pytest

from netwrix_tui.tui.output.chosen_words import chosen_words
from netwrix_tui.tui.table.shown_marks import mark_all_shown
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive


@pytest.fixture
def demo(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=3_000)


def has_said(driver: Driver, words: str) -> bool:
    return any(words in toast for toast in driver.toasts)


@pytest.mark.parametrize("key", ["asterisk", "ctrl+a"])
def test_all_that_the_filter_shows_is_marked_also_typed_ahead(demo: Demo, key: str) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("slash")
        await driver.press_at_once(*"jane", "enter", key)
        await driver.until(lambda: bool(table.marks), "marks")
        assert table.view.quick_filter.line == "jane"
        assert table.marks.sorted() == sorted(table.view.matched or ())
        assert 0 < len(table.marks) < len(table.store)
        await driver.until(lambda: has_said(driver, "that the filter shows are marked."))
        await driver.until_status(f"{len(table.marks):,} marked")
        await driver.press(key)
        await driver.until(lambda: has_said(driver, "are marked already"))
        words = f"all {len(table.marks):,} that the quick filter “jane” lets through"
        assert chosen_words(table) == words

    drive(connection_to(demo), story)


def test_without_a_filter_all_loaded_are_and_marks_from_before_stay(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("space", "slash", *"jane", "enter")
        await driver.until_status(" match")
        is_shown = 0 in (table.view.matched or ())
        await driver.press("asterisk")
        await driver.until(lambda: len(table.marks) >= len(table.view), "marks")
        assert 0 in table.marks
        assert has_said(driver, "1 more stays marked") is not is_shown
        await driver.press("escape", "escape")
        await driver.until(lambda: not table.marks, "none marked")
        await driver.press("asterisk")
        await driver.until(lambda: len(table.marks) == len(table.store), "all marked")
        await driver.until(lambda: has_said(driver, f"All {len(table.store):,} records loaded are"))

    drive(connection_to(demo), story)


def test_there_is_a_bound_and_it_is_told(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        said = mark_all_shown(table, most=100)
        assert table.marks.sorted() == list(range(100))
        assert said.startswith(f"The first 100 of the {len(table.store):,} records loaded are")

    drive(connection_to(demo), story)


def test_a_wish_for_another_filter_takes_the_marking_back(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        arranging = driver.explorer.sort_filter
        arranging.filter("jane")
        arranging.mark_shown()
        arranging.filter("svc")
        await driver.until(lambda: driver.explorer.table.view.quick_filter.line == "svc")
        assert arranging.at_rest
        assert not driver.explorer.table.marks

    drive(connection_to(demo), story)
