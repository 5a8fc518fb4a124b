"""A loaded search that is followed: what of it, from when on, and in which order it arrives."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

import pytest

from netwrix_tui.errors import NetwrixTuiError, StorageFull, UsageError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record import Row
from netwrix_tui.records.relative import RelativeSpan, SpanUnit
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import Timeframe, TimeRange
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.following.follow_scope import FollowScope, scope_of
from netwrix_tui.results.following.live_follow import FollowPhase, FollowState, LiveFollow, Work
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading.pager import Pager
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.wire.page import Page
from tests.results.records import page_of, rid

_NOW = datetime(2026, 3, 17, 12, tzinfo=UTC)
_WHO = Filter("Who", Operator.EQUALS, "jane")


def _row(number: int, minutes: float) -> Row:
    return Row(rid(number), f"{_NOW + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}")


def _store(*minutes: float) -> Store:
    store = Store()
    store.append(page_of([_row(number, at) for number, at in enumerate(minutes)]))
    return store


def _scope(
    *when: Timeframe | TimeRange | RelativeSpan, store: Store | None = None, is_all: bool = False
) -> FollowScope:
    filters = [Filter("When", Operator.EQUALS, value) for value in when]
    parameters = SearchParameters().with_(_WHO, *filters)
    found = store if store is not None else Store()
    return scope_of(parameters, found, _NOW, is_all=is_all, in_slices=False)


# What is followed


@pytest.mark.parametrize(
    "when",
    [
        [],
        [Timeframe.TODAY],
        [Timeframe.LAST_SEVEN_DAYS],
        [RelativeSpan(2, SpanUnit.HOURS)],
        [TimeRange(start=_NOW - timedelta(days=1))],
        [TimeRange(_NOW - timedelta(days=9), _NOW - timedelta(days=8)), Timeframe.TODAY],
    ],
)
def test_a_search_goes_on_without_its_end(when: list[Timeframe | TimeRange | RelativeSpan]) -> None:
    scope = _scope(*when)
    assert scope.parameters == SearchParameters((_WHO,))
    page = page_of([_row(1, 60)])
    assert scope.fitting(page).rows == page.rows


@pytest.mark.parametrize(
    "when",
    [
        Timeframe.YESTERDAY,
        TimeRange(_NOW - timedelta(days=9), _NOW - timedelta(days=8)),
        TimeRange(end=_NOW - timedelta(seconds=1)),
    ],
)
def test_a_search_that_ends_in_the_past_cannot_be_followed(when: Timeframe | TimeRange) -> None:
    with pytest.raises(UsageError, match="no new record can come"):
        _scope(when)


def test_what_comes_late_from_before_the_search_is_left_out() -> None:
    scope = _scope(RelativeSpan(2, SpanUnit.HOURS))
    page = page_of([_row(3, 1), Row(rid(2), "soon"), _row(1, -60), _row(0, -180)])
    assert [row.rid for row in scope.fitting(page).rows] == [rid(2), rid(1), rid(3)]


@pytest.mark.parametrize(
    ("store", "is_all", "since"),
    [
        (_store(), False, 0),
        (_store(-1, -2, -3), False, -3 + 1 / 60),  # newer than the last of them, and not there
        (_store(-1, -2, -3), True, -61),  # there is nothing else that old
        (_store(-1, -2, -300), False, -61),
        (_store(-3, -2, -1), True, -61),
        (_store(-3, -2, -1), False, 0),  # more of them may not be loaded yet
        (_store(9_000, -2), False, -2 + 1 / 60),  # nor does one that has not come yet hide any
        (_store(9_000, 8_000), False, 0),
    ],
)
def test_records_are_new_from_a_moment_on(store: Store, is_all: bool, since: float) -> None:
    found = _scope(store=store, is_all=is_all).since
    assert abs(found - (_NOW + timedelta(minutes=since))) < timedelta(milliseconds=1)


def test_a_busy_server_is_not_gone_through_for_a_whole_day() -> None:
    quiet, busy = _store(*range(0, -150, -1)), _store(*(n / -1_000 for n in range(150)))
    assert _scope(store=quiet).lateness == timedelta(days=1)
    assert timedelta(minutes=5) <= _scope(store=busy).lateness < timedelta(hours=1)


def test_a_record_of_a_day_to_come_is_not_the_newest() -> None:
    """What comes on a later page is new although one is there that is dated 2099."""
    found = _scope(store=_store(38_000_000, -1, -2)).newest
    assert found == int(_NOW.timestamp()) * 1_000_000


def test_records_without_a_moment_are_no_edge() -> None:
    store = Store()
    store.append(page_of([Row(rid(1), "soon"), Row(rid(2), "")]))
    assert _scope(store=store, is_all=True).since == _NOW
    assert _scope(store=store, is_all=True).newest is None


# How it arrives


class _Search:
    """What a loaded search is to its following."""

    def __init__(self) -> None:
        self.parameters = SearchParameters()
        self.resume_point: ResumePoint | None = None
        self.store = Store()
        self.error: NetwrixTuiError | None = None

    def append_followed(self, page: Page) -> int:
        if self.error is not None:
            raise self.error
        return self.store.append(page, by_following=True)


def test_a_search_that_is_over_takes_nothing_that_arrives() -> None:
    async def fetch(_: str | None) -> Page:
        raise AssertionError("nothing is to be asked for")

    store, changes = _store(-1), 0

    def changed() -> None:
        nonlocal changes
        changes += 1

    pager = Pager(fetch, store, changed)
    assert pager.append_followed(page_of([_row(0, -1), _row(7, 1)])) == 1
    assert changes == 1
    assert store.duplicates == 0
    pager.end()
    assert pager.append_followed(page_of([_row(8, 2)])) == 0
    assert len(store) == 2
    pager.resume()
    assert pager.append_followed(page_of([_row(8, 2)])) == 1
    assert list(store.followed.followed_first(len(store))) == [2, 1, 0]


@pytest.fixture
def beside() -> Iterator[Callable[[list[Page]], Callable[[Work], Future[None]]]]:
    """A loop of its own on which work asks for these pages, one look each after the first."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def serving(pages: list[Page]) -> Callable[[Work], Future[None]]:
        async def ask(_: SearchParameters, mark: str | None) -> Page:
            at = int(mark or 0)
            return pages[at] if at < len(pages) else page_of([], str(at))

        return lambda work: asyncio.run_coroutine_threadsafe(work(ask), loop)

    async def wind_up() -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    yield serving
    asyncio.run_coroutine_threadsafe(wind_up(), loop).result(30)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


