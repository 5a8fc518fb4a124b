"""Marks and notes: a note is kept and goes along, marked records are listed, two are compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.export.export import ExportFormat, render
from netwrix_tui.tui.notes.controller import NotesController
from netwrix_tui.tui.notes.marked_list import MarkedRecordsScreen
from netwrix_tui.tui.record.compare_screen import CompareScreen
from netwrix_tui.tui.table.results_table import ResultsTable
from tests.demo_process import Demo
from tests.tui.driving import Driver
from tests.tui.fake_host import FakeHost
from tests.tui.keeping import drive_keeping


@pytest.fixture(autouse=True)
def _kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWRIX_TUI_STATE", str(tmp_path))


def has_said(driver: Driver, words: str) -> bool:
    return any(words in toast for toast in driver.toasts)


async def write_note(driver: Driver, text: str) -> None:
    table = driver.explorer.table
    record = table.record_row
    assert record is not None
    await driver.press("n")
    await driver.press_at_once(*text, "enter")
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
        await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")
        assert "0 marked · 1 with a note" in driver.screen_text()
        assert "◆ asked" in driver.screen_text()
        await driver.press("enter")
        await driver.until(lambda: driver.explorer.table.cursor_row == 1, "the record")

    drive_keeping(demo, write)
    drive_keeping(demo, find)


WITHOUT_NOTES = SearchPlan.of(Filter("Action", Operator.EQUALS, "Failed Logon"))
"""A search that finds other records than the one an explorer begins with in its first rows."""


async def to_other_notes(driver: Driver) -> None:
    """Search for other records, then to the list of what was noted before."""
    await driver.until_loaded()
    driver.explorer.navigation.begin(WITHOUT_NOTES)
    await driver.until_loaded()
    await driver.press("M")
    await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")


def test_notes_on_records_of_other_searches_are_listed_and_lead_there(demo: Demo) -> None:
    noted: list[str] = []

    async def write(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        while table.store.row(table.record_row or 0).action == "Failed Logon":
            await driver.press("down")
        assert table.record_row is not None
        noted.append(table.store.rid(table.record_row))
        await write_note(driver, "asked")

    async def find(driver: Driver) -> None:
        await to_other_notes(driver)
        said = driver.screen_text()
        assert "0 marked · 0 with a note, of the loaded records" in said
        assert "Notes on other records · 1" in said
        assert "◆ asked" in said
        assert "enter searches for it" in said
        await driver.press("space")
        assert isinstance(driver.app.screen, MarkedRecordsScreen)
        await driver.press("enter")
        table = driver.explorer.table

        def stands_on_it() -> bool:
            return table.record_row is not None and table.store.rid(table.record_row) == noted[0]

        await driver.until(stands_on_it, "the record")
        assert driver.loaded == 1
        assert "noted: asked" in driver.screen_text()
        await driver.press("M")
        await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")
        assert "Notes on other records" not in driver.screen_text()
        await driver.press("escape", "<")
        await driver.until(lambda: driver.loaded > 1, "the search before")
        assert driver.explorer.current_search.parameters == WITHOUT_NOTES.parameters()

    drive_keeping(demo, write)
    drive_keeping(demo, find)


def test_a_note_on_a_record_of_another_search_is_changed_and_taken_away(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("n", *"first", "enter")
        await driver.until(lambda: "◆" in driver.screen_text(), "the sign of a note")
        await to_other_notes(driver)
        await driver.press("n", *"second", "enter", "M")
        await driver.until(lambda: "◆ second" in driver.screen_text(), "the note")
        await driver.press("n", "backspace", "enter")
        await driver.until(lambda: driver.stands, "the explorer")
        await driver.press("M")
        await driver.until(lambda: has_said(driver, "Nothing is marked"), "no list")

    drive_keeping(demo, story, size=(120, 40))


def test_a_noted_record_that_is_gone_is_said_to_be(demo: Demo, tmp_path: Path) -> None:
    gone = '{"rid": "NO SUCH RECORD", "text": "asked", "at": 5}'
    (tmp_path / "notes.json").write_text('{"profiles": {"corp": [' + gone + "]}}")

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("M")
        await driver.until(lambda: "RID NO SUCH RECORD" in driver.screen_text(), "the note")
        await driver.press("enter")
        await driver.until(lambda: "was not found" in driver.screen_text(), "the reason")

    drive_keeping(demo, story)


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
        await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")
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
        await driver.press("M")
        await driver.until(lambda: has_said(driver, "Nothing is marked"), "the hint")
        await driver.press("equals_sign")
        await driver.until(lambda: has_said(driver, "mark both with space"), "the hint")

    drive_keeping(demo, story, size=(120, 40))


def test_without_the_screen_two_records_are_compared_or_it_says_how_to() -> None:
    host = FakeHost()
    notes = NotesController(
        host, ResultsTable(), "", changed=lambda: None, begin=lambda plan, **_: None,
        copy=lambda *_, **__: None, save=lambda: None, written=lambda *_: None,
    )  # fmt: skip
    notes.compare()
    assert "Compare needs two records" in host.said[-1]
    assert not host.pushed


def test_a_note_that_was_not_saved_has_another_sign(demo: Demo, tmp_path: Path) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await write_note(driver, "asked")
        await driver.until(lambda: "◆" in driver.screen_text(), "the sign of a note")
        (tmp_path / "notes.json").write_text("{")
        await driver.press("down")
        await write_note(driver, "lost")
        await driver.until(lambda: has_said(driver, "Not saved"), "the reason")
        await driver.until(lambda: "◇" in driver.screen_text(), "the sign of one not saved")
        assert "◆" in driver.screen_text()
        await driver.press("enter")
        words = "◇ lost (not saved)"
        await driver.until(lambda: words in driver.screen_text(), "the note on the record")
        await driver.press("escape", "M")
        await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")
        assert words in driver.screen_text()
        assert "◆ asked" in driver.screen_text()
        await driver.press("escape")
        (tmp_path / "notes.json").unlink()
        await write_note(driver, "again")  # what was not saved goes along
        await driver.until(lambda: "◇" not in driver.screen_text(), "all saved")

    drive_keeping(demo, story, size=(120, 40))


def test_without_marks_the_list_copies_and_saves_the_record_under_its_cursor(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        table = driver.explorer.table
        await driver.press("down", "down")
        await write_note(driver, "asked")
        await driver.press("home", "M")
        await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")
        await driver.press("c")
        await driver.until(lambda: has_said(driver, "1 record"), "the copy")
        assert not has_said(driver, "No record is marked")
        await driver.press("home", "M")
        await driver.until(lambda: isinstance(driver.app.screen, MarkedRecordsScreen), "the list")
        await driver.press("s")
        await driver.until(lambda: "this record" in driver.screen_text(), "the question")
        assert table.cursor_row == 2
        await driver.press("escape")
        await to_other_notes(driver)
        assert "c copy the marked" not in driver.screen_text()
        await driver.press("c")
        await driver.until(lambda: has_said(driver, "This record is not loaded"), "the reason")

    drive_keeping(demo, story, size=(120, 40))


def test_pasted_lines_are_one_note(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("n")
        assert driver.app.focused is not None
        driver.app.focused.post_message(Paste("asked Jane\r\n  she knows\n"))
        await driver.press("enter")
        table = driver.explorer.table
        rid = table.store.rid(table.record_row or 0)
        note = "asked Jane she knows"
        await driver.until(lambda: table.note_of is not None and table.note_of(rid) == note, "note")

    drive_keeping(demo, story)
