"""F3: the values of a column, counted, and what the keys make of them."""

from __future__ import annotations

from collections import Counter

import pytest

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.table.table_columns import ACTION, DATA_SOURCE, WHO
from tests.demo_process import Demo, DemoServers
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.settling import click

SIZES = [(80, 24), (60, 20), (120, 24), (120, 40), (160, 50)]


@pytest.fixture
def demo(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=3_000)


def facets(driver: Driver) -> Facets:
    return driver.explorer.query_one(Facets)


def filters(driver: Driver) -> list[Filter]:
    parameters = driver.explorer.current_search.parameters
    assert parameters is not None
    return [each for each in parameters.filters if each.name != "When"]


async def counted(driver: Driver) -> None:
    """Wait until the pane has counted what the table shows."""
    pane, table = facets(driver), driver.explorer.table

    def holds() -> bool:
        return pane.lines.column is pane.column and pane.lines.top.records == len(table.view) > 0

    await driver.until(holds, "counts")


@pytest.mark.parametrize("size", SIZES)
def test_the_top_values_are_those_of_the_loaded_records(demo: Demo, size: tuple[int, int]) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("f3")
        await counted(driver)
        assert facets(driver).has_focus
        loaded = Counter(table.store.row(row).who for row in range(len(table.store)))
        shown = {each.value: each.count for each in facets(driver).lines.top.values}
        assert shown == dict(loaded.most_common()[: len(shown)]) or shown == loaded
        text = driver.screen_text()
        assert "FACETS ‹ Who ›  1 of 10" in text
        assert f"of the {len(table.store):,} loaded" in text
        assert ("SEARCH" in text) == (size[0] >= 100 and size[1] >= 32)
        await driver.press("escape")
        await driver.until(lambda: table.has_focus)
        assert not facets(driver).display
        await driver.press("f3", "f3")
        await driver.until(lambda: table.has_focus and not facets(driver).display)

    drive(connection_to(demo, page_size=200), story, size)


