"""Live follow of a loaded search: new records go on top of those that are loaded.

:func:`follow_search` finds from when on records are new (:class:`FollowScope`) and lets a
:class:`Follower` ask the server on the worker's loop. What it brings goes through
``LoadedSearch.append_arrived`` into the store; the search announces that like any page.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from netwrix_tui.clock import utc_at
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import END, Span, spans_of
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.following.follower import LATENESS, Arrived, Follower, Looked, Missed
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.results.loading.throttle import Throttle
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.wire.page import Page

_MOST_HELD = 20
"""Pages of one look that are put in order before they are appended."""

_SECOND = 1_000_000
_LATE = 3_600 * _SECOND
"""How far before the newest loaded record one is looked for that came since it was loaded."""

_TELLING_ROWS = 100
_MOST_LOOKED_THROUGH = 20_000
"""Records, about, that the first look may go through."""
_LEAST_LATENESS = timedelta(minutes=5)

_ROWS_AT_AN_END = 1_000
"""Rows at either end of a store among which its newest and its oldest record are looked for."""

_LONG_AGO = 1_000_000_000 * _SECOND
"""A moment before all auditing: what is older comes of a When that is none."""

_NO_MOMENT = -(1 << 62)


class FollowPhase(StrEnum):
    """Where the following of a search stands."""

    LOOKING = "looking"  # the first look is under way
    WAITING = "waiting"
    PAUSED = "paused"
    MISSED = "missed"  # the last look failed, another will come
    ENDED = "ended"  # for a reason that waiting does not mend


@dataclass(frozen=True, slots=True)
class FollowState:
    """``arrived`` records have come since it began; ``error`` says why it missed or ended.

    ``repeats`` is True where the last look ended because the server sent the same again and again.
    ``left_out`` is how many records came that the server's marks had left out.
    ``looked`` and ``due`` are the last and the next look, in seconds of :func:`time.monotonic`.
    """

    phase: FollowPhase = FollowPhase.LOOKING
    arrived: int = 0
    looked: float | None = None
    due: float | None = None
    error: NetwrixTuiError | None = None
    repeats: bool = False
    left_out: int = 0

    @property
    def is_over(self) -> bool:
        """True once nothing more comes of it."""
        return self.phase is FollowPhase.ENDED


Work = Callable[[Ask], Coroutine[Any, Any, None]]
"""Something to do on the worker's loop, with a way to ask the server."""


class Followed(Protocol):
    """What is followed, as a loaded search offers it."""

    parameters: SearchParameters
    resume_point: ResumePoint | None

    def append_arrived(self, page: Page) -> int:
        """Append what arrived; returns how many of these records are new."""


def follow_search(
    loaded: LoadedSearch, beside: Callable[[Work], Future[None]], backoff: PollBackoff | None = None
) -> LiveFollow:
    """Follow a loaded search from now on, until it is stopped or ends.

    ``beside`` does work on the worker's loop. The search's ``on_change`` is called after changes of
    the state too. Raises UsageError where the search ends in the past.
    """
    scope = scope_of(
        loaded.parameters,
        loaded.store,
        loaded.began,
        is_all=loaded.status.phase is PagerPhase.END,
        in_slices=loaded.in_slices,
    )
    live = LiveFollow(loaded, scope, loaded.announce, backoff)
    loaded.follow(live, scope.newest)
    live.begin(beside)
    return live


class LiveFollow:
    """One following of a loaded search, on the worker's loop. The other methods are the screen's.

    ``changed`` is called on the worker's thread after changes of the state.
    """

    def __init__(
        self,
        search: Followed,
        scope: FollowScope,
        changed: Callable[[], None],
        backoff: PollBackoff | None = None,
    ) -> None:
        self._search = search
        self._scope = scope
        self._changed = changed
        self._backoff = backoff
        self._state = FollowState()
        self._is_paused = False
        self._following: Follower | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._work: Future[None] | None = None

    @property
    def state(self) -> FollowState:
        """Where it stands; to be read from any thread."""
        state = self._state
        if self._is_paused and not state.is_over:
            return replace(state, phase=FollowPhase.PAUSED)
        return state

    def begin(self, beside: Callable[[Work], Future[None]]) -> None:
        """Begin to look; ``beside`` does work on the worker's loop."""
        self._work = beside(self._run)

    def pause(self, *, paused: bool) -> None:
        """Begin no look any more, or look again and at once."""
        self._is_paused = paused
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # a loop that is closed has nothing to pause
                loop.call_soon_threadsafe(self._heed)

    def stop(self) -> None:
        """End it for good, also in the middle of a request; it may be called twice."""
        if self._work is not None:
            self._work.cancel()

    async def _run(self, ask: Ask) -> None:
        self._loop = asyncio.get_running_loop()
        announce = Throttle(self._changed, self._loop).changed
        try:
            self._following = Follower(
                ask,
                self._scope.parameters,
                self._scope.since,
                backoff=self._backoff,
                resume_point=self._search.resume_point,
                has_answered=True,
                lateness=self._scope.lateness,
            )
            self._heed()
            await self._follow(self._following, announce)
        except Exception as error:  # noqa: BLE001 - any error has to reach the screen
            self._state = replace(self._state, phase=FollowPhase.ENDED, error=as_error(error))
            announce()

    async def _follow(self, following: Follower, announce: Callable[[], None]) -> None:
        held: list[Page] = []
        async with aclosing(following.events()) as events:
            async for event in events:
                if isinstance(event, Arrived):
                    held.append(self._scope.fitting(event.page))
                    if len(held) == _MOST_HELD:
                        self._append(held)
                    continue
                self._append(held)
                self._search.resume_point = following.resume_point
                missed = event.error if isinstance(event, Missed) else None
                now = time.monotonic()
                self._state = FollowState(
                    FollowPhase.WAITING if missed is None else FollowPhase.MISSED,
                    self._state.arrived,
                    now if missed is None else self._state.looked,
                    now + event.pause,
                    missed,
                    isinstance(event, Looked) and event.repeats is not None,
                    event.left_out if isinstance(event, Looked) else self._state.left_out,
                )
                announce()

    def _append(self, held: list[Page]) -> None:
        """Append pages so that the latest record comes last, whatever the server's order."""
        pages = [page for page in held if len(page)]
        held.clear()
        for page in sorted(pages, key=self._scope.begins):
            arrived = self._search.append_arrived(page)
            self._state = replace(self._state, arrived=self._state.arrived + arrived)

    def _heed(self) -> None:
        if self._following is None:
            return
        if self._is_paused:
            self._following.pause()
        elif self._following.is_paused:
            self._following.resume()


