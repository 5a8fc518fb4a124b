"""A file on its way: whole or not there, whatever happens to its records, its disk, its loop."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from netwrix_tui.errors import ConnectionLost, UsageError
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export import new_file
from netwrix_tui.results.export.file_job import FileJob, FilePhase, FileState
from netwrix_tui.results.export.writers import RawWriter
from netwrix_tui.results.loading.record_stream import RecordStream, SearchedRecords, StoredRecords
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.posix import is_private
from tests.results.records import row


def _page(first: int, count: int, mark: str | None) -> Page:
    numbers = range(first, first + count)
    raws = [f"{{{n}}}".encode() for n in numbers]
    return Page(WireFormat.JSON, [row(n) for n in numbers], raws, mark)


class _Server:
    """Seven records in pages of three; some pages fail at first."""

    def __init__(self, *failing: str | None) -> None:
        self.failing = list(failing)
        self.asked: list[str | None] = []

    async def ask(self, _: SearchParameters, mark: str | None) -> Page:
        self.asked.append(mark)
        if mark in self.failing:
            self.failing.remove(mark)
            raise ConnectionLost("cut")
        first = int(mark or 0)
        count = min(3, 7 - first)
        return _page(first, count, str(first + count))


_ALL = b"".join(b"{%d}\n" % n for n in range(7))


def _searched(server: _Server) -> Callable[[], RecordStream]:
    return lambda: SearchedRecords(SearchFetcher(server.ask, SearchParameters(), 3))


def _run(
    path: Path,
    begin: Callable[[], RecordStream],
    changed: Callable[[FileJob], None] = lambda job: None,
) -> FileState:
    async def run() -> FileState:
        job = FileJob(path, RawWriter(), lambda: changed(job))
        await job.run(begin)
        return job.state

    return asyncio.run(asyncio.wait_for(run(), 30))


def test_all_of_a_search_is_written_and_none_of_it_kept(tmp_path: Path) -> None:
    server = _Server()
    state = _run(tmp_path / "a.raw", _searched(server))
    assert (state.phase, state.records, state.size) == (FilePhase.DONE, 7, len(_ALL))
    assert state.saved_as == tmp_path / "a.raw"
    assert (tmp_path / "a.raw").read_bytes() == _ALL
    assert is_private(tmp_path / "a.raw")
    assert os.listdir(tmp_path) == ["a.raw"]
    assert server.asked == [None, "3", "6", "7"]


def test_what_failed_is_asked_for_again_and_nothing_comes_twice(tmp_path: Path) -> None:
    server = _Server("3", "6", "6")
    stuck = []

    def changed(job: FileJob) -> None:
        if job.state.phase is FilePhase.STUCK:
            assert job.state.error is not None
            stuck.append(job.state.records)
            assert not (tmp_path / "a.raw").exists()
            job.retry()

    state = _run(tmp_path / "a.raw", _searched(server), changed)
    assert state.phase is FilePhase.DONE
    assert stuck == [3, 6, 6]
    assert (tmp_path / "a.raw").read_bytes() == _ALL


@pytest.mark.parametrize("phase", [FilePhase.RUNNING, FilePhase.STUCK])
def test_what_is_cancelled_leaves_nothing(tmp_path: Path, phase: FilePhase) -> None:
    def changed(job: FileJob) -> None:
        if job.state.phase is phase:
            job.cancel()

    failing = ("3",) if phase is FilePhase.STUCK else ()
    state = _run(tmp_path / "a.raw", _searched(_Server(*failing)), changed)
    assert state.phase is FilePhase.CANCELLED
    assert os.listdir(tmp_path) == []


def test_a_file_that_was_published_is_there_even_if_cancelled_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishes, cancelled = threading.Event(), threading.Event()
    publish = new_file.NewFile.publish

    def slowly(file: new_file.NewFile) -> Path:
        publishes.set()
        cancelled.wait(30)
        return publish(file)

    monkeypatch.setattr(new_file.NewFile, "publish", slowly)

    async def run() -> FileState:
        job = FileJob(tmp_path / "a.raw", RawWriter(), lambda: None)
        task = asyncio.create_task(job.run(_searched(_Server())))
        await asyncio.to_thread(publishes.wait, 30)
        task.cancel()
        await asyncio.sleep(0)
        cancelled.set()
        await task
        return job.state

    assert asyncio.run(run()).phase is FilePhase.DONE
    assert os.listdir(tmp_path) == ["a.raw"]


def test_a_full_disk_ends_it_for_good_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    state = _run(tmp_path / "a.raw", _searched(_Server()))
    assert state.phase is FilePhase.FAILED
    assert isinstance(state.error, UsageError)
    assert "No space left" in state.error.what
    assert os.listdir(tmp_path) == []


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    server = _Server()
    state = _run(tmp_path / "missing" / "a.raw", _searched(server))
    assert state.phase is FilePhase.FAILED
    assert server.asked == []


def test_rows_of_a_store_are_written_in_the_order_given(tmp_path: Path) -> None:
    store = Store()
    store.append(_page(0, 2_500, None))
    rows = list(reversed(range(2_500)))
    _run(tmp_path / "a.raw", lambda: StoredRecords(store, rows))
    written = (tmp_path / "a.raw").read_bytes().splitlines()
    assert written == [b"{%d}" % n for n in rows]


def test_a_word_anywhere_is_written_once(tmp_path: Path) -> None:
    word = SearchParameters((Filter(ANYWHERE, Operator.CONTAINS, "jane"),))
    state = _run(tmp_path / "a.raw", lambda: SearchedRecords(SearchFetcher(_Server().ask, word, 3)))
    assert state.records == 7
    assert (tmp_path / "a.raw").read_bytes() == _ALL
