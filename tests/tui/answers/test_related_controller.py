"""What belongs to a record: its lines, the key that goes there, and a column of the table."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from netwrix_tui.records.query import plan_of
from netwrix_tui.results.pairs.object_index import ObjectIndex
from netwrix_tui.results.pairs.related import find_all_related
from netwrix_tui.results.pairs.related_words import short_words
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.tui.answers.related_controller import ChooseRelated
from netwrix_tui.tui.table.table_columns import AS_IT_COMES, UNDONE
from tests.demo_process import Demo
from tests.tui.driving import Driver, connection_to, drive

ADMINS = 'action:Modified what:"Domain Admins" when:7d workinghours:22:00-05:00'
RESTORED = 'what:"Customers 2026" when:7d'


async def search(driver: Driver, line: str) -> None:
    await driver.until_loaded()
    driver.explorer.navigation.begin(plan_of(line, driver.explorer.table.zone))
    await driver.until_loaded()


def text(driver: Driver) -> str:
    return " ".join(driver.screen_text().split())


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_a_record_says_what_undid_it_and_a_key_goes_there(
    demo: Demo, size: tuple[int, int]
) -> None:
    async def story(driver: Driver) -> None:
        await search(driver, ADMINS)
        table = driver.explorer.table
        assert len(table.store) == 2
        await driver.press("enter")
        await driver.until(lambda: "Undoes what the same account did" in text(driver))
        assert "(enter goes there)" in text(driver)
        await driver.press("enter")
        await driver.until(lambda: "later by the same account" in text(driver))
        assert table.cursor_row == 1
        assert "Undone " in text(driver)
        assert driver.explorer.viewer.has_focus

    drive(connection_to(demo), story, size)


def test_of_several_one_is_chosen_and_a_run_opens_as_a_search(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await search(driver, f"{RESTORED} action:Removed action:Added")
        table = driver.explorer.table
        rows = range(len(table.store))
        row = next(r for r in rows if table.store.row(r).action == "Removed"
                   and table.store.row(r).object_type == "File")  # fmt: skip
        rid = table.store.rid(row)
        table.move_to(row)
        await driver.press("enter")
        await driver.until(lambda: "34 more like this within" in text(driver))
        assert "Restored " in text(driver)
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseRelated))
        options = driver.app.screen.query_one(OptionList)
        at = next(n for n, o in enumerate(options.options) if "more like this" in str(o.prompt))
        await driver.press(*["down"] * at, "enter")
        await driver.until_loaded()
        explorer = driver.explorer
        assert "more like it" in text(driver)
        actions = {explorer.table.store.row(r).action for r in range(len(explorer.table.store))}
        assert (len(explorer.table.store), actions) == (35, {"Removed"})
        assert explorer.table.record_row is not None
        assert explorer.table.store.rid(explorer.table.record_row) == rid

    drive(connection_to(demo), story)


def test_what_the_quick_filter_hides_is_gone_to_by_a_search(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await search(driver, f"{RESTORED} action:Removed action:Added")
        table = driver.explorer.table
        await driver.press("slash", *"action:removed", "enter")
        await driver.until_status("matches" if len(table.view) == 1 else "")
        await driver.until(lambda: 0 < len(table.view) < len(table.store))
        last = len(table.view) - 1
        table.move_to(last)
        await driver.press("enter")
        await driver.until(lambda: "Restored " in text(driver))
        await driver.press("enter")
        if isinstance(driver.app.screen, ChooseRelated):
            await driver.press("enter")
        await driver.until_loaded()
        row = driver.explorer.table.record_row
        assert row is not None
        assert driver.explorer.table.store.row(row).action == "Added"

    drive(connection_to(demo), story)


def test_the_column_tells_it_of_every_row(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await search(driver, ADMINS)
        table = driver.explorer.table
        assert "undone after" not in driver.screen_text()
        choice = AS_IT_COMES.toggled(UNDONE).moved(UNDONE, -11)
        driver.explorer.columns.arrange(choice)
        await driver.until(lambda: "undone after 3" in driver.screen_text(), "the column")
        assert "undoes 3" in driver.screen_text()
        await driver.press("right")
        await driver.until(lambda: table.cursor_column is UNDONE)
        assert table.cell_text().startswith("undoes ")
        await driver.press("f")
        await driver.until(lambda: "only this What" in driver.screen_text())
        await driver.press("escape")
        # Another search has nothing of this one.
        await search(driver, "action:Read source:SharePoint when:7d")
        await driver.until(lambda: table.undone_of(0) == "")

    drive(connection_to(demo), story, (160, 50))


def test_one_sorts_filters_and_counts_by_what_was_undone(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await search(driver, "type:group when:180d")
        await driver.press("L")
        await driver.until_status("all ")
        table = driver.explorer.table
        await driver.until(lambda: driver.explorer.sort_filter.at_rest)
        store = table.store
        every = finished(find_all_related(ObjectIndex(store)))
        words = [short_words(store, every, row) for row in range(len(store))]
        undone = [row for row, told in enumerate(words) if "undone" in told]
        assert 0 < len(undone) < len(words)
        assert len(set(words)) > 2

        def shown() -> list[int]:
            return [table.view.store_row(at) for at in range(len(table.view))]

        await driver.press("slash", *"undone", "enter")
        await driver.until(lambda: 0 < len(table.view) < len(store), "the filter")
        assert shown() == undone
        await driver.press("slash", "ctrl+u", *"-undone:undone action:added", "enter")
        await driver.until(lambda: shown() == [
            row for row, told in enumerate(words)
            if "undone" not in told and "added" in store.row(row).action.casefold()
        ], "the others")  # fmt: skip
        await driver.press("escape")
        await driver.until(lambda: len(table.view) == len(store), "all of them")
        driver.explorer.columns.arrange(AS_IT_COMES.toggled(UNDONE).moved(UNDONE, -11))
        await driver.press("right", "S")
        await driver.until_status("sorted by Undone ▲")
        assert sorted(shown()[: len(undone)]) == undone
        assert words[shown()[-1]] == ""
        await driver.press("Y")
        await driver.until(lambda: "PowerShell" in driver.screen_text(), "which shell")
        await driver.press("escape")
        assert "--sort=Undone" in driver.explorer.handover.view.options()

        # Counted as a column, and its values filter what is loaded.
        await driver.press("f3")
        facets = driver.explorer.facets
        await driver.until(lambda: facets.has_focus, "the facets")
        facets.show_column(UNDONE)
        await driver.until(lambda: facets.lines.column is UNDONE, "its values")
        counts = {each.value: each.count for each in facets.lines.top.values}
        assert sum(counts.values()) == len(store)
        assert sum(n for value, n in counts.items() if "undone" in value) == len(undone)
        assert counts[""] == sum(not told for told in words)
        facets.move_to(list(counts).index("undone"))
        await driver.press("i")
        await driver.until(lambda: any("for what was undone" in said for said in driver.toasts))
        assert table.store is store
        await driver.press("slash")
        await driver.until(lambda: len(table.view) == counts["undone"], "those of the value")

    drive(connection_to(demo), story, (160, 50))


def test_was_it_undone_is_answered_within_eight_keys(demo: Demo) -> None:
    """Besides typing: F6, enter, enter, end, enter; H and enter ask the source for the rest."""

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("f6", *"privileged", "enter", "enter")
        await driver.until_loaded()
        await driver.press("end", "enter")
        await driver.until(lambda: "later by the same account: " in text(driver))
        assert "removed again (enter goes there)." in text(driver)
        await driver.press("H")
        await driver.until(lambda: "Is it normal?" in driver.screen_text())
        await driver.until(lambda: "requests" in text(driver))

    drive(connection_to(demo), story, (100, 30))
