"""Several servers as one search: one that is late, fails or repeats itself holds up nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from netwrix_tui.errors import AccountRefused, ConnectionLost, NetwrixTuiError, ServerRepeats
from netwrix_tui.records.record import Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.merged_fetcher import MergedFetcher, ServerPhase
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.servers_search import ask_of_servers
from netwrix_tui.wire.page import Page
from tests.results.loading.pager_driving import Loading
from tests.results.records import page_of

SIZE = 4


class Server:
    """Holds records of these minutes, the latest first; it may be held back, fail, or repeat."""

    def __init__(self, name: str, minutes: range, size: int = SIZE) -> None:
        self.name = name
        self.rows = [
            Row(rid=f"{minute:02}", when=f"2026-03-17T09:{minute:02}:00Z", server=name)
            for minute in reversed(minutes)
        ]
        self.size = size
        self.asked: list[str | None] = []
        self.failures: list[Exception] = []
        self.held = asyncio.Event()
        self.held.set()
        self.repeats = False

    async def __call__(self, mark: str | None) -> Page:
        self.asked.append(mark)
        await self.held.wait()
        if self.failures:
            raise self.failures.pop()
        start = 0 if self.repeats else int(mark or 0)
        end = min(start + self.size, len(self.rows))
        return page_of(self.rows[start:end], str(end))


def told(rows: list[Row]) -> list[str]:
    return [f"{row.server}{row.rid}" for row in rows]


def keys(loading: Loading) -> list[str]:
    return told([loading.store.row(index) for index in range(len(loading.store))])


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def timed() -> None:
        async with asyncio.timeout(20):
            await work()

    asyncio.run(timed())


def test_all_of_both_in_order_and_no_page_sooner_than_needed() -> None:
    async def work() -> None:
        corp, dmz = Server("c", range(0, 40, 2)), Server("d", range(1, 40, 2))
        loading = Loading(MergedFetcher({"c": corp, "d": dmz}, SIZE), SIZE)
        await loading.want(0)
        assert len(loading.store) < 4 * SIZE
        assert max(len(corp.asked), len(dmz.asked)) <= 4
        loading.pager.load_all()
        assert await loading.rest() is PagerPhase.END
        expected = sorted(corp.rows + dmz.rows, key=lambda row: row.when, reverse=True)
        assert keys(loading) == told(expected)

    run(work)


def test_one_that_is_late_holds_up_nobody_and_comes_by_itself() -> None:
    async def work() -> None:
        corp, dmz = Server("c", range(20, 30)), Server("d", range(30, 34))
        dmz.held.clear()
        merged = MergedFetcher({"c": corp, "d": dmz}, SIZE, grace=0.0)
        loading = Loading(merged, SIZE)
        merged.on_late = loading.pager.next
        loading.pager.want(0)
        while loading.pager.status.phase is not PagerPhase.MORE:
            await asyncio.sleep(0)
        assert keys(loading)[:4] == ["c29", "c28", "c27", "c26"]
        before = len(loading.store)
        assert all(key.startswith("c") for key in keys(loading))
        assert merged.states[1].phase is ServerPhase.ASKED
        assert merged.states[1].is_late
        dmz.held.set()
        while "d30" not in keys(loading):
            await asyncio.sleep(0)
        assert [key for key in keys(loading)[before:] if key.startswith("d")] == [
            "d33", "d32", "d31", "d30",
        ]  # fmt: skip
        loading.pager.load_all()
        assert await loading.rest() is PagerPhase.END
        assert sorted(keys(loading)) == sorted(told(corp.rows + dmz.rows))

    run(work)


def test_one_that_fails_is_named_and_tried_again_where_it_was() -> None:
    async def work() -> None:
        corp, dmz = Server("c", range(0, 20, 2)), Server("d", range(1, 20, 2))
        merged = MergedFetcher({"c": corp, "d": dmz}, SIZE)
        loading = Loading(merged, SIZE)
        await loading.want(0)
        dmz.failures.append(ConnectionLost("The line broke."))
        loading.pager.load_all()
        assert await loading.rest() is PagerPhase.FAILED
        error = loading.pager.status.error
        assert error is not None
        assert error.sentence() == "d: The line broke."
        assert [state.phase for state in merged.states] == [
            ServerPhase.ENDED, ServerPhase.FAILED,
        ]  # fmt: skip
        assert set(told(corp.rows)) <= set(keys(loading))
        asked = len(corp.asked)
        loading.pager.load_all()
        assert await loading.rest() is PagerPhase.END
        assert len(corp.asked) == asked
        assert sorted(keys(loading)) == sorted(told(corp.rows + dmz.rows))

    run(work)


def test_a_retry_asks_the_failed_one_while_the_others_have_more() -> None:
    async def work() -> None:
        corp, dmz = Server("c", range(20, 60)), Server("d", range(20))
        dmz.failures.append(AccountRefused("Nobody has signed in."))
        merged = MergedFetcher({"c": corp, "d": dmz}, SIZE)
        loading = Loading(merged, SIZE)
        assert await loading.want(0) is PagerPhase.MORE
        assert isinstance(merged.states[1].error, AccountRefused)
        merged.retry()
        loading.pager.next()
        await loading.rest()
        assert merged.states[1].error is None
        assert len(dmz.asked) == 2

    run(work)


@pytest.mark.parametrize("error", [AccountRefused("No."), ConnectionLost("Gone.")])
def test_where_all_fail_the_first_error_is_raised(error: NetwrixTuiError) -> None:
    async def work() -> None:
        servers = {name: Server(name, range(3)) for name in "cd"}
        for server in servers.values():
            server.failures.append(error)
        loading = Loading(MergedFetcher(servers, SIZE), SIZE)
        assert await loading.want(0) is PagerPhase.FAILED
        assert type(loading.pager.status.error) is type(error)
        loading.pager.load_all()
        assert await loading.rest() is PagerPhase.END
        assert len(loading.store) == 6

    run(work)


def test_one_that_repeats_itself_ends_with_that_error_and_not_the_others() -> None:
    async def work() -> None:
        corp, dmz = Server("c", range(20)), Server("d", range(20, 40))
        dmz.repeats = True
        merged = MergedFetcher({"c": corp, "d": dmz}, SIZE)
        loading = Loading(merged, SIZE)
        loading.pager.load_all()
        assert await loading.rest() is PagerPhase.FAILED
        assert isinstance(loading.pager.status.error, ServerRepeats)
        assert set(told(corp.rows)) <= set(keys(loading))

    run(work)


def test_what_is_cancelled_is_asked_for_again_and_nothing_is_lost() -> None:
    async def work() -> None:
        corp, dmz = Server("c", range(0, 20, 2)), Server("d", range(1, 20, 2))
        dmz.held.clear()
        loading = Loading(MergedFetcher({"c": corp, "d": dmz}, SIZE, grace=60), SIZE)
        loading.pager.want(0)
        while not dmz.asked:
            await asyncio.sleep(0)
        loading.pager.cancel()
        assert await loading.rest() is PagerPhase.IDLE
        dmz.held.set()
        loading.pager.load_all()
        assert await loading.rest() is PagerPhase.END
        expected = sorted(corp.rows + dmz.rows, key=lambda row: row.when, reverse=True)
        assert keys(loading) == told(expected)

    run(work)


def test_the_last_page_can_be_had_once_more() -> None:
    async def work() -> None:
        merged = MergedFetcher({"c": Server("c", range(9)), "d": Server("d", range(9, 12))}, SIZE)
        first = await merged(None)
        assert await merged(None) is first
        second = await merged(first.mark)
        assert told(first.rows + second.rows)[:3] == ["d11", "d10", "d09"]
        assert not set(told(first.rows)) & set(told(second.rows))

    run(work)


def test_several_are_asked_as_if_they_were_one() -> None:
    async def work() -> None:
        servers = {"c": Server("c", range(0, 20, 2)), "d": Server("d", range(1, 20, 2))}
        ask = ask_of_servers(lambda _: MergedFetcher(servers, SIZE))  # type: ignore[arg-type, return-value]
        first, second = [await ask(SearchParameters(), None) for _ in range(2)]
        assert first.rows == second.rows
        assert first.mark != second.mark
        names, page = told(first.rows), first
        while page.mark is not None and len(page):
            page = await ask(SearchParameters(), page.mark)
            names += told(page.rows)
        assert names == [f"{'d' if at % 2 else 'c'}{at:02}" for at in reversed(range(20))]

    run(work)
