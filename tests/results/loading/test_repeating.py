"""Servers that send the same again and again: everybody who follows marks comes to an end.

Each record comes once, what came stays, and it is told why there is no more.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path

import pytest

from netwrix_tui import clock
from netwrix_tui.errors import ServerRepeats, WireError
from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import wire_moment
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export.file_job import FileJob, FilePhase, FileState
from netwrix_tui.results.export.writers import RawWriter
from netwrix_tui.results.following.follower import Follower, Looked, NewRecords
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading.page_guard import MOST_FRUITLESS
from netwrix_tui.results.loading.pager import Pager, PagerPhase
from netwrix_tui.results.loading.record_stream import SearchedRecords
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page
from netwrix_tui.writing.reconcile import look_for_records
from tests.client.repeating_server import SHAPES, Asked
from tests.results.records import numbered_page, page_of, rid, row

ENDED = "The server repeats pages that it has sent: ended after "
PLAIN = "who:jane"
ANYWHERE = "jane"

shapes = pytest.mark.parametrize("name", SHAPES)
lines = pytest.mark.parametrize("line", [PLAIN, ANYWHERE])


def parameters(line: str) -> SearchParameters:
    return plan_of(line, UTC_ZONE).parameters()


def loaded(ask: Ask, line: str, *, in_slices: bool = False) -> tuple[Pager, Store]:
    """All that the explorer loads of a search."""

    async def run() -> tuple[Pager, Store]:
        store, ended = Store(), asyncio.Event()

        def changed() -> None:
            if pager.status.phase in (PagerPhase.END, PagerPhase.FAILED):
                ended.set()

        search = SearchFetcher(ask, parameters(line), 3, in_slices=in_slices)
        pager = Pager(search, store, changed, 3)
        pager.load_all()
        await ended.wait()
        return pager, store

    return asyncio.run(run())


def saved(path: Path, ask: Ask, line: str, *, in_slices: bool = False) -> tuple[FileState, int]:
    """How *save all* ends, and how many lines it wrote."""

    async def run() -> FileState:
        job = FileJob(path, RawWriter(), lambda: None)
        found = parameters(line)
        await job.run(lambda: SearchedRecords(SearchFetcher(ask, found, 3, in_slices=in_slices)))
        return job.state

    state = asyncio.run(asyncio.wait_for(run(), 60))
    return state, len(path.read_bytes().splitlines())


@shapes
@lines
@pytest.mark.parametrize("in_slices", [False, True])
def test_the_explorer_loads_each_record_once_and_says_why_there_is_no_more(
    name: str, line: str, *, in_slices: bool
) -> None:
    ask = Asked(SHAPES[name])
    pager, store = loaded(ask, line, in_slices=in_slices)
    rids = [store.rid(index) for index in range(len(store)) if store.rid(index)]
    assert sorted(rids) == [rid(number) for number in range(ask.shape.records)]
    assert pager.status.phase is PagerPhase.FAILED
    error = pager.status.error
    assert isinstance(error, ServerRepeats)
    assert error.what.startswith(ENDED)
    if not in_slices:
        assert ask.requests == error.requests <= ask.shape.requests


def test_asking_again_after_that_takes_as_little() -> None:
    async def run() -> None:
        ask, changed = Asked(SHAPES["marks in a circle"]), asyncio.Event()
        pager = Pager(lambda mark: ask(SearchParameters(), mark), Store(), changed.set)
        pager.load_all()
        for requests in (4, 5, 6):
            while ask.requests < requests or pager.status.phase is not PagerPhase.FAILED:
                changed.clear()
                await changed.wait()
            pager.next()
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(run(), 30))


@shapes
@lines
@pytest.mark.parametrize("in_slices", [False, True])
def test_saving_all_keeps_each_record_once_and_says_why_there_is_no_more(
    name: str, line: str, tmp_path: Path, *, in_slices: bool
) -> None:
    ask = Asked(SHAPES[name])
    state, written = saved(tmp_path / "all.raw", ask, line, in_slices=in_slices)
    assert state.phase is FilePhase.DONE
    assert state.saved_as == tmp_path / "all.raw"
    assert state.records == written
    if ask.shape.records:
        assert written == ask.shape.records
    assert any(remark.startswith(ENDED) for remark in state.remarks)
    if not in_slices:
        assert ask.requests <= ask.shape.requests


@shapes
@lines
def test_what_is_followed_comes_once_over_many_looks(name: str, line: str) -> None:
    now = clock.now()
    ask = Asked(SHAPES[name], wire_moment(now))
    came: Counter[str] = Counter()

    async def run() -> None:
        following = Follower(
            ask, parameters(line), now - timedelta(days=1), backoff=PollBackoff(0.001)
        )
        looks = 0
        async with aclosing(following.events()) as events:
            async for event in events:
                if isinstance(event, NewRecords):
                    came.update(found.rid for found in event.page.rows)
                if isinstance(event, Looked):
                    looks += 1
                    assert event.repeats is not None
                    assert event.repeats.what.startswith(ENDED)
                if looks == 2:
                    return

    asyncio.run(asyncio.wait_for(run(), 60))
    came.pop("", None)
    assert came == {rid(number): 1 for number in range(ask.shape.records)}


@shapes
def test_looking_for_what_is_in_doubt_does_not_go_on_for_ever(name: str) -> None:
    ask = Asked(SHAPES[name])
    record = NewRecord("jane", "Read", "file -1", "2026-03-17T09:37:11Z", "here", "File")
    with pytest.raises(WireError) as caught:
        asyncio.run(look_for_records(ask, [record], []))  # type: ignore[arg-type]
    assert ENDED in caught.value.what
    assert "stays in doubt" in caught.value.next_step
    assert ask.requests <= ask.shape.requests
    if ask.shape.records:
        there = NewRecord("jane", "Read", "file 0", record.when, "here", "File")
        assert asyncio.run(look_for_records(ask, [there], [])).is_whole  # type: ignore[arg-type]


def pages(*given: Page) -> Callable[[SearchParameters, str | None], object]:
    """Asks for these pages, by their numbers."""

    async def ask(_: SearchParameters, mark: str | None) -> Page:
        return given[int(mark or 0)]

    return ask


def test_a_record_that_the_server_sends_twice_does_not_count_for_two() -> None:
    ask = Asked(SHAPES["one record for ever"])

    record = NewRecord("jane", "Read", "file 0", "2026-03-17T09:37:11Z", "here", "File")
    assert asyncio.run(look_for_records(ask, [record], [])).is_whole  # type: ignore[arg-type]
    with pytest.raises(WireError):
        asyncio.run(look_for_records(ask, [record, record], []))  # type: ignore[arg-type]


@lines
def test_a_record_on_many_pages_is_kept_once_and_the_end_is_one(line: str, tmp_path: Path) -> None:
    numbers = [[0, 1, 1], [1, 2, 1], [1], [2, 1], [1, 3], [1, 1, 1], []]
    given = [page_of([row(n) for n in found], str(at)) for at, found in enumerate(numbers, 1)]
    ask = pages(*given)
    pager, store = loaded(ask, line)  # type: ignore[arg-type]
    assert (pager.status.phase, len(store)) == (PagerPhase.END, 4)
    state, written = saved(tmp_path / "all.raw", ask, line)  # type: ignore[arg-type]
    assert (state.phase, written) == (FilePhase.DONE, 4)
    assert state.remarks[0].endswith(" records came again and were left out.")
    assert len(state.remarks) == 1


def test_what_several_searches_find_is_no_circle(tmp_path: Path) -> None:
    many = 3 * MOST_FRUITLESS

    async def ask(_: SearchParameters, mark: str | None) -> Page:
        number = int(mark or 0)
        if number == many:
            return page_of([])
        return numbered_page(number, number + 1, str(number + 1))

    pager, store = loaded(ask, ANYWHERE)
    assert (pager.status.phase, len(store)) == (PagerPhase.END, many)
    state, written = saved(tmp_path / "all.raw", ask, ANYWHERE)
    assert (state.phase, written, state.remarks) == (FilePhase.DONE, many, ())


def test_a_look_that_reads_much_anew_comes_to_what_is_new() -> None:
    many = 3 * MOST_FRUITLESS
    when = wire_moment(clock.now())
    is_first_look = True

    async def ask(_: SearchParameters, mark: str | None) -> Page:
        nonlocal is_first_look
        number = int(mark or 0)
        last = many if is_first_look else many + 1  # one more by then
        if number >= last:
            is_first_look = False
            return page_of([])
        return page_of([row(number, when)], str(number + 1))

    async def run() -> list[str]:
        came: list[str] = []
        since = clock.now() - timedelta(days=1)
        following = Follower(ask, SearchParameters(), since, backoff=PollBackoff(0.001))
        async with aclosing(following.events()) as events:
            async for event in events:
                if isinstance(event, NewRecords):
                    came += [found.rid for found in event.page.rows]
                if isinstance(event, Looked):
                    assert event.repeats is None
                    for query in following.queries:
                        query.mark = None  # as after a restart
                if len(came) > many:
                    return came
        return came

    assert asyncio.run(asyncio.wait_for(run(), 30)) == [rid(n) for n in range(many + 1)]
