"""Records on their way out: marked, copied, saved, shown as plain text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.tui.output import clipboard
from netwrix_tui.tui.output.choose_file import ChooseFile
from netwrix_tui.tui.output.choose_format import ChooseFormat
from netwrix_tui.tui.output.copy_controller import CopyController
from netwrix_tui.tui.record.plain_text import PlainScreen
from netwrix_tui.tui.table.results_table import ResultsTable
from tests.demo_process import Demo
from tests.posix import is_private
from tests.results.export.test_ticket import HEAD
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.fake_host import FakeHost
from tests.tui.output.terminal import Terminal, said


def test_without_marks_the_record_under_the_cursor_is_copied(
    demo: Demo, terminal: Terminal
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("down", "c")
        await said(driver, "1 record, ", "sent to the terminal")
        record = driver.explorer.current_search.store.record(1)
        assert record.rid in terminal.clipboard
        assert record.what in terminal.clipboard
        assert driver.explorer.current_search.store.row(0).rid not in terminal.clipboard

    drive(connection_to(demo), story)


def test_marked_records_are_copied_in_every_format(demo: Demo, terminal: Terminal) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        store = driver.explorer.current_search.store
        await driver.press("space", "down", "shift+down", "shift+down")
        await driver.until(lambda: driver.explorer.table.marks.sorted() == [0, 2, 3, 4])
        assert "4 marked" in driver.status
        rids = [store.row(row).rid for row in (0, 2, 3, 4)]

        await driver.press("C", "j")
        await said(driver, "4 records, ")
        assert [record["RID"] for record in json.loads(terminal.clipboard)] == rids
        assert all(store.raw(row).decode() in terminal.clipboard for row in (0, 2, 3, 4))

        await driver.press("C", "x")
        await driver.until(lambda: len(terminal.written) == 2)
        root = ElementTree.fromstring(terminal.clipboard.encode())  # noqa: S314 - our own
        assert [found.text for found in root.iterfind(".//{*}RID")] == rids

        await driver.press("C", "s")
        await driver.until(lambda: len(terminal.written) == 3)
        rows = list(csv.DictReader(io.StringIO(terminal.clipboard)))
        assert [row["RID"] for row in rows] == rids

        await driver.press("escape")
        await driver.until(lambda: not len(driver.explorer.table.marks))

    drive(connection_to(demo), story)


def test_a_cell_is_copied_whole(demo: Demo, terminal: Terminal) -> None:
    async def story(driver: Driver) -> None:
        driver.explorer.builder.plan = SearchPlan.of(
            Filter("DataSource", Operator.EQUALS, "File Servers")
        )
        await driver.press("f5")
        await driver.until_loaded()
        table = driver.explorer.table
        while table.cursor_column.title != "What":
            await driver.press("right")
        await driver.press("y")
        await said(driver, "What, ")
        assert terminal.clipboard == driver.explorer.current_search.store.row(0).what

    drive(connection_to(demo), story, size=(80, 24))


def test_what_is_too_long_for_the_clipboard_goes_into_a_file(
    demo: Demo, terminal: Terminal, tmp_path: Path
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        driver.explorer.table.marks.update(range(301))
        driver.explorer.table.marks_changed()
        await driver.press("C", "j")
        message = await said(driver, "too long for the clipboard")
        assert not terminal.written
        (path,) = (tmp_path / "netwrix-tui").iterdir()
        assert str(path) in message
        assert is_private(path)
        assert path.stat().st_size * 4 / 3 > clipboard.BOUND
        assert len(json.loads(path.read_bytes())) == 301

    drive(connection_to(demo), story)


@pytest.mark.parametrize("keys", [("c",), ("C", "j")])
def test_marks_that_went_nowhere_are_not_handed_over(
    demo: Demo, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    def write(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        marks = driver.explorer.table.marks
        marks.update(range(1_000))
        driver.explorer.table.marks_changed()
        with monkeypatch.context() as full:
            full.setattr(clipboard, "write_private_file", write)
            await driver.press(*keys)
            await said(driver, "no file could be written")
            await driver.app.workers.wait_for_complete(
                [each for each in driver.app.workers if each.group == "copying"]
            )
        assert not marks.are_handed_over
        assert not terminal.written
        await driver.press(*keys)
        await driver.until(lambda: marks.are_handed_over, "the copy")

    drive(connection_to(demo), story)


@pytest.mark.parametrize("ending", [".txt", ".json", ".xml", ".csv"])
def test_saving_takes_the_form_from_the_ending(
    demo: Demo, terminal: Terminal, tmp_path: Path, ending: str
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", "space", "s")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
        await driver.press_at_once("ctrl+u", *f"{tmp_path}/found{ending}", "enter")
        await said(driver, "2 records, ", "saved to")
        path = tmp_path / f"found{ending}"
        assert is_private(path)
        rid = driver.explorer.current_search.store.row(0).rid
        assert rid in path.read_text()

    drive(connection_to(demo), story)


def test_a_path_that_cannot_be_is_told_in_place(
    demo: Demo, terminal: Terminal, tmp_path: Path
) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("s")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
        await driver.press_at_once("ctrl+u", *"found.pdf", "enter")
        await driver.until(lambda: "does not end in" in driver.screen_text())
        await driver.press_at_once("ctrl+u", *"no/where.txt", "enter")
        await driver.until(lambda: "There is no directory no" in driver.screen_text())
        assert list(tmp_path.glob("*found*")) == []

    drive(connection_to(demo), story)


def test_plain_text_shows_the_record_and_goes_back(demo: Demo, terminal: Terminal) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("v")
        await driver.until(lambda: isinstance(driver.app.screen, PlainScreen))
        rid = driver.explorer.current_search.store.row(0).rid
        await driver.until(lambda: rid in driver.screen_text())
        await driver.press("escape")
        await driver.until(lambda: driver.stands)

    drive(connection_to(demo), story, size=(80, 24))


def test_without_the_screen_the_open_record_goes_before_the_marked() -> None:
    host, reading = FakeHost(), [False]
    copying = CopyController(host, ResultsTable(), is_reading=lambda: reading[0], head=lambda: HEAD)
    copying.copy()
    assert len(host.works) == 1
    reading[0] = True
    copying.copy()
    assert len(host.works) == 1  # there is no record to be open
    copying.choose_format()
    assert isinstance(host.pushed[-1], ChooseFormat)
