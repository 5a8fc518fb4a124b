"""The pager after a failure, a cancel, a pause and its end, one page at a time or all of them."""

from __future__ import annotations

import asyncio

from netwrix_tui.errors import ConnectionLost, NetwrixTuiError
from netwrix_tui.results.loading.pager import PagerPhase
from tests.results.loading.pager_driving import Loading, Server


def test_a_failed_page_keeps_its_mark_and_waits_for_the_retry() -> None:
    async def run() -> None:
        server = Server(300, 100)
        loading = Loading(server.fetch)
        await loading.want(99)
        error = ConnectionLost("The page broke off.")
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
        assert "ZeroDivisionError (pager_driving.py" in error.sentence()
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
