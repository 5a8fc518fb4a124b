"""Saving from the screen: which records, in which format, while one goes on, and how it ends."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from netwrix_tui.mapping.document_formats import DocumentFormat
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.output.choose_file import ChooseFile
from netwrix_tui.tui.output.save_controller import SaveController
from netwrix_tui.tui.output.save_progress import SaveProgressScreen
from netwrix_tui.tui.table.results_table import ResultsTable
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run
from tests.posix import is_private
from tests.tui.driving import Driver, connection_to, drive
from tests.tui.fake_host import FakeHost


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def order(driver: Driver, name: str, *keys: str) -> None:
    """Ask for the file, choose with the keys, and save under a name in the directory."""
    await driver.press("s")
    await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
    await driver.press(*keys, "ctrl+u")
    await driver.press_at_once(*f"{Path.cwd()}/{name}", "enter")
    await driver.until(lambda: not isinstance(driver.app.screen, ChooseFile), "the dialog closed")


async def said(driver: Driver, *parts: str) -> str:
    def found() -> list[str]:
        texts = driver.toasts
        return [text for text in texts if all(part in text for part in parts)]

    await driver.until(lambda: bool(found()), f"notification {parts}")
    return found()[-1]


def _unmarked(data: bytes) -> str:
    """A CSV file's text; its mark says to spreadsheets that it is UTF-8."""
    assert data.startswith(b"\xef\xbb\xbfRID,")
    return data.decode("utf-8-sig")


def _rids(path: Path) -> list[str]:
    data = path.read_bytes()
    match path.suffix:
        case ".ndjson":
            return [json.loads(line)["RID"] for line in data.splitlines()]
        case ".json":
            return [record["RID"] for record in json.loads(data)]
        case ".xml":
            root = ElementTree.fromstring(data)  # noqa: S314 - our own
            return [found.text or "" for found in root.iterfind(".//{*}RID")]
        case ".csv":
            return [row["RID"] for row in csv.DictReader(io.StringIO(_unmarked(data)))]
    lines = data.decode().splitlines()
    named = [line.split()[1] for line in lines if line.startswith("  RID ")]
    return [name.removeprefix("nwx:") for name in named]


def _everything(driver: Driver) -> None:
    driver.explorer.navigation.begin(SearchPlan())


@pytest.mark.parametrize("ending", ["ndjson", "json", "xml", "csv"])
def test_all_of_the_search_is_what_the_command_writes(
    demo_servers: DemoServers, directory: Path, ending: str
) -> None:
    small = demo_servers.shared(records=2_000)

    async def story(driver: Driver) -> None:
        _everything(driver)
        await driver.until_loaded()
        assert driver.loaded < 2_000
        await order(driver, f"all.{ending}", "down", "down")
        message = await said(driver, "2,000 records, ", "saved to")
        assert str(directory / f"all.{ending}") in message
        assert driver.loaded < 2_000  # none of it was put into the table

    drive(connection_to(small, page_size=300), story)
    saved = directory / f"all.{ending}"
    assert is_private(saved)
    assert os.listdir(directory) == [saved.name]
    mark = b"\xef\xbb\xbf" if ending == "csv" else b""
    assert saved.read_bytes() == mark + run(small, "enum", "--output", ending).out


@pytest.mark.parametrize("ending", ["txt", "ndjson", "json", "xml", "csv"])
def test_the_marked_and_the_loaded(demo: Demo, directory: Path, ending: str) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        store = driver.explorer.current_search.store
        rids = [store.row(row).rid for row in range(len(store))]
        await order(driver, f"one.{ending}")
        await said(driver, "1 record, ", f"one.{ending}")
        await driver.press("space", "down", "space")
        await order(driver, f"marked.{ending}")
        await said(driver, "2 records, ", f"marked.{ending}")
        await order(driver, f"loaded.{ending}", "down")
        await said(driver, f"{len(rids):,} records, ", f"loaded.{ending}")
        assert _rids(directory / f"one.{ending}") == rids[:1]
        assert _rids(directory / f"marked.{ending}") == [rids[0], rids[2]]
        assert _rids(directory / f"loaded.{ending}") == rids

    drive(connection_to(demo), story, size=(80, 24))


