"""Live follow of a loaded search: new records go on top of those that are loaded.

:func:`follow_search` finds from when on records are new (:mod:`.follow_scope`) and lets a
:class:`Follower` ask the server on the worker's loop. What it brings goes by
``append_followed`` of the pager into the store, as any page does, and is announced like one.
Of several servers, each has a follow of its own, at its own pace.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.server_filter import chosen_servers, without_servers
from netwrix_tui.results.following.follow_scope import FollowScope, scope_of
from netwrix_tui.results.following.follower import Follower, Looked, Missed, NewRecords
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.results.loading.throttle import Throttle
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.wire.page import Page

_MOST_HELD = 20
"""Pages of one look that are put in order before they are appended."""


class FollowPhase(StrEnum):
    """Where the following of a search stands."""

    LOOKING = "looking"  # the first look is under way
    WAITING = "waiting"
    PAUSED = "paused"
    MISSED = "missed"  # the last look failed, another will come
    ENDED = "ended"  # for a reason that waiting does not mend


@dataclass(frozen=True, slots=True)
class FollowState:
    """``new_count`` records have come since it began; ``error`` says why it missed or ended.

    ``repeats`` is True where the last look ended because the server sent the same again and again.
    ``left_out`` is how many records came that the server's marks had left out.
    ``looked`` and ``due`` are the last and the next look, in seconds of :func:`time.monotonic`.
    """

    phase: FollowPhase = FollowPhase.LOOKING
    new_count: int = 0
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
RunAlongside = Callable[[Work], Future[None]]
"""Does work on the worker's loop, with a way to ask a server."""


class Followed(Protocol):
    """What is followed, as a loaded search offers it."""

    parameters: SearchParameters
    resume_point: ResumePoint | None

    def append_followed(self, page: Page) -> int:
        """Append what arrived; returns how many of these records are new."""


def follow_search(
    loaded: LoadedSearch,
    run_alongside: Mapping[str, RunAlongside],
    backoff: PollBackoff | None = None,
) -> LiveFollow | ServersFollow:
    """Follow a loaded search from now on, until it is stopped or ends.

    ``run_alongside`` are by the names of the servers; one that is asked alone has none. The
    search's ``on_change`` is called after changes of the state too. Raises UsageError where the
    search ends in the past.
    """
    alone = run_alongside.get("")
    scope = scope_of(
        loaded.parameters if alone is not None else without_servers(loaded.parameters),
        loaded.store,
        loaded.began,
        is_all=loaded.status.phase is PagerPhase.END,
        in_slices=loaded.in_slices,
    )
    live: LiveFollow | ServersFollow
    if alone is not None:
        live = LiveFollow(loaded, scope, loaded.announce, backoff)
        loaded.follow(live, scope.newest)
        live.begin(alone)
    else:
        names = chosen_servers(loaded.parameters, list(run_alongside))
        live = ServersFollow(loaded, scope, names, backoff)
        loaded.follow(live, scope.newest)
        live.begin(run_alongside)
    return live


def live_follow_of(loaded: LoadedSearch | None) -> LiveFollow | ServersFollow | None:
    """How a search is followed, also where that has ended; None where it is not."""
    live = loaded.live if loaded is not None else None
    return live if isinstance(live, LiveFollow | ServersFollow) else None


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

    def begin(self, run_alongside: RunAlongside) -> None:
        """Begin to look; ``run_alongside`` does work on the worker's loop."""
        self._work = run_alongside(self._run)

    def pause(self, *, paused: bool) -> None:
        """Begin no look any more, or look again and at once."""
        self._is_paused = paused
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # a loop that is closed has nothing to pause
                loop.call_soon_threadsafe(self._heed)

    def look_now(self) -> None:
        """End the pause before the next look, as in the end it would by itself."""
        following, loop = self._following, self._loop
        if following is not None and loop is not None:
            with suppress(RuntimeError):  # a loop that is closed looks no more
                loop.call_soon_threadsafe(following.look_now)

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
                if isinstance(event, NewRecords):
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
                    self._state.new_count,
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
            new = self._search.append_followed(page)
            self._state = replace(self._state, new_count=self._state.new_count + new)

    def _heed(self) -> None:
        if self._following is None:
            return
        if self._is_paused:
            self._following.pause()
        elif self._following.is_paused:
            self._following.resume()


class _OfServer:
    """A loaded search as the follow of one server feeds it; a ``Followed``."""

    def __init__(self, loaded: LoadedSearch, parameters: SearchParameters) -> None:
        self._loaded = loaded
        self.parameters = parameters
        self.resume_point: ResumePoint | None = None

    def append_followed(self, page: Page) -> int:
        """Append what arrived; returns how many are new."""
        return self._loaded.append_followed(page)


class ServersFollow:
    """The follows of several servers as one: a Feed. One that ends holds up nobody.

    ``ended`` are the errors of those that ended for good, by their servers.
    """

    def __init__(
        self,
        loaded: LoadedSearch,
        scope: FollowScope,
        names: list[str],
        backoff: PollBackoff | None,
    ) -> None:
        self._follows = {
            name: LiveFollow(_OfServer(loaded, scope.parameters), scope, loaded.announce, backoff)
            for name in names
        }

    def begin(self, run_alongside: Mapping[str, RunAlongside]) -> None:
        """Begin to look at each server."""
        for name, follow in self._follows.items():
            follow.begin(run_alongside[name])

    def pause(self, *, paused: bool) -> None:
        """Begin no look any more, or look again and at once."""
        for follow in self._follows.values():
            follow.pause(paused=paused)

    def stop(self) -> None:
        """End all of them for good; it may be called twice."""
        for follow in self._follows.values():
            follow.stop()

    @property
    def ended(self) -> dict[str, NetwrixTuiError]:
        """Why the follow of a server ended for good."""
        states = {name: follow.state for name, follow in self._follows.items()}
        return {
            name: state.error
            for name, state in states.items()
            if state.is_over and state.error is not None
        }

    @property
    def state(self) -> FollowState:
        """Where they stand together: it is over once all of them are."""
        states = [(name, follow.state) for name, follow in self._follows.items()]
        for name, state in states:
            if state.error is not None:
                state.error.server = name
        going = [state for _, state in states if not state.is_over]
        new_count = sum(state.new_count for _, state in states)
        if not going:
            return replace(states[0][1], new_count=new_count)
        looked = [state.looked for state in going if state.looked is not None]
        due = [state.due for state in going if state.due is not None]
        missed = next((s for s in going if s.phase is FollowPhase.MISSED), None)
        shown = missed if missed is not None and len(going) == 1 else going[0]
        waiting = next((s for s in going if s.phase is FollowPhase.WAITING), shown)
        return FollowState(
            waiting.phase,
            new_count,
            max(looked, default=None),
            min(due, default=None),
            waiting.error,
            any(state.repeats for state in going),
            sum(state.left_out for state in going),
        )
