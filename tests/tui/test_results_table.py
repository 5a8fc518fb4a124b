"""The results table: cursor, marks, scrolling, growth, and what it tells the explorer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from netwrix_tui.records.record import Row
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.ordering import SortKey
from netwrix_tui.results.quick_filter import QuickFilter
from netwrix_tui.results.steps import finished
from netwrix_tui.results.store import Store
from netwrix_tui.results.view import View
from netwrix_tui.tui.layout.columns import COLUMNS, WHAT, WHEN, WHO
from netwrix_tui.tui.terminal.prompt_screen import PromptScreen
from netwrix_tui.tui.widgets.results_table import ResultsTable
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

BERLIN_SUMMER = ShownZone("UTC+2", timezone(timedelta(hours=2)))
HOSTILE = "\x1b[31mred\x1b]52;c;aGk=\x07 \u202egpj.exe\r\n[bold]漢字\ud800\x9b2J\x7f\u200b"


def row(index: int, **fields: str) -> Row:
    when = datetime(2026, 11, 22, 14, 0, tzinfo=UTC) - timedelta(minutes=index)
    values = {
        "rid": f"r{index}",
        "when": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "who": f"CORP\\user{index}",
        "action": "Modified",
        "object_type": "user",
        "what": f"\\corp\\Users\\Person {index}",
        "where": "dc01.corp.local",
        "data_source": "Active Directory",
        "workstation": "app07",
    }
    return Row(**(values | fields))


def page(rows: list[Row], damaged: frozenset[int] = frozenset()) -> Page:
    return Page(WireFormat.JSON, rows, [b"{}"] * len(rows), damaged=damaged)


def store_of(count: int) -> Store:
    store = Store()
    store.append(page([row(index) for index in range(count)]))
    return store


class TableApp(App[None]):
    """A results table alone, with what it says written down."""

    CSS = "ResultsTable { height: 1fr; }"

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.said: list[Message] = []

    def get_default_screen(self) -> PromptScreen[None]:
        return PromptScreen()

    def compose(self) -> ComposeResult:
        yield ResultsTable()

    def on_mount(self) -> None:
        self.table.zone = UTC_ZONE
        self.table.show(self.store)
        self.table.focus()

    @property
    def table(self) -> ResultsTable:
        return self.query_one(ResultsTable)

    def lines(self) -> list[str]:
        return [self.table.render_line(y).text for y in range(self.table.size.height)]

    def wanted(self) -> list[int]:
        return [said.row for said in self.said if isinstance(said, ResultsTable.Wanted)]

    @on(ResultsTable.CursorMoved)
    @on(ResultsTable.Opened)
    @on(ResultsTable.Wanted)
    @on(ResultsTable.MarksChanged)
    @on(ResultsTable.SortWanted)
    def _hear(self, message: Message) -> None:
        self.said.append(message)


Steps = Callable[[TableApp, Pilot[None]], Awaitable[None]]


def run(store: Store, steps: Steps, size: tuple[int, int] = (80, 24)) -> None:
    async def main() -> None:
        app = TableApp(store)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(main())


# What is seen


def test_rows_stand_under_their_headings() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        heading, first, second = app.lines()[:3]
        assert heading.split() == ["When", "(UTC)", "Who", "Action", "What", "›"]
        assert first.startswith("▌  ")
        assert second.startswith("   ")
        for text in ("14:00:00", "CORP\\user0", "~ Modified", "\\corp\\Users\\Person 0"):
            assert text in first
        assert heading.index("Who") == first.index("CORP")
        assert heading.index("What") == first.index("\\corp\\Users")

    run(store_of(3), steps)


def test_a_table_without_a_store_or_rows_takes_every_key() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("up", "down", "pageup", "pagedown", "home", "end", "left", "right")
        await pilot.press("space", "enter", "K", "J")
        await pilot.click(ResultsTable, offset=(5, 3))
        assert app.table.cell_text() == ""
        assert app.table.cursor_row == 0
        assert not any(line.strip() for line in app.lines()[1:])
        assert not any(isinstance(said, ResultsTable.Opened) for said in app.said)
        assert app.wanted() == []

    run(Store(), steps)


def test_hostile_values_are_shown_and_do_not_act() -> None:
    store = Store()
    fields = ("when", "who", "action", "object_type", "what", "where", "data_source", "workstation")
    rows = [row(index, **{field: HOSTILE}) for index, field in enumerate(fields)]
    rows.append(row(99, **dict.fromkeys(fields, HOSTILE * 50_000)))
    store.append(page(rows))

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        for _ in COLUMNS:
            width = app.table.scrollable_content_region.width
            for line in app.lines():
                assert line.isprintable(), repr(line)
                assert cell_len(line) == width
            await pilot.press("right")
        await pilot.press("end")
        assert app.table.cell_text() == HOSTILE * 50_000

    run(store, steps)
    run(store, steps, size=(240, 30))


def test_a_damaged_record_carries_a_sign() -> None:
    store = Store()
    store.append(page([row(0), row(1)], damaged=frozenset({1})))

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        assert [line[2] for line in app.lines()[1:3]] == [" ", "?"]

    run(store, steps)


def test_another_zone_shows_in_the_heading_and_in_every_row() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        app.table.zone = BERLIN_SUMMER
        await pilot.pause()
        heading, first = app.lines()[:2]
        assert "When (UTC+2)" in heading
        assert "16:00:00" in first

    run(store_of(2), steps)


def test_a_date_is_bright_only_where_it_changes() -> None:
    store = Store()
    rows = [row(0, when=f"2026-11-{day}T10:00:00Z") for day in (22, 22, 21)]
    store.append(page([row(9, rid=str(n), when=each.when) for n, each in enumerate(rows)]))

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("right")
        colors = []
        for y in (1, 2, 3):
            segments = list(app.table.render_line(y))
            date = next(segment for segment in segments if "Nov" in segment.text)
            colors.append(date.style and date.style.color)
        assert colors[0] == colors[2] != colors[1]

    run(store, steps)


# Cursor


def test_keys_move_the_cursor_and_keep_it_in_view() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        for key, expected in (
            ("down", 1), ("j", 2), ("k", 1), ("pagedown", 24), ("ctrl+f", 47), ("pageup", 24),
            ("end", 99), ("down", 99), ("g", 0), ("up", 0), ("G", 99), ("home", 0),
        ):  # fmt: skip
            await pilot.press(key)
            assert app.table.cursor_row == expected, key
            assert sum(line.startswith("▌") for line in app.lines()) == 1, key

    run(store_of(100), steps)


def test_moving_the_cursor_repaints_only_the_two_lines_it_concerns() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        painted: list[int] = []
        render_line = app.table.render_line
        app.table.render_line = lambda y: painted.append(y) or render_line(y)  # type: ignore
        await pilot.press("down")
        await pilot.pause()
        assert sorted(set(painted)) == [1, 2]

    run(store_of(100), steps)


def test_the_cursor_reaches_the_columns_out_of_view() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        assert "Workstation" not in app.lines()[0]
        await pilot.press("left")
        assert app.table.cursor_column is WHEN
        await pilot.press(*["right"] * 12)
        heading, first = app.lines()[:2]
        assert app.table.cursor_column.field == "workstation"
        assert app.table.cell_text() == "app07"
        assert "Workstation" in heading
        assert "‹" in heading
        assert "›" not in heading
        assert first.startswith("▌")
        assert "app07" in first
        assert heading.split()[1] in ("Action", "What", "Object", "Where"), "cut at the left"
        await pilot.press(*["left"] * 12)
        assert "When (UTC)" in app.lines()[0]

    run(store_of(5), steps)


def test_a_resize_keeps_the_cursor_on_its_cell() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("end", "right", "right", "right")
        assert app.table.cursor_column is WHAT
        for width, height in ((160, 40), (40, 10), (200, 12), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
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
        await pilot.pause()
        assert app.table.scroll_offset.y == 50
        await pilot.press("down")
        assert app.table.cursor_row == 1
        assert app.lines()[1].startswith("▌")

    run(store_of(100), steps)


def test_enter_and_a_double_click_open_the_record() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "enter")
        await pilot.click(ResultsTable, offset=(25, 6), times=2)
        await pilot.pause()
        opened = [said.row for said in app.said if isinstance(said, ResultsTable.Opened)]
        assert opened == [1, 5]
        assert app.table.cursor_column is WHO

    run(store_of(20), steps)


def test_a_click_on_a_heading_sorts_and_one_below_the_rows_does_nothing() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.click(ResultsTable, offset=(25, 10))
        await pilot.pause()
        assert app.table.cursor_column is WHEN
        await pilot.click(ResultsTable, offset=(25, 0))
        await pilot.pause()
        assert app.table.cursor_row == 0
        wanted = [said for said in app.said if isinstance(said, ResultsTable.SortWanted)]
        assert [said.column for said in wanted] == [WHO]

    run(store_of(3), steps)


# Marks


def test_space_marks_and_goes_on() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("space", "space", "down", "space")
        assert app.table.marks.sorted() == [0, 1, 3]
        assert app.table.cursor_row == 4
        assert [line[1] for line in app.lines()[1:5]] == ["●", "●", " ", "●"]
        await pilot.press("home", "space")
        assert app.table.marks.sorted() == [1, 3]
        assert sum(isinstance(said, ResultsTable.MarksChanged) for said in app.said) == 4

    run(store_of(10), steps)


def test_shift_and_an_arrow_mark_a_range() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "shift+down", "J")
        assert app.table.marks.sorted() == [1, 2, 3]
        await pilot.press("end", "shift+up", "shift+down", "shift+down")
        assert app.table.marks.sorted() == [1, 2, 3, 8, 9]
        assert app.table.cursor_row == 9

    run(store_of(10), steps)


def test_ctrl_click_marks_and_shift_click_marks_up_to_it() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.click(ResultsTable, offset=(25, 3), control=True)
        assert app.table.marks.sorted() == [2]
        await pilot.click(ResultsTable, offset=(25, 6), shift=True)
        assert app.table.marks.sorted() == [2, 3, 4, 5]

    run(store_of(10), steps)


def test_marks_taken_away_from_outside_disappear() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("space")
        app.table.marks.clear()
        app.table.marks_changed()
        await pilot.pause()
        assert "●" not in "".join(app.lines())

    run(store_of(3), steps)


# Growth


def test_more_rows_move_neither_the_cursor_nor_the_scroll() -> None:
    store = store_of(100)

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("end", "up")
        before, top = app.lines(), app.table.scroll_offset.y
        store.append(page([row(index) for index in range(100, 1100)]))
        app.table.rows_changed()
        await pilot.pause()
        assert app.lines() == before
        assert (app.table.cursor_row, app.table.scroll_offset.y) == (98, top)
        assert app.table.max_scroll_y == 1100 - 23
        await pilot.press("end")
        assert app.table.cursor_row == 1099
        assert "Person 1099" in app.lines()[23]

    run(store, steps)


def test_only_new_lines_are_painted_when_rows_arrive() -> None:
    store = store_of(5)

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        painted: list[int] = []
        render_line = app.table.render_line
        app.table.render_line = lambda y: painted.append(y) or render_line(y)  # type: ignore
        store.append(page([row(index) for index in range(5, 8)]))
        app.table.rows_changed()
        await pilot.pause()
        assert sorted(set(painted)) == [6, 7, 8]

    run(store, steps)


def test_a_new_search_starts_at_its_first_row_without_marks() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("end", "space")
        app.said.clear()
        app.table.show(store_of(50))
        await pilot.pause()
        assert (app.table.cursor_row, app.table.scroll_offset.y) == (0, 0)
        assert len(app.table.marks) == 0
        assert "14:00:00" in app.lines()[1]
        assert app.wanted() == [22]
        app.table.show(Store())
        await pilot.pause()
        assert app.table.check_action("open", ()) is False

    run(store_of(100), steps)


# How far the user looks


def test_it_tells_how_far_the_user_looks_once() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        assert app.wanted() == [22]
        await pilot.press("down", "down", "pagedown", "pageup", "pagedown")
        assert app.wanted() == [22, 45]
        app.table.scroll_to(y=60, animate=False)
        await pilot.pause()
        assert app.wanted() == [22, 45, 82]

    run(store_of(100), steps)


def test_touching_the_end_asks_again() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("end", "down", "pagedown")
        assert app.wanted().count(99) == 4

    run(store_of(100), steps)


def test_rows_that_arrive_in_view_are_wanted_farther() -> None:
    store = store_of(5)

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        store.append(page([row(index) for index in range(5, 10)]))
        app.table.rows_changed()
        await pilot.pause()
        assert app.wanted() == [4, 9]

    run(store, steps)


# Any size, any text


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 400), st.integers(1, 60), st.lists(st.text(max_size=30), min_size=1))
def test_every_line_has_the_width_of_the_table(width: int, height: int, texts: list[str]) -> None:
    store = Store()
    store.append(page([row(n, who=text, what=text, where=text) for n, text in enumerate(texts)]))

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("right", "right", "end")
        seen = app.table.scrollable_content_region.width
        for line in app.lines():
            assert cell_len(line) == seen
            assert line.isprintable()

    run(store, steps, size=(width, height))


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
def test_cursor_and_signs_show_in_every_theme(theme: str) -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        app.theme = theme
        await pilot.pause()
        cursor, other = app.table.render_line(1), app.table.render_line(2)
        assert cursor.text[0] == "▌"
        cell = next(segment.style for segment in cursor if "14:00" in segment.text)
        plain = next(segment.style for segment in other if "13:59" in segment.text)
        assert cell != plain

    run(store_of(3), steps)


def test_the_cursor_stays_with_a_record_that_an_arrangement_was_made_before() -> None:
    by_when = (SortKey("when"),)

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        table = app.table
        early = finished(View(Store()).arranging(by_when, QuickFilter()))
        table.move_to(3)
        table.adopt(early)
        assert table.record_row is None
        table.adopt(finished(table.view.arranging(by_when, QuickFilter())))
        assert (table.record_row, table.cursor_row) == (3, 1)

    run(store_of(5), steps)
