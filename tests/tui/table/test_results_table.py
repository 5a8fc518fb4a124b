"""The results table: what is seen of its records, and how it grows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region, Size
from textual.pilot import Pilot

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import COLUMNS
from tests.tui.settling import click, press, settle
from tests.tui.table_playing import BERLIN_SUMMER, TableApp, page, row, run, store_of

HOSTILE = "\x1b[31mred\x1b]52;c;aGk=\x07 \u202egpj.exe\r\n[bold]漢字\ud800\x9b2J\x7f\u200b"


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
        await press(pilot, "up", "down", "pageup", "pagedown", "home", "end", "left", "right")
        await press(pilot, "space", "enter", "K", "J")
        await click(pilot, ResultsTable, offset=(5, 3))
        assert app.table.cell_text() == ""
        assert app.table.cursor_row == 0
        assert not any(line.strip() for line in app.lines()[1:])
        assert not any(isinstance(said, ResultsTable.RecordOpened) for said in app.said)
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
            await press(pilot, "right")
        await press(pilot, "end")
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
        await settle(pilot)
        heading, first = app.lines()[:2]
        assert "When (UTC+2)" in heading
        assert "16:00:00" in first

    run(store_of(2), steps)


def test_a_date_is_bright_only_where_it_changes() -> None:
    store = Store()
    rows = [row(0, when=f"2026-11-{day}T10:00:00Z") for day in (22, 22, 21)]
    store.append(page([row(9, rid=str(n), when=each.when) for n, each in enumerate(rows)]))

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await press(pilot, "right")
        colors = []
        for y in (1, 2, 3):
            segments = list(app.table.render_line(y))
            date = next(segment for segment in segments if "Nov" in segment.text)
            colors.append(date.style and date.style.color)
        assert colors[0] == colors[2] != colors[1]

    run(store, steps)


# Growth


def test_more_rows_move_neither_the_cursor_nor_the_scroll() -> None:
    store = store_of(100)

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await press(pilot, "end", "up")
        before, top = app.lines(), app.table.scroll_offset.y
        store.append(page([row(index) for index in range(100, 1100)]))
        app.table.rows_changed()
        await settle(pilot)
        assert app.lines() == before
        assert (app.table.cursor_row, app.table.scroll_offset.y) == (98, top)
        assert app.table.max_scroll_y == 1100 - 23
        await press(pilot, "end")
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
        await settle(pilot)
        assert sorted(set(painted)) == [6, 7, 8]

    run(store, steps)


def test_a_new_search_starts_at_its_first_row_without_marks() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await press(pilot, "end", "space")
        app.said.clear()
        app.table.show(store_of(50))
        await settle(pilot)
        assert (app.table.cursor_row, app.table.scroll_offset.y) == (0, 0)
        assert len(app.table.marks) == 0
        assert "14:00:00" in app.lines()[1]
        assert app.wanted() == [22]
        app.table.show(Store())
        await settle(pilot)
        assert app.table.check_action("open", ()) is False

    run(store_of(100), steps)


# Any size, any text


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 400), st.integers(1, 60), st.lists(st.text(max_size=30), min_size=1))
def test_every_line_has_the_width_of_the_table(width: int, height: int, texts: list[str]) -> None:
    store = Store()
    store.append(page([row(n, who=text, what=text, where=text) for n, text in enumerate(texts)]))

    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        await press(pilot, "right", "right", "end")
        seen = app.table.scrollable_content_region.width
        for line in app.lines():
            assert cell_len(line) == seen
            assert line.isprintable()

    run(store, steps, size=(width, height))


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
def test_cursor_and_signs_show_in_every_theme(theme: str) -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        app.theme = theme
        await settle(pilot)
        cursor, other = app.table.render_line(1), app.table.render_line(2)
        assert cursor.text[0] == "▌"
        cell = next(segment.style for segment in cursor if "14:00" in segment.text)
        plain = next(segment.style for segment in other if "13:59" in segment.text)
        assert cell != plain

    run(store_of(3), steps)


def test_lines_fill_their_place_also_before_the_table_has_heard_of_its_size() -> None:
    async def steps(app: TableApp, pilot: Pilot[None]) -> None:
        app.table._seen = Size()
        lines = app.table.render_lines(Region(0, 0, 80, 3))
        assert [line.cell_length for line in lines] == [80, 80, 80]

    run(store_of(5), steps)