def test_arrows_and_digits_change_the_column(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f3", "right")
        await counted(driver)
        assert facets(driver).lines.column is ACTION
        await driver.press("left", "left")
        assert facets(driver).column.title == "Undone"
        await driver.press("6")
        await counted(driver)
        assert facets(driver).lines.column is DATA_SOURCE
        assert "‹ Data source ›" in driver.screen_text()

    drive(connection_to(demo), story, (80, 24))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    ("key", "operator"),
    [("i", Operator.EQUALS), ("enter", Operator.EQUALS), ("x", Operator.NOT_EQUAL_TO)],
)
def test_a_value_leads_to_the_next_search_and_back(
    demo: Demo, size: tuple[int, int], key: str, operator: Operator
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f3", "down")
        await counted(driver)
        value = facets(driver).value
        assert value == facets(driver).lines.top.values[1].value
        await driver.press(key)
        await driver.until(lambda: driver.explorer.table.has_focus, "the table")
        await driver.until_loaded()
        assert filters(driver) == [Filter("Who", operator, value)]
        assert facets(driver).display == (size[0] > 100)
        await driver.press("less_than_sign")
        await driver.until(lambda: not filters(driver))

    drive(connection_to(demo), story, size)


def test_o_widens_the_search_and_never_narrows_it(demo: Demo) -> None:
    among = Filter("Who", Operator.CONTAINS, "a")

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f3")
        await counted(driver)
        await driver.press("o")  # all of them are there already
        await driver.until(lambda: any("no filter of Who" in toast for toast in driver.toasts))
        assert not filters(driver)
        driver.explorer.navigation.begin(SearchPlan.of(among))
        await driver.until_loaded()
        await driver.press("f3")
        await counted(driver)
        value = facets(driver).value
        await driver.press("o")
        await driver.until(lambda: len(filters(driver)) == 2)
        assert filters(driver) == [among, Filter("Who", Operator.EQUALS, value)]

    drive(connection_to(demo), story)


def test_the_list_follows_the_search_and_the_way_back(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f3")
        await counted(driver)
        before = facets(driver).lines
        await driver.press("i")
        await driver.until_loaded()
        await driver.until(lambda: len(facets(driver).lines) == 1, "one value")
        await driver.press("less_than_sign")
        await driver.until(lambda: facets(driver).lines == before, "the values before")

    drive(connection_to(demo), story)


def test_slash_filters_what_is_loaded_and_the_counts_say_so(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        loaded = len(table.store)
        await driver.press("f3", "2")
        await counted(driver)
        value = facets(driver).value
        await driver.press("slash")
        await driver.until_status(f" of {loaded:,} loaded match")
        await counted(driver)
        shown = {
            table.store.row(table.view.store_row(row)).action for row in range(len(table.view))
        }
        assert value in shown
        assert all(value in action for action in shown if value)
        assert f"of the {len(table.view):,} shown, of {loaded:,}" in driver.screen_text()
        assert len(driver.explorer.current_search.trail.steps) == 1
        await driver.press("1")
        await counted(driver)
        assert facets(driver).lines.column is WHO
        assert facets(driver).lines.is_filtered
        await driver.press("escape", "escape")
        await driver.until(lambda: len(table.view) == loaded)

    drive(connection_to(demo), story)


def test_over_the_table_the_filter_gives_the_table_back(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f3", "2")
        await counted(driver)
        await driver.press("slash")
        await driver.until_status("loaded match")
        assert driver.explorer.table.has_focus
        assert not facets(driver).display

    drive(connection_to(demo), story, (80, 24))


def test_what_is_empty_cannot_be_searched_for(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f3", "7")
        await counted(driver)
        values = [each.value for each in facets(driver).lines.top.values]
        facets(driver).move_to(values.index(""))
        await driver.press("i", "x", "o", "slash")
        await driver.until(lambda: sum("empty" in toast for toast in driver.toasts) == 4)
        assert len(driver.explorer.current_search.trail.steps) == 1
        assert driver.explorer.table.view.is_plain

    drive(connection_to(demo), story)


def test_the_cursor_stays_on_its_value_while_records_stream_in(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        explorer = driver.explorer
        explorer.builder.plan = SearchPlan()
        await driver.press("f5")
        await driver.until_loaded()
        await driver.press("f3")
        await counted(driver)
        await driver.press(*["down"] * 5)
        value = facets(driver).value
        await driver.press("L")
        await driver.until_status("all 3,000 loaded")
        await counted(driver)
        assert facets(driver).lines.top.records == 3_000
        assert facets(driver).value == value

    drive(connection_to(demo, page_size=200), story)


def test_the_mouse_selects_and_includes(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f3")
        await counted(driver)
        await click(driver.pilot, Facets, offset=(5, 6))
        value = facets(driver).lines.top.values[3].value
        assert facets(driver).value == value
        title = driver.screen_text().splitlines()
        row = next(y for y, line in enumerate(title) if "FACETS" in line)
        await click(driver.pilot, offset=(title[row].index("›"), row))
        assert facets(driver).column is ACTION
        await click(driver.pilot, offset=(title[row].index("‹"), row))
        assert facets(driver).column is WHO
        await counted(driver)
        facets(driver).move_to(3)
        await click(driver.pilot, Facets, offset=(5, 6), times=2)
        await driver.until(lambda: driver.explorer.table.has_focus)
        await driver.until_loaded()
        assert filters(driver) == [Filter("Who", Operator.EQUALS, value)]

    drive(connection_to(demo), story)


def test_builder_and_preview_are_never_hidden_behind_it(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f3", "b")
        await driver.until(lambda: driver.explorer.builder.has_focus)
        assert "FACETS" not in driver.screen_text()
        await driver.press("f3", "f7")
        await driver.until(lambda: driver.explorer.preview.has_focus)
        assert "BODY" in driver.screen_text()
        assert "FACETS" not in driver.screen_text()
        await driver.press("f3")
        await driver.until(lambda: facets(driver).has_focus)
        assert "BODY" not in driver.screen_text()

    drive(connection_to(demo), story, (80, 24))


def test_the_list_is_copied_as_text(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        sent: list[tuple[str, str, str]] = []
        monkeypatch.setattr(driver.explorer.counts, "copy_text", lambda *given: sent.append(given))
        await driver.press("f3", "2")
        await counted(driver)
        await driver.press("c")
        await driver.until(lambda: bool(sent))
        text, what, _ = sent[0]
        assert text.startswith("Search    Everything, last seven days\n")
        loaded = len(driver.explorer.table.store)
        assert f"\n\nAction, of the {loaded:,} loaded records" in text
        assert what.endswith("values of Action")

    drive(connection_to(demo), story)


def test_nothing_is_counted_while_the_pane_is_closed(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        assert not facets(driver).lines.top.values
        await driver.press("f3")
        await counted(driver)
        await driver.press("f3", "f5")
        await driver.until_loaded()
        counting = driver.explorer.counts.counting
        assert not counting.has_counts

    drive(connection_to(demo), story)


def test_the_values_of_another_search_begin_at_the_first(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f3")
        await counted(driver)
        await driver.press("pagedown", "down", "escape")
        before = driver.explorer.current_search.store
        driver.explorer.builder.plan = SearchPlan()
        await driver.press("f5")
        await driver.until(lambda: driver.explorer.current_search.store is not before, "the search")
        await driver.until_loaded()
        await driver.press("f3")
        await counted(driver)
        pane = facets(driver)
        assert pane.value == pane.lines.top.values[0].value
        assert pane.scroll_offset.y == 0

    drive(connection_to(demo, page_size=200), story, (80, 24))
