"""The worker: its thread, its generations, its cancellation, its end."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest

from netwrix_tui.errors import ConnectionLost, NetwrixTuiError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.records import numbered_page, page_of, row
from tests.waiting import PATIENCE, wait_until

EVERYTHING = SearchParameters()
STUCK = SearchParameters((Filter("Who", Operator.EQUALS, "stuck"),))
STUBBORN = SearchParameters((Filter("Who", Operator.EQUALS, "stubborn"),))
BROKEN = SearchParameters((Filter("Who", Operator.EQUALS, "broken"),))


class Client:
    """Answers from memory: 10,000 records in pages of 100, and a few searches that misbehave."""

    def __init__(self) -> None:
        self.thread = threading.current_thread()
        self.loop = asyncio.get_running_loop()
        self.closed = False
        self.stuck = threading.Event()
        self.let_go = asyncio.Event()
        self.answered_late = threading.Event()

    async def search(
        self, parameters: SearchParameters, mark: str | None = None, *, wire: object = None
    ) -> Page:
        if parameters == STUCK:
            self.stuck.set()
            await asyncio.Event().wait()
        if parameters == STUBBORN:
            await self._ignore_cancellation()
        if parameters == BROKEN:
            raise ZeroDivisionError
        await asyncio.sleep(0)
        start = int(mark or 0)
        return numbered_page(start, min(start + 100, 10_000), str(start + 100))

    async def record(self, rid: str, wire: WireFormat) -> Page:
        if rid == "stuck":
            self.stuck.set()
            await asyncio.Event().wait()
        if rid == "broken off":
            raise ConnectionLost("It broke off.")
        if rid == "broken":
            raise ZeroDivisionError
        return page_of([row(int(rid))])

    async def aclose(self) -> None:
        self.closed = True

    async def _ignore_cancellation(self) -> None:
        self.stuck.set()
        while not self.let_go.is_set():
            try:
                await self.let_go.wait()
            except asyncio.CancelledError:
                continue
        self.answered_late.set()


class Opened:
    """A worker and the clients that it has opened."""

    def __init__(self) -> None:
        self.clients: list[Client] = []
        self.refuse: list[Exception] = []
        self.worker = ApiWorker(self._open)

    @property
    def client(self) -> Client:
        return self.clients[-1]

    def _open(self) -> Client:
        if self.refuse:
            raise self.refuse.pop()
        self.clients.append(Client())
        return self.client


@contextmanager
def running() -> Iterator[Opened]:
    opened = Opened()
    opened.worker.start()
    try:
        yield opened
    finally:
        opened.worker.close()


def at_rest(search: LoadedSearch, *phases: PagerPhase) -> None:
    wait_until(lambda: search.status.phase in phases)


def nothing() -> None:
    """A screen that does not care."""


def test_it_loads_the_first_page_on_its_own_thread() -> None:
    with running() as opened:
        search = opened.worker.search(EVERYTHING, nothing)
        assert search.status.phase in (PagerPhase.LOADING, PagerPhase.MORE)
        wait_until(lambda: len(search.store) == 200)
        at_rest(search, PagerPhase.MORE)
        assert opened.client.thread is not threading.main_thread()
        assert search.parameters is EVERYTHING


def test_wanting_rows_loads_them_all() -> None:
    with running() as opened:
        search = opened.worker.search(EVERYTHING, nothing)
        search.want(1_000_000)
        at_rest(search, PagerPhase.END)
        assert len(search.store) == 10_000
        assert [search.store.row(i).what for i in (0, 9_999)] == ["file 0", "file 9999"]


def test_changes_are_announced_a_few_times_and_the_last_one_always() -> None:
    with running() as opened:
        seen: list[tuple[float, int, PagerPhase]] = []
        searches: list[LoadedSearch] = []

        def on_change() -> None:
            for search in searches:
                seen.append((time.monotonic(), len(search.store), search.status.phase))

        searches.append(opened.worker.search(EVERYTHING, on_change))
        searches[0].want(1_000_000)
        wait_until(lambda: bool(seen) and seen[-1][1:] == (10_000, PagerPhase.END))
        # 100 pages, each of which changed the status twice.
        assert all(after[0] - before[0] >= 0.049 for before, after in pairwise(seen))


def test_a_new_search_ends_the_old_one_for_good() -> None:
    with running() as opened:
        announced: list[int] = []
        old = opened.worker.search(STUBBORN, lambda: announced.append(1))
        wait_until(lambda: bool(opened.clients) and opened.client.stuck.is_set())
        new = opened.worker.search(EVERYTHING, nothing)
        before = (old.status, len(old.store))
        heard = len(announced)
        wait_until(lambda: len(new.store) == 200)
        client = opened.client
        client.loop.call_soon_threadsafe(client.let_go.set)
        assert client.answered_late.wait(PATIENCE)
        old.want(5_000)
        old.retry()
        # Whatever the late answer set off has been done once this one has come back.
        opened.worker.fetch_record("1", WireFormat.JSON).result(PATIENCE)
        assert (old.status, len(old.store)) == before
        assert len(announced) == heard
        assert new.generation > old.generation


def test_an_ended_search_is_resumed_without_asking_and_goes_on_where_it_was() -> None:
    with running() as opened:
        announced: list[int] = []
        old = opened.worker.search(EVERYTHING, lambda: announced.append(1))
        wait_until(lambda: len(old.store) == 200)
        at_rest(old, PagerPhase.MORE)
        new = opened.worker.search(EVERYTHING, nothing)
        wait_until(lambda: len(new.store) == 200)
        at_rest(new, PagerPhase.MORE)
        opened.worker.resume(old)
        assert (len(old.store), old.status.phase) == (200, PagerPhase.MORE)
        assert old.generation > new.generation
        heard = len(announced)
        old.want(1_000_000)
        new.want(1_000_000)
        at_rest(old, PagerPhase.END)
        assert [old.store.row(i).what for i in (200, 9_999)] == ["file 200", "file 9999"]
        wait_until(lambda: len(announced) > heard)
        assert (len(new.store), new.status.phase) == (200, PagerPhase.MORE)


def test_a_search_that_ended_in_mid_page_asks_for_that_page_again() -> None:
    with running() as opened:
        old = opened.worker.search(STUCK, nothing)
        wait_until(lambda: bool(opened.clients) and opened.client.stuck.is_set())
        opened.worker.search(EVERYTHING, nothing)
        opened.client.stuck.clear()
        opened.worker.resume(old)
        assert old.status.phase is PagerPhase.IDLE
        old.want(0)
        wait_until(opened.client.stuck.is_set)
        assert old.status.phase is PagerPhase.LOADING


def test_a_stuck_search_is_cancelled_by_the_user() -> None:
    with running() as opened:
        search = opened.worker.search(STUCK, nothing)
        wait_until(lambda: bool(opened.clients) and opened.client.stuck.is_set())
        assert search.status.phase is PagerPhase.LOADING
        assert search.status.since is not None
        search.cancel()
        at_rest(search, PagerPhase.IDLE)


def test_an_unexpected_exception_becomes_the_search_s_error() -> None:
    with running() as opened:
        search = opened.worker.search(BROKEN, nothing)
        at_rest(search, PagerPhase.FAILED)
        assert search.status.error is not None
        assert "ZeroDivisionError" in search.status.error.sentence()


def test_a_client_that_cannot_be_opened_fails_the_search_and_is_tried_again() -> None:
    with running() as opened:
        error = NetwrixTuiError("The CA file is not there.")
        opened.refuse = [error]
        search = opened.worker.search(EVERYTHING, nothing)
        at_rest(search, PagerPhase.FAILED)
        assert search.status.error is error
        search.retry()
        wait_until(lambda: len(search.store) > 0)
        assert len(opened.clients) == 1


def test_records_by_rid() -> None:
    with running() as opened:
        worker = opened.worker
        assert worker.fetch_record("7", WireFormat.XML).result(PATIENCE).rows == [row(7)]
        with pytest.raises(ConnectionLost):
            worker.fetch_record("broken off", WireFormat.XML).result(PATIENCE)
        with pytest.raises(NetwrixTuiError, match="ZeroDivisionError"):
            worker.fetch_record("broken", WireFormat.XML).result(PATIENCE)


def test_closing_in_mid_request() -> None:
    with running() as opened:
        announced: list[int] = []
        search = opened.worker.search(STUCK, lambda: announced.append(1))
        waiting = opened.worker.fetch_record("stuck", WireFormat.JSON)
        wait_until(lambda: bool(opened.clients) and opened.client.stuck.is_set())
        opened.worker.close()
        heard = len(announced)
        assert waiting.cancelled()
        assert opened.client.closed
        assert not opened.client.thread.is_alive()
        search.want(10)
        search.cancel()
        opened.worker.close()
        assert len(announced) == heard
        with pytest.raises(NetwrixTuiError):
            opened.worker.fetch_record("1", WireFormat.JSON).result(PATIENCE)


def test_a_worker_that_was_never_started_closes_too() -> None:
    ApiWorker(Client).close()
