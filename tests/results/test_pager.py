"""The pager's rules, against a server that is a plain function."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from netwrix_tui.errors import BrokenOff, NetwrixTuiError, WireError
from netwrix_tui.results.pager import Pager, PagerPhase
from netwrix_tui.results.store import Store
from netwrix_tui.wire.page import Page
from tests.results.records import numbered_page, page_of

Fetch = Callable[[str | None], Awaitable[Page]]


class Server:
    """Serves ``total`` numbered records in pages of ``size``; the mark is the next number."""

    def __init__(self, total: int, size: int) -> None:
        self.total = total
        self.size = size
        self.marks: list[str | None] = []
        self.at_once = 0
        self.most_at_once = 0
        self.failures: list[Exception] = []
        self.held: asyncio.Event | None = None

    async def fetch(self, mark: str | None) -> Page:
        self.marks.append(mark)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            if self.held is not None:
                await self.held.wait()
            if self.failures:
                raise self.failures.pop()
        finally:
            self.at_once -= 1
        start = int(mark or 0)
        end = min(start + self.size, self.total)
        return numbered_page(start, end, str(end))


class Loading:
    """A pager, its store, and a count of its announcements."""

    def __init__(self, fetch: Fetch, page_size: int = 0) -> None:
        self.store = Store()
        self.changes = 0
        self.pager = Pager(fetch, self.store, self._changed, page_size)

    def _changed(self) -> None:
        self.changes += 1

    async def rest(self) -> PagerPhase:
        """Wait until nothing is under way."""
        quiet = 0
        while quiet < 3:  # a task that has just ended may be followed by another one
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(asyncio.all_tasks()) == 1 else 0
        return self.pager.status.phase

    async def want(self, row: int) -> PagerPhase:
        self.pager.want(row)
        return await self.rest()


def test_the_first_page_and_no_more() -> None:
    async def run() -> None:
        server = Server(5_000, 1_000)
        loading = Loading(server.fetch)
        assert loading.pager.status.phase is PagerPhase.IDLE
        assert await loading.want(0) is PagerPhase.MORE
        assert server.marks == [None]
        assert len(loading.store) == 1_000
        assert loading.pager.status.pages == 1
        assert loading.changes >= 2

    asyncio.run(run())


@pytest.mark.parametrize("size", [1, 7, 100, 250, 1_000, 3_000])
def test_no_page_is_fetched_before_it_is_needed_beyond_one(size: int) -> None:
    async def run() -> None:
        server = Server(4_000, size)
        loading = Loading(server.fetch)
        steps = [0, 40, 80, 300, 301, 120, 1_500, 3_998, 3_999]
        looked = 0
        for row in steps:
            looked = max(looked, row)
            await loading.want(row)
            pages_needed = looked // size + 1
            assert len(loading.store) > looked
            # One ahead; and the empty page that says that there are no more.
            assert len(server.marks) <= pages_needed + 1
        assert server.most_at_once == 1

    asyncio.run(run())


def test_after_a_short_page_the_end_is_made_certain() -> None:
    async def run() -> None:
        server = Server(944, 1_000)
        loading = Loading(server.fetch, page_size=1_000)
        assert await loading.want(0) is PagerPhase.END
        assert server.marks == [None, "944"]

    asyncio.run(run())


def test_a_server_with_a_bound_of_its_own_is_not_emptied_for_it() -> None:
    async def run() -> None:
        server = Server(5_000, 500)
        loading = Loading(server.fetch, page_size=1_000)
        assert await loading.want(0) is PagerPhase.MORE
        assert len(server.marks) == 2

    asyncio.run(run())


def test_pages_of_uneven_size_are_no_reason_to_fetch_them_all() -> None:
    async def run() -> None:
        sizes = iter([1_000, *[900] * 50, 0])
        start = 0

        async def fetch(_: str | None) -> Page:
            nonlocal start
            end = start + next(sizes)
            page = numbered_page(start, end, str(end))
            start = end
            return page

        loading = Loading(fetch, page_size=1_000)
        assert await loading.want(850) is PagerPhase.MORE
        assert loading.pager.status.pages <= 3

    asyncio.run(run())


def test_the_next_page_comes_before_the_end_is_reached() -> None:
    async def run() -> None:
        server = Server(5_000, 1_000)
        loading = Loading(server.fetch)
        await loading.want(0)
        await loading.want(749)
        assert len(loading.store) == 1_000
        await loading.want(750)
        assert len(loading.store) == 2_000
        await loading.want(10)
        assert len(loading.store) == 2_000

    asyncio.run(run())


def test_looking_at_the_last_row_again_and_again_loads_all_in_order() -> None:
    async def run() -> None:
        server = Server(950, 100)
        loading = Loading(server.fetch)
        await loading.want(0)
        while loading.pager.status.phase is PagerPhase.MORE:
            await loading.want(len(loading.store) - 1)
        assert loading.pager.status.phase is PagerPhase.END
        assert [loading.store.row(i).what for i in range(950)] == [f"file {n}" for n in range(950)]
        assert len(loading.store) == 950
        asked = len(server.marks)
        await loading.want(5_000)
        assert len(server.marks) == asked

    asyncio.run(run())


@pytest.mark.parametrize("last", [page_of([], "on"), page_of([], None), numbered_page(0, 3, None)])
def test_an_empty_page_or_no_mark_is_the_end(last: Page) -> None:
    async def run() -> None:
        async def fetch(mark: str | None) -> Page:
            return last

        loading = Loading(fetch)
        assert await loading.want(0) is PagerPhase.END
        assert len(loading.store) == len(last)

    asyncio.run(run())


def test_a_failed_page_keeps_its_mark_and_waits_for_the_retry() -> None:
    async def run() -> None:
        server = Server(300, 100)
        loading = Loading(server.fetch)
        await loading.want(99)
        error = BrokenOff("The page broke off.")
        server.failures = [error]
        assert await loading.want(199) is PagerPhase.FAILED
        assert loading.pager.status.error is error
        assert len(loading.store) == 200
        assert await loading.want(199) is PagerPhase.FAILED
        assert server.marks[-1] == "200"
        asked = len(server.marks)
        loading.pager.next()
        assert await loading.rest() is PagerPhase.MORE
        assert server.marks[asked:][0] == "200"
        assert loading.pager.status.error is None
        assert len(loading.store) == 300

    asyncio.run(run())


def test_an_unexpected_exception_is_shown_by_its_type_and_not_by_its_text() -> None:
    async def run() -> None:
        server = Server(300, 100)
        server.failures = [ZeroDivisionError("hunter2")]
        loading = Loading(server.fetch)
        assert await loading.want(0) is PagerPhase.FAILED
        error = loading.pager.status.error
        assert isinstance(error, NetwrixTuiError)
        assert "ZeroDivisionError (test_pager.py" in error.sentence()
        assert "hunter2" not in error.sentence()
        assert isinstance(error.__cause__, ZeroDivisionError)

    asyncio.run(run())


def test_cancel_keeps_what_is_there_and_wanting_goes_on() -> None:
    async def run() -> None:
        server = Server(1_000, 100)
        loading = Loading(server.fetch)
        await loading.want(0)
        loaded = len(loading.store)
        server.held = asyncio.Event()
        loading.pager.want(loaded - 1)
        await asyncio.sleep(0)
        assert loading.pager.status.phase is PagerPhase.LOADING
        loading.pager.cancel()
        assert await loading.rest() is PagerPhase.MORE
        assert server.at_once == 0
        assert len(loading.store) == loaded
        server.held = None
        await loading.want(loaded - 1)
        assert len(loading.store) > loaded

    asyncio.run(run())


def test_cancelling_the_first_page_leaves_it_idle() -> None:
    async def run() -> None:
        server = Server(1_000, 100)
        loading = Loading(server.fetch)
        loading.pager.announce()
        loading.pager.want(0)
        loading.pager.cancel()
        assert await loading.rest() is PagerPhase.IDLE
        loading.pager.next()
        assert await loading.rest() is PagerPhase.MORE

    asyncio.run(run())


def test_wanted_again_while_the_cancelled_request_winds_up() -> None:
    async def run() -> None:
        server = Server(1_000, 100)
        server.held = asyncio.Event()
        loading = Loading(server.fetch)
        loading.pager.want(0)
        await asyncio.sleep(0)
        server.held.set()
        loading.pager.cancel()
        loading.pager.want(0)
        assert await loading.rest() is PagerPhase.MORE
        assert server.most_at_once == 1
        assert len(loading.store) >= 100

    asyncio.run(run())


def test_after_its_end_it_takes_nothing_in() -> None:
    async def run() -> None:
        server = Server(1_000, 100)
        server.held = asyncio.Event()
        loading = Loading(server.fetch)
        loading.pager.want(0)
        for _ in range(3):
            await asyncio.sleep(0)
        assert server.at_once == 1
        before = loading.pager.status
        loading.pager.end()
        changes = loading.changes
        server.held.set()
        while server.at_once:
            await asyncio.sleep(0)
        loading.pager.want(500)
        for _ in range(10):
            await asyncio.sleep(0)
        assert len(loading.store) == 0
        assert loading.pager.status is before
        assert loading.changes == changes
        assert len(server.marks) == 1

    asyncio.run(run())


@pytest.mark.parametrize("marks", [["a"], ["a", "b", "c"]])
def test_marks_that_repeat_without_new_records_are_the_end(marks: list[str]) -> None:
    async def run() -> None:
        asked: list[str | None] = []

        async def fetch(mark: str | None) -> Page:
            asked.append(mark)
            return numbered_page(0, 50, marks[(len(asked) - 1) % len(marks)])

        loading = Loading(fetch)
        assert await loading.want(10_000) is PagerPhase.END
        assert len(loading.store) == 50
        assert len(asked) <= 2 * len(marks) + 1
        assert loading.store.doubles == 50 * (len(asked) - 1)

    asyncio.run(run())


def test_ever_new_marks_without_new_records_do_not_loop_forever() -> None:
    async def run() -> None:
        asked: list[str | None] = []

        async def fetch(mark: str | None) -> Page:
            asked.append(mark)
            return numbered_page(0, 50, f"mark {len(asked)}")

        loading = Loading(fetch)
        assert await loading.want(10_000) is PagerPhase.FAILED
        assert isinstance(loading.pager.status.error, WireError)
        assert len(asked) < 30

    asyncio.run(run())


def test_one_mark_may_bring_new_records_again_and_again() -> None:
    async def run() -> None:
        served = 0

        async def fetch(mark: str | None) -> Page:
            nonlocal served
            served += 10
            return numbered_page(served - 10, min(served, 100), "cursor")

        loading = Loading(fetch)
        assert await loading.want(10_000) is PagerPhase.END
        assert len(loading.store) == 100

    asyncio.run(run())


def test_load_all_goes_on_to_the_end_unasked() -> None:
    async def run() -> None:
        server = Server(5_000, 100)
        loading = Loading(server.fetch)
        loading.pager.load_all()
        assert await loading.rest() is PagerPhase.END
        assert len(loading.store) == 5_000
        assert server.most_at_once == 1
        assert loading.pager.status.progress is None

    asyncio.run(run())


def test_a_pause_lets_the_page_under_way_come_in_and_no_other() -> None:
    async def run() -> None:
        server = Server(5_000, 100)
        loading = Loading(server.fetch)
        await loading.want(0)
        server.held = asyncio.Event()
        loading.pager.load_all()
        await asyncio.sleep(0)
        assert loading.pager.status.progress is not None
        loading.pager.pause()
        assert loading.pager.status.progress is None
        before = len(loading.store)
        server.held.set()
        assert await loading.rest() is PagerPhase.MORE
        assert len(loading.store) == before + 100
        loading.pager.load_all()
        assert await loading.rest() is PagerPhase.END

    asyncio.run(run())


def test_cancelling_all_stops_at_once_and_a_failure_goes_on_where_it_was() -> None:
    async def run() -> None:
        server = Server(5_000, 100)
        loading = Loading(server.fetch)
        await loading.want(0)
        server.held = asyncio.Event()
        loading.pager.load_all()
        await asyncio.sleep(0)
        before = len(loading.store)
        loading.pager.cancel()
        assert await loading.rest() is PagerPhase.MORE
        assert len(loading.store) == before
        server.held = None
        server.failures = [NetwrixTuiError("broken")]
        loading.pager.load_all()
        assert await loading.rest() is PagerPhase.FAILED
        loading.pager.next()
        assert await loading.rest() is PagerPhase.END
        assert len(loading.store) == 5_000

    asyncio.run(run())
