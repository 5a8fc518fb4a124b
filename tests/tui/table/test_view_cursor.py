"""The cursor of the results table, the marks that it sets, and how far it says the user looks."""

from __future__ import annotations

from rich.cells import cell_len
from textual.pilot import Pilot

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.sorting import SortKey
from netwrix_tui.results.view.view import View
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import WHAT, WHEN, WHO
from tests.tui.settling import click, press, settle
from tests.tui.table_playing import TableApp, page, row, run, store_of


def test_keys_move_the_cursor_and_keep_it_in_view() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        for key, expected in (
            ("down", 1), ("j", 2), ("k", 1), ("pagedown", 24), ("ctrl+f", 47), ("pageup", 24),
            ("end", 99), ("down", 99), ("g", 0), ("up", 0), ("G", 99), ("home", 0),
        ):  # fmt: skip
            await press(pilot, key)
            assert app.table.cursor_row == expected, key
            assert sum(line.startswith("▌") for line in app.lines()) == 1, key

    run(store_of(100), steps)


def test_moving_the_cursor_repaints_only_the_two_lines_it_concerns() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        painted: list[int] = []
        render_line = app.table.render_line
        app.table.render_line = lambda y: painted.append(y) or render_line(y)  # type: ignore
        await press(pilot, "down")
        await settle(pilot)
        assert sorted(set(painted)) == [1, 2]

    run(store_of(100), steps)


def test_the_cursor_reaches_the_columns_out_of_view() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        assert "Workstation" not in app.lines()[0]
        await press(pilot, "left")
        assert app.table.cursor_column is WHEN
        await press(pilot, *["right"] * 12)
        heading, first = app.lines()[:2]
        assert app.table.cursor_column.field == "workstation"
        assert app.table.cell_text() == "app07"
        assert "Workstation" in heading
        assert "‹" in heading
        assert "›" not in heading
        assert first.startswith("▌")
        assert "app07" in first
        assert heading.split()[1] in ("Action", "What", "Object", "Where"), "cut at the left"
        await press(pilot, *["left"] * 12)
        assert "When (UTC)" in app.lines()[0]

    run(store_of(5), steps)


def test_a_resize_keeps_the_cursor_on_its_cell() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await press(pilot, "end", "right", "right", "right")
        assert app.table.cursor_column is WHAT
        for width, height in ((160, 40), (40, 10), (200, 12), (80, 24)):
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            assert app.table.cursor_column is WHAT
            assert app.table.cursor_row == 99
            assert any(line.startswith("▌") for line in app.lines())
            assert "What" in app.lines()[0]
            seen = app.table.scrollable_content_region.width
            assert all(cell_len(line) == seen for line in app.lines())
        assert app.table.cell_text() == "\\corp\\Users\\Person 99"

    run(store_of(100), steps)


def test_a_cursor_that_was_scrolled_away_does_not_pull_the_view_back() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        app.table.scroll_to(y=50, animate=False)
        await pilot.resize_terminal(100, 12)
        await settle(pilot)
        assert app.table.scroll_offset.y == 50
        await press(pilot, "down")
        assert app.table.cursor_row == 1
        assert app.lines()[1].startswith("▌")

    run(store_of(100), steps)


def test_enter_and_a_double_click_open_the_record() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await press(pilot, "down", "enter")
        await click(pilot, ResultsTable, offset=(25, 6), times=2)
        await settle(pilot)
        opened = [said.row for said in app.said if isinstance(said, ResultsTable.RecordOpened)]
        assert opened == [1, 5]
        assert app.table.cursor_column is WHO

    run(store_of(20), steps)


def test_a_click_on_a_heading_sorts_and_one_below_the_rows_does_nothing() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await click(pilot, ResultsTable, offset=(25, 10))
        await settle(pilot)
        assert app.table.cursor_column is WHEN
        await click(pilot, ResultsTable, offset=(25, 0))
        await settle(pilot)
        assert app.table.cursor_row == 0
        wanted = [said for said in app.said if isinstance(said, ResultsTable.SortRequested)]
        assert [said.column for said in wanted] == [WHO]

    run(store_of(3), steps)


# Marks


def test_space_marks_and_goes_on() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await press(pilot, "space", "space", "down", "space")
        assert app.table.marks.sorted() == [0, 1, 3]
        assert app.table.cursor_row == 4
        assert [line[1] for line in app.lines()[1:5]] == ["●", "●", " ", "●"]
        await press(pilot, "home", "space")
        assert app.table.marks.sorted() == [1, 3]
        assert sum(isinstance(said, ResultsTable.MarksChanged) for said in app.said) == 4

    run(store_of(10), steps)


def test_shift_and_an_arrow_mark_a_range() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await press(pilot, "down", "shift+down", "J")
        assert app.table.marks.sorted() == [1, 2, 3]
        await press(pilot, "end", "shift+up", "shift+down", "shift+down")
        assert app.table.marks.sorted() == [1, 2, 3, 8, 9]
        assert app.table.cursor_row == 9

    run(store_of(10), steps)


def test_ctrl_click_marks_and_shift_click_marks_up_to_it() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await click(pilot, ResultsTable, offset=(25, 3), control=True)
        assert app.table.marks.sorted() == [2]
        await click(pilot, ResultsTable, offset=(25, 6), shift=True)
        assert app.table.marks.sorted() == [2, 3, 4, 5]

    run(store_of(10), steps)


def test_marks_taken_away_from_outside_disappear() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await press(pilot, "space")
        app.table.marks.clear()
        app.table.marks_changed()
        await settle(pilot)
        assert "●" not in "".join(app.lines())

    run(store_of(3), steps)


# How far the user looks


def test_it_tells_how_far_the_user_looks_once() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        assert app.wanted() == [22]
        await press(pilot, "down", "down", "pagedown", "pageup", "pagedown")
        assert app.wanted() == [22, 45]
        app.table.scroll_to(y=60, animate=False)
        await settle(pilot)
        assert app.wanted() == [22, 45, 82]

    run(store_of(100), steps)


def test_touching_the_end_asks_again() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await press(pilot, "end", "down", "pagedown")
        assert app.wanted().count(99) == 4

    run(store_of(100), steps)


def test_rows_that_arrive_in_view_are_wanted_farther() -> None:
    store = store_of(5)

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        store.append(page([row(index) for index in range(5, 10)]))
        app.table.rows_changed()
        await settle(pilot)
        assert app.wanted() == [4, 9]

    run(store, steps)


def test_the_cursor_stays_with_a_record_that_an_arrangement_was_made_before() -> None:
    by_when = (SortKey("when"),)

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        table = app.table
        early = finished(View(Store()).order_rows(by_when, QuickFilter()))
        table.move_to(3)
        table.adopt(early)
        assert table.record_row is None
        table.adopt(finished(table.view.order_rows(by_when, QuickFilter())))
        assert (table.record_row, table.cursor_row) == (3, 1)

    run(store_of(5), steps)
