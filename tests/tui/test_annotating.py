"""Marks and notes: a note is kept and goes along, marked records are listed, two are compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.results.export import ExportFormat, render
from netwrix_tui.tui.screens.compare import CompareScreen
from netwrix_tui.tui.screens.marked import MarkedList
from tests.demo_process import Demo
from tests.tui.driving import Driver
from tests.tui.keeping import drive_keeping


@pytest.fixture(autouse=True)
def _kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWRIX_TUI_STATE", str(tmp_path))


async def write_note(driver: Driver, text: str) -> None:
    table = driver.explorer.table
    record = table.record_row
    assert record is not None
    await driver.press("n", *text, "enter")
    rid = table.store.rid(record)
    await driver.until(lambda: table.note_of is not None and table.note_of(rid) == text, "note")


def test_a_note_stands_in_the_table_and_is_there_the_next_time(demo: Demo) -> None:
    async def write(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("down")
        await write_note(driver, "asked")
        await driver.until(lambda: "◆" in driver.screen_text(), "the sign of a note")
        await driver.press("enter")
        await driver.until(lambda: "◆ asked" in driver.screen_text(), "the note on the record")

    async def find(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.until(lambda: "◆" in driver.screen_text(), "the sign of a note")
        await driver.press("M")
        await driver.until(lambda: isinstance(driver.app.screen, MarkedList), "the list")
        assert "0 marked · 1 with a note" in driver.screen_text()
        assert "◆ asked" in driver.screen_text()
        await driver.press("enter")
        await driver.until(lambda: driver.explorer.table.cursor_row == 1, "the record")

    drive_keeping(demo, write)
    drive_keeping(demo, find)


def test_a_note_goes_into_the_ticket(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await write_note(driver, "gone")
        table = driver.explorer.table
        copied = render([(table.store, 0)], ExportFormat.TEXT, table.zone, table.note_of)
        assert b"\n  Note             gone\n" in copied
        other = render([(table.store, 1)], ExportFormat.TEXT, table.zone, table.note_of)
        assert b"Note" not in other

    drive_keeping(demo, story)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_marked_records_are_listed_unmarked_and_compared(demo: Demo, size: tuple[int, int]) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", "space", "space", "M")
        await driver.until(lambda: isinstance(driver.app.screen, MarkedList), "the list")
        assert "3 marked" in driver.screen_text()
        await driver.press("space")
        await driver.until(lambda: "2 marked" in driver.screen_text(), "one less")
        await driver.press("equals_sign")
        await driver.until(lambda: isinstance(driver.app.screen, CompareScreen), "comparing")
        await driver.until(lambda: "≠" in driver.screen_text(), "differences")
        assert "fields differ" in driver.screen_text()
        await driver.press("d")
        await driver.until(lambda: "only what differs" in driver.screen_text(), "differences")
        await driver.press("escape")
        await driver.until(lambda: driver.stands, "the explorer")

    drive_keeping(demo, story, size=size)


def test_where_there_is_nothing_to_list_or_compare_it_says_how_to_mark(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("M", "equals_sign")

        def said(words: str) -> bool:
            return any(words in note.message for note in driver.app._notifications)

        await driver.until(lambda: said("Nothing is marked"), "the hint")
        await driver.until(lambda: said("mark them with space"), "the hint")

    drive_keeping(demo, story, size=(120, 40))