@pytest.mark.parametrize("is_last_moment", [False, True], ids=["at rest", "typed ahead"])
def test_where_nothing_can_be_written_the_path_is_mended_in_place(
    demo: Demo, directory: Path, monkeypatch: pytest.MonkeyPatch, *, is_last_moment: bool
) -> None:
    locked = directory / "locked"
    locked.mkdir()
    _lock(monkeypatch, locked)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        rid = driver.explorer.current_search.store.row(1).rid
        await driver.press("space", "space", "s")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
        mended = [*("left",) * len("/a.csv"), *("backspace",) * len("/locked"), "enter"]
        await driver.press_at_once(
            "ctrl+u", *f"{locked}/a.csv", "enter", *(mended if is_last_moment else ())
        )
        if not is_last_moment:
            await driver.until(lambda: "Permission denied" in driver.screen_text(), "the reason")
            assert driver.app.screen.query_one("VisibleInput").value == f"{locked}/a.csv"  # type: ignore[attr-defined]
            assert not driver.explorer.saving.is_busy
            await driver.press_at_once(*mended)
        await said(driver, "2 records, ", str(directory / "a.csv"))
        assert rid in (directory / "a.csv").read_text()

    drive(connection_to(demo), story, size=(80, 24))
    assert sorted(os.listdir(directory)) == ["a.csv", "locked"]
    assert os.listdir(locked) == []


def _lock(monkeypatch: pytest.MonkeyPatch, directory: Path) -> None:
    """Have nothing made in a directory, not even by an account that may write everywhere."""
    make, open_ = tempfile.mkstemp, os.open

    def mkstemp(*args: Any, **named: Any) -> tuple[int, str]:
        if named.get("dir") == directory:
            raise PermissionError(errno.EACCES, "Permission denied")
        return make(*args, **named)

    def opened(path: Any, flags: int, *args: Any, **named: Any) -> int:
        if path == directory:
            raise PermissionError(errno.EACCES, "Permission denied")
        return open_(path, flags, *args, **named)

    monkeypatch.setattr(tempfile, "mkstemp", mkstemp)
    monkeypatch.setattr(os, "open", opened)


def test_as_shown_is_filtered_and_sorted(demo: Demo, directory: Path) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("slash", *"removed", "enter")
        view = driver.explorer.table.view
        await driver.until(lambda: 0 < len(view) < len(view.store))
        await order(driver, "shown.ndjson", "down")
        await said(driver, "saved to")
        shown = [view.store.row(view.store_row(row)).rid for row in range(len(view))]
        assert _rids(directory / "shown.ndjson") == shown

    drive(connection_to(demo), story)


def test_one_goes_on_meanwhile_and_can_cancel(demo_servers: DemoServers, directory: Path) -> None:
    slow = demo_servers.fresh(records=3_000, arguments=["--fault", "delay:4-:60"])

    async def story(driver: Driver) -> None:
        _everything(driver)
        await driver.until_loaded()
        await order(driver, "all.json", "down", "down")
        await driver.until(lambda: "to all.json" in driver.screen_text())
        await driver.press("down", "down", "enter")
        await driver.until(lambda: driver.explorer.table.cursor_row == 2)
        assert "all.json" not in os.listdir(directory)
        await driver.press("s")
        await driver.until(lambda: isinstance(driver.app.screen, SaveProgressScreen))
        await driver.press("c")
        await said(driver, "Cancelled", "nothing")
        assert os.listdir(directory) == []
        await driver.until(lambda: "saving" not in driver.screen_text())

    drive(connection_to(slow, page_size=300), story)