RunAlongside = Callable[[list[Page]], Callable[[Work], Future[None]]]


def _followed(
    search: _Search, begin: Callable[[Work], Future[None]], is_enough: Callable[[FollowState], bool]
) -> FollowState:
    changed = threading.Event()
    live = LiveFollow(search, _scope(), changed.set, PollBackoff(0.001))
    live.begin(begin)
    while not is_enough(live.state):
        assert changed.wait(30)
        changed.clear()
    live.stop()
    return live.state


def test_pages_of_one_look_are_put_in_order_whatever_the_servers_is(beside: RunAlongside) -> None:
    search = _Search()
    pages = [
        page_of([_row(5, 5), _row(4, 4)], "1"),
        page_of([_row(3, 3), _row(2, 2)], "2"),
        page_of([], "2"),
    ]
    state = _followed(search, beside(pages), lambda state: state.new_count == 4)
    assert [search.store.rid(row) for row in range(4)] == [rid(n) for n in (2, 3, 4, 5)]
    assert state.phase is FollowPhase.WAITING
    assert state.looked is not None
    assert state.due is not None
    assert search.resume_point is not None
    assert search.resume_point.caught_up


def test_a_server_in_circles_is_looked_at_again_and_told(beside: RunAlongside) -> None:
    search = _Search()
    pages = [page_of([_row(1, 1)], "1"), page_of([_row(1, 1), _row(2, 2)], "1")]
    state = _followed(search, beside(pages), lambda state: state.repeats)
    assert state.phase is FollowPhase.WAITING
    assert state.error is None
    assert len(search.store) == state.new_count == 2


def test_a_disk_that_is_full_ends_it_with_the_reason(beside: RunAlongside) -> None:
    search = _Search()
    search.error = StorageFull("The disk is full.")
    state = _followed(search, beside([page_of([_row(1, 1)], "1")]), lambda state: state.is_over)
    assert state.error is search.error


def test_what_is_paused_before_it_begins_waits(beside: RunAlongside) -> None:
    search = _Search()
    changed = threading.Event()
    live = LiveFollow(search, _scope(), changed.set, PollBackoff(0.001))
    live.pause(paused=True)
    live.begin(beside([page_of([_row(1, 1)], "1")]))
    assert live.state.phase is FollowPhase.PAUSED
    assert not changed.wait(0.05)
    live.pause(paused=False)
    assert changed.wait(30)
    assert len(search.store) == 1
    live.stop()
    live.stop()