@dataclass(frozen=True, slots=True)
class FollowScope:
    """``parameters`` hold no When; records from ``since`` on are new where they are not loaded.

    ``spans`` are what the search's When leaves, the last of them without its end. ``newest`` is the
    moment above which nothing was there when it began, in microseconds since the epoch; None where
    the order of the records does not tell. ``lateness`` is how far back it looks for latecomers:
    less than a day where so many records come that going through them would take long.
    """

    parameters: SearchParameters
    since: datetime
    spans: tuple[Span, ...]
    newest: int | None = None
    lateness: timedelta = LATENESS

    def fitting(self, page: Page) -> Page:
        """Those records of a page that the search's When takes in, the oldest first."""
        timestamps = [timestamp_of(when) for when in page.column("when")]
        fits = [at for at, moment in enumerate(timestamps) if self._fits(moment)]
        if _falls([moment for moment in timestamps if moment is not None]):
            fits.reverse()
        fits.sort(key=lambda at: _order_key(timestamps[at]))
        return page_subset(page, fits)

    @staticmethod
    def begins(page: Page) -> int:
        """By what pages that came together are put in order: their first moment."""
        return _order_key(timestamp_of(page.column("when")[0]))

    def _fits(self, moment: int | None) -> bool:
        if moment is None:
            return True  # nobody can tell; the server thinks it belongs here
        second = moment // _SECOND
        return any(first <= second <= last for first, last in self.spans)


def scope_of(
    parameters: SearchParameters, store: Store, began: datetime, *, is_all: bool, in_slices: bool
) -> FollowScope:
    """What to follow of a search that began at ``began``, of which the store holds what it brought.

    ``is_all`` is True where that is all there was. Raises UsageError where the search ends in the
    past, so that nothing can come any more.
    """
    when = parameters.named("When")
    spans = spans_of(when, int(began.timestamp()))
    if not spans or spans[-1][1] < int(began.timestamp()):
        raise UsageError(
            "The search ends in the past: no new record can come into it.",
            next_step="Search with another When, such as the last seven days, and follow that.",
        )
    spans[-1] = (spans[-1][0], END)
    is_falling = in_slices or store.arrival_order is ArrivalOrder.NEWEST_FIRST
    since, newest = None, None
    if len(store) and (is_all or is_falling):
        since, newest = _edge(store, int(began.timestamp() * _SECOND), is_all=is_all)
    return FollowScope(
        parameters.without(*when),
        min(since or began, began),
        tuple(spans),
        newest if is_falling else None,
        LATENESS if newest is None else _lateness(store),
    )


def _edge(store: Store, began: int, *, is_all: bool) -> tuple[datetime | None, int | None]:
    """From when on a record is new that is not loaded, and the newest moment that is.

    None where the moments are none. A record that is dated ahead of when it was loaded says nothing
    of the others: what comes is older than the year 2099.
    """
    rows = len(store)
    timestamps = store.timestamps
    last = timestamps[max(0, rows - _ROWS_AT_AN_END) : rows]
    newest = min(began, max(max(timestamps[: min(rows, _ROWS_AT_AN_END)]), max(last)))
    oldest = min(last) + _SECOND
    since = newest - _LATE if is_all else max(oldest, newest - _LATE)
    if not _LONG_AGO < since < END * _SECOND:
        return None, None
    try:
        return utc_at(0) + timedelta(microseconds=since), newest
    except OverflowError:
        return None, None  # a When that nobody lives to see


def _lateness(store: Store) -> timedelta:
    """How far back it can look without going through more records than it should."""
    rows = len(store)
    first, last = store.timestamp(0), store.timestamp(rows - 1)
    if rows < _TELLING_ROWS or first is None or last is None:
        return LATENESS
    span = timedelta(microseconds=abs(first - last))
    return min(LATENESS, max(_LEAST_LATENESS, span * (_MOST_LOOKED_THROUGH / rows)))


def _falls(timestamps: list[int]) -> bool:
    return len(timestamps) > 1 and timestamps[0] > timestamps[-1]


def _order_key(moment: int | None) -> int:
    return _NO_MOMENT if moment is None else moment
