"""From one record to the next search by a key or two, and back to where one came from."""

from __future__ import annotations

import pytest
from textual.events import Key

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.pivot_list import PivotKind
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.tui.explorer.pivot_controller import ChoosePivot, PivotController
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import ACTION, WHO
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.fake_host import FakeHost
from tests.tui.settling import settle

SMALL = (80, 24)


def values(driver: Driver, field: str) -> set[str]:
    store = driver.explorer.table.store
    return {getattr(store.row(row), field) for row in range(len(store))}


async def go_on(driver: Driver, *keys: str) -> None:
    """Press the keys, and wait for what the new search finds."""
    before = driver.explorer.table.store
    await driver.press(*keys)
    await driver.until(lambda: driver.explorer.table.store is not before, f"a search by {keys}")
    await driver.until_loaded()


@pytest.mark.parametrize("wire", list(WireFormat))
def test_ten_pivots_and_ten_times_back(demo: Demo, wire: WireFormat) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("pagedown", "down", "space", "down", "down", "space", "up", "right")
        assert table.cursor_column is WHO
        first, store = table.state(), table.store
        marks, rows = first.marks.sorted(), [store.row(row) for row in range(len(store))]
        for keys in ("f1", "f5", "f3", "fw", "fe", "i", "f3", "ft", "f5", "fa"):
            await go_on(driver, *keys)
        assert len(driver.explorer.current_search.trail.steps) == 11
        await driver.until_names_rest()
        asked = len(demo.requests())
        await driver.press(*"<<<<<<<<<<")
        assert driver.explorer.current_search.trail.position == 0
        assert table.store is store
        assert table.state() == first
        assert table.marks.sorted() == marks
        assert [store.row(row) for row in range(len(store))] == rows
        assert driver.explorer.builder.plan == SearchPlan.initial()
        await driver.until_status("2 marked")
        await settle(driver.pilot)
        assert len(demo.requests()) == asked

    drive(connection_to(demo, wire=wire), story, size=SMALL)


def test_only_not_and_or_the_value_under_the_cursor(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("right", "right")
        assert table.cursor_column is ACTION
        first = table.cell_text()
        await go_on(driver, "x")
        assert first not in values(driver, "action")
        second = table.cell_text()
        await go_on(driver, "i")
        assert values(driver, "action") == {second}
        await driver.press("<", "<")
        await go_on(driver, "i")
        assert values(driver, "action") == {first}
        plan = driver.explorer.builder.plan
        assert Filter("Action", Operator.EQUALS, first) in plan.parameters().filters
        assert f"[only {first.rpartition(' ')[0]}" in driver.screen_text()

    drive(connection_to(demo), story, size=SMALL)


@pytest.mark.parametrize(("key", "minutes"), [("1", 1), ("5", 5), ("3", 30)])
def test_the_record_stays_in_view_among_all_that_happened_around_it(
    demo: Demo, key: str, minutes: int
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("pagedown", "down", "down")
        row = table.store.row(table.cursor_row)
        here = table.store.timestamp(table.cursor_row)
        assert here is not None
        await go_on(driver, "f", key)
        await driver.until(lambda: table.store.row(table.cursor_row).rid == row.rid)
        store = table.store
        for place in range(len(store)):
            moment = store.timestamp(place)
            assert moment is not None
            assert abs(moment - here) <= minutes * 60_000_000

    drive(connection_to(demo), story, size=SMALL)


def test_the_menu_shows_each_search_in_words_and_works_by_arrows(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        who = table.store.row(0).who
        await driver.press("f")
        await driver.until(lambda: isinstance(driver.app.screen, ChoosePivot))
        text = driver.screen_text()
        for words in ("same Who", "same Workstation", "in its folder", "± 30 min", "logons before"):
            assert words in text
        assert "changes of it" in text
        assert who.rpartition("\\")[2] in text
        await driver.press("escape")
        assert table.has_focus
        await go_on(driver, "f", "down", "down", "down", "enter")
        assert values(driver, "who") == {who}

    drive(connection_to(demo), story, size=SMALL)


def test_a_record_is_followed_from_its_pane(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        who = driver.explorer.table.store.row(0).who
        await driver.press("enter")
        await driver.until(lambda: driver.explorer.viewer.has_focus_within)
        await go_on(driver, "f", "w")
        assert values(driver, "who") == {who}
        assert driver.explorer.table.has_focus

    drive(connection_to(demo), story, size=SMALL)


def test_a_way_that_leads_nowhere_says_why(hostile_demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        rows = range(len(table.store))
        place = next(row for row in rows if "\x1b" in table.store.row(row).what)
        table.move_to(place)
        store = table.store
        await driver.press("f", "t")
        assert isinstance(driver.app.screen, ChoosePivot)
        assert "U+001B" in driver.screen_text()
        await driver.press("escape", *["right"] * 3, "i")
        said = driver.toasts
        assert any("holds the character" in message for message in said), said
        assert table.store is store

    drive(connection_to(hostile_demo), story, size=(120, 40))


def test_the_changes_of_an_object_are_told_from_the_oldest_on(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        driver.explorer.builder.plan = SearchPlan.of(
            Filter("What", Operator.CONTAINS, "Domain Admins")
        )
        await go_on(driver, "f5")
        table = driver.explorer.table
        assert table.record_row is not None
        row = table.store.row(table.record_row)
        await go_on(driver, "f", "h")
        await driver.until_status("sorted by When ▲")
        store, view = table.store, table.view
        moments = [store.timestamp(view.store_row(place)) for place in range(len(view))]
        assert moments == sorted(moments, key=lambda moment: moment or 0)
        assert len(moments) > 1
        assert values(driver, "what") == {row.what}
        assert "Read" not in values(driver, "action")
        await driver.until(lambda: table.store.rid(table.record_row or 0) == row.rid)

    drive(connection_to(demo), story, size=SMALL)


def test_a_key_that_comes_late_does_not_answer_below_another_dialog(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f")
        menu = driver.app.screen
        assert isinstance(menu, ChoosePivot)
        await driver.press("ctrl+p")
        palette = driver.app.screen
        assert palette is not menu
        menu.post_message(Key("w", "w"))
        menu.post_message(Key("e", "e"))
        await settle(driver.pilot)
        assert driver.app.screen is palette
        await driver.press("escape", "escape")
        assert driver.explorer.table.has_focus

    drive(connection_to(demo), story, size=SMALL)


def test_a_value_becomes_a_search() -> None:
    host, begun = FakeHost(), []
    controller = PivotController(
        host,
        ResultsTable(),
        SearchPlan,
        begin=lambda plan, **_: begun.append(plan),
        sort_by_time=lambda: None,
    )
    controller.search_value(PivotKind.NOT_THIS, WHO, "CORP\\jane")
    assert begun == [SearchPlan.of(Filter("Who", Operator.NOT_EQUAL_TO, "CORP\\jane"))]
    controller.search_value(PivotKind.ONLY_THIS, WHO, "")
    assert len(begun) == 1
    assert "cannot search for what is empty" in host.said[-1]
    controller.go_on(PivotKind.ONLY_THIS)  # without a record
    controller.go_on(None)
    assert len(begun) == 1