def test_a_page_that_fails_can_be_asked_for_again(
    demo_servers: DemoServers, directory: Path
) -> None:
    # What loads into the table comes first; each page is tried three times.
    server = demo_servers.fresh(records=2_000, arguments=["--fault", "status:6-8:500"])

    async def story(driver: Driver) -> None:
        _everything(driver)
        await driver.until_loaded()
        await order(driver, "all.ndjson", "down", "down")
        await driver.until(lambda: "saving stopped" in driver.screen_text())
        assert "retry" in driver.screen_text()
        for _ in range(3):
            await driver.press("s")
            await driver.until(lambda: isinstance(driver.app.screen, SaveProgressScreen))
            await driver.press("r")
            await driver.until(lambda: not isinstance(driver.app.screen, SaveProgressScreen))
            job = driver.explorer.saving.job
            await driver.until(
                lambda job=job: job is None or job.state.error is not None or job.state.is_over
            )
            if driver.explorer.saving.job is None:
                break
        await said(driver, "2,000 records, ", "saved to")

    drive(connection_to(server, page_size=500), story)
    rids = _rids(directory / "all.ndjson")
    assert len(rids) == len(set(rids)) == 2_000


def test_leaving_asks_first_and_leaves_nothing_behind(
    demo_servers: DemoServers, directory: Path
) -> None:
    slow = demo_servers.fresh(records=3_000, arguments=["--fault", "delay:4-:60"])

    async def story(driver: Driver) -> None:
        _everything(driver)
        await driver.until_loaded()
        await order(driver, "all.csv", "down", "down")
        await driver.press("q")
        await driver.until(lambda: isinstance(driver.app.screen, SaveProgressScreen))
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.explorer)
        assert driver.explorer.saving.is_busy
        await driver.press("f9")  # another server would end it as well
        await driver.until(lambda: isinstance(driver.app.screen, SaveProgressScreen))
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.explorer)
        await driver.press("q")
        await driver.until(lambda: isinstance(driver.app.screen, SaveProgressScreen))
        await driver.press("l")

    drive(connection_to(slow, page_size=300), story)
    assert os.listdir(directory) == []


def test_a_search_that_is_whole_is_not_asked_for_again(demo: Demo, directory: Path) -> None:
    async def story(driver: Driver) -> None:
        driver.explorer.navigation.begin(SearchPlan.initial())
        await driver.until_loaded()
        await driver.press("end")
        await driver.until(lambda: driver.explorer.current_search.phase is PagerPhase.END)
        before = len(demo.requests())
        await driver.press("s")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))
        assert "asked for anew" not in driver.screen_text()
        await driver.press("down", "tab", "enter")
        await said(driver, f"{driver.loaded:,} records", ".ndjson")
        assert len(demo.requests()) == before

    drive(connection_to(demo), story)


def test_text_is_not_for_all_and_tab_walks_through_the_formats(demo: Demo, directory: Path) -> None:
    async def story(driver: Driver) -> None:
        _everything(driver)
        await driver.until_loaded()
        await driver.press("s")
        await driver.until(lambda: isinstance(driver.app.screen, ChooseFile))

        def ending() -> str:
            name = Path(driver.app.screen.query_one("VisibleInput").value).name  # type: ignore[attr-defined]
            return name.partition(".")[2]

        assert ending() == "txt"
        seen = []
        documents = [form.extension[1:] for form in DocumentFormat]
        for _ in range(5 + len(documents)):
            await driver.press("tab")
            seen.append(ending())
        assert seen == ["ndjson", "json", "xml", "csv", *documents, "txt"]
        await driver.press("down", "down")
        assert ending() == "ndjson"
        await driver.press("shift+tab")
        assert ending() == "jsonl"
        await driver.press_at_once("ctrl+u", *f"{directory}/a.txt", "enter")
        await driver.until(lambda: "Text is for records that are loaded" in driver.screen_text())
        assert os.listdir(directory) == []

    drive(connection_to(demo), story)


def test_without_the_screen_it_asks_what_to_save_and_lets_one_leave() -> None:
    host, left = FakeHost(), []
    search = SimpleNamespace(phase=PagerPhase.MORE, parameters=None, in_slices=False)
    saving = SaveController(host, ResultsTable(), None, search, head=lambda: None)
    saving.ask()
    assert isinstance(host.pushed[-1], ChooseFile)
    saving.leave(lambda: left.append(True))
    assert left == [True]
