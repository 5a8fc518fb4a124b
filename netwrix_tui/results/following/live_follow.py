"""Live follow of a loaded search: new records go on top of those that are loaded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Any, Protocol

from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.following.follow_scope import FollowScope, scope_of
from netwrix_tui.results.following.follower import Arrived, Following, Looked, Missed
from netwrix_tui.results.following.poll_backoff import PollBackoff
from netwrix_tui.results.loading.live_feed import FollowPhase, FollowState
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.results.loading.throttle import Throttle
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.wire.page import Page

_MOST_HELD = 20
"""Pages of one look that are put in order before they are appended."""


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
        self._following: Following | None = None
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
            self._following = Following(
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

    async def _follow(self, following: Following, announce: Callable[[], None]) -> None:
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
