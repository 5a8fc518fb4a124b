"""Live follow of a search over several servers: each has a follow of its own, at its own pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.server_filter import chosen_servers, without_servers
from netwrix_tui.results.following.live_follow import (
    FollowPhase,
    FollowScope,
    FollowState,
    LiveFollow,
    Work,
    scope_of,
)
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.wire.page import Page

RunAlongside = Callable[[Work], Future[None]]
"""Does work on the worker's loop, with a way to ask a server."""


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


def follow_servers(
    loaded: LoadedSearch,
    run_alongside: Mapping[str, RunAlongside],
    backoff: PollBackoff | None = None,
) -> ServersFollow:
    """Follow a loaded search at each of the servers that it is for, until it is stopped.

    ``run_alongside`` does work on the worker's loop with each server. Raises UsageError where the
    search ends in the past.
    """
    names = chosen_servers(loaded.parameters, list(run_alongside))
    scope = scope_of(
        without_servers(loaded.parameters),
        loaded.store,
        loaded.began,
        is_all=loaded.status.phase is PagerPhase.END,
        in_slices=loaded.in_slices,
    )
    live = ServersFollow(loaded, scope, names, backoff)
    loaded.follow(live, scope.newest)
    live.begin(run_alongside)
    return live


def live_follow_of(loaded: LoadedSearch | None) -> LiveFollow | ServersFollow | None:
    """How a search is followed, also where that has ended; None where it is not."""
    live = loaded.live if loaded is not None else None
    return live if isinstance(live, LiveFollow | ServersFollow) else None
