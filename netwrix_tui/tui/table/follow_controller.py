"""Controller of following: ``F`` begins, pauses and resumes it; what is new bears a sign.

What asks the server and appends the records is :mod:`netwrix_tui.results.following`; they are
shown as any page of the search is.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from textual.timer import Timer

from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.results.following.live_follow import (
    FollowPhase,
    FollowState,
    RunAlongside,
    follow_search,
    live_follow_of,
)
from netwrix_tui.results.following.look_schedule import PollBackoff
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.text.truncation import fit_end
from netwrix_tui.wire.wire_format import WireFormat

PACE = PollBackoff()
"""How often the server is asked."""

NEW_SECONDS = 60.0
"""How long a record bears the sign of the new."""

_ENDED = "The search before is not followed any more. F follows this one."

SEPARATOR = " · "
"""Between the words of a status."""

_LEAST_SENTENCE = 20
"""Cells below which a cut sentence says nothing."""


class FollowedSearch(Protocol):
    """Search that is shown, as far as following it goes."""

    @property
    def loaded(self) -> LoadedSearch | None:
        """What it has brought; None before the first search."""

    @property
    def followed(self) -> FollowState | None:
        """Where the following stands; None while it is not followed."""

    @property
    def phase(self) -> PagerPhase:
        """Where the loading stands."""

    def show_status(self) -> None:
        """Bring the status line up to it."""


class FollowController:
    """Start, pause and end of following the current search.

    It belongs to the search: whatever ends that one ends it too.
    """

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        worker: ApiWorker,
        search: FollowedSearch,
        *,
        wire: Callable[[], WireFormat],
        after_error: Callable[[NetwrixTuiError | None, Callable[[], None]], None],
    ) -> None:
        """``wire`` is the format of searches that have no records yet; ``after_error`` goes on
        after an error, with a password where the sign-in was refused.
        """
        self._host = host
        self._table = table
        self._worker = worker
        self._search = search
        self._wire = wire
        self._after_error = after_error
        self._generation = -1
        self._known = 0
        self._fresh: deque[tuple[float, int]] = deque()
        self._timer: Timer | None = None
        self._goes_on = False
        """Whether the search that was shown last is followed."""

    @property
    def has_ended(self) -> bool:
        """True where it ended for a reason that the user has to mend."""
        state = self._search.followed
        return state is not None and state.is_over

    def toggle(self) -> None:
        """Follow the search that is shown; pause that; go on."""
        loaded, live = self._search.loaded, live_follow_of(self._search.loaded)
        if loaded is None:
            return
        if self._search.phase is PagerPhase.FAILED and not len(loaded.store):
            notify_warning(
                self._host, "The search itself failed: r tries it again, then F follows it."
            )
        elif live is None or live.state.is_over:
            self._begin(loaded)
        else:
            live.pause(paused=live.state.phase is not FollowPhase.PAUSED)
        self._search.show_status()
        self.show()
        self._host.refresh_bindings()

    def stop(self) -> bool:
        """Follow no longer; False where nothing is followed."""
        loaded = self._search.loaded
        if loaded is None or loaded.live is None:
            return False
        loaded.unfollow()
        self._goes_on = False
        self._search.show_status()
        return True

    def retry(self) -> None:
        """Follow again, after a refused sign-in with a password that is asked for."""
        loaded, state = self._search.loaded, self._search.followed
        if loaded is None or state is None or not state.is_over:
            return

        def go_on() -> None:
            if self._search.loaded is loaded:
                self._begin(loaded)
                self._search.show_status()

        self._after_error(state.error, go_on)

    def show(self) -> None:
        """Give what arrived the sign of the new, and take it away after a while."""
        loaded = self._search.loaded
        if loaded is None:
            return
        followed = loaded.store.followed
        end = followed.ranges[-1].stop if followed else 0
        if loaded.generation != self._generation:
            self._generation = loaded.generation
            self._fresh.clear()
            self._table.new_from = end
            if self._goes_on:
                notify_information(self._host, _ENDED)
        elif end > self._known:
            self._fresh.append((time.monotonic() + NEW_SECONDS, end))
            self._wait()
        self._known = end
        self._goes_on = loaded.live is not None and not self.has_ended

    def _begin(self, loaded: LoadedSearch) -> None:
        store = loaded.store
        wire = store.format(0) if len(store) else self._wire()
        try:
            servers = self._worker.servers or ("",)
            follow_search(loaded, {name: self._alongside(wire, name) for name in servers}, PACE)
        except UsageError as error:
            notify_warning(self._host, error.sentence())

    def _alongside(self, wire: WireFormat, server: str) -> RunAlongside:
        return lambda work: self._worker.run_alongside(work, wire, server)

    def _wait(self) -> None:
        if self._fresh and self._timer is None:
            left = max(0.0, self._fresh[0][0] - time.monotonic())
            self._timer = self._host.set_timer(left, self._settle)

    def _settle(self) -> None:
        """What has been new for long enough is new no more."""
        self._timer = None
        now = time.monotonic()
        while self._fresh and self._fresh[0][0] <= now:
            self._table.new_from = self._fresh.popleft()[1]
        self._wait()


def follow_status(
    state: FollowState, now: float, width: int, *, new_above: int = 0, clock: str = ""
) -> list[str]:
    """Status words of a followed search, what counts most first.

    ``now`` is of :func:`time.monotonic`.

    Where the last look failed, the reason is cut so that the next try fits into ``width`` too.

    ``new_above`` rows arrived above what the screen shows. ``clock`` is the time of the last look
    as a text that stays true, for a line that should not tick; empty: so many seconds ago.
    """
    words = [_head(state)]
    if state.phase is FollowPhase.MISSED and state.error is not None:
        next_try = "tries again by itself" if clock else f"next try in {_left(state, now)} s"
        room = max(_LEAST_SENTENCE, width - len(next_try) - len(SEPARATOR))
        words = [fit_end(words[0], room), next_try]
    if state.repeats and state.phase is FollowPhase.WAITING:
        words.append("the server repeats pages")
    if state.left_out and state.phase is FollowPhase.WAITING:
        words.append(f"{state.left_out:,} that its mark left out")
    if new_above:
        words.append(f"{new_above:,} new above (home)")
    if state.phase is FollowPhase.WAITING and state.looked is not None:
        if clock:
            words.append(f"looked at {clock}")
        else:
            words.append(f"looked {max(0, int(now - state.looked))} s ago")
            words.append(f"next in {_left(state, now)} s")
    elif state.phase is FollowPhase.PAUSED:
        words.append("F goes on")
    if state.new_count and not new_above:
        words.append(f"{state.new_count:,} new")
    return words


def _head(state: FollowState) -> str:
    if state.phase is FollowPhase.PAUSED:
        return "following paused"
    if state.phase is FollowPhase.LOOKING:
        return "following · first look …"
    if state.phase is FollowPhase.MISSED and state.error is not None:
        return f"missed: {state.error.what.removesuffix('.')}"
    return "following"


def _left(state: FollowState, now: float) -> int:
    return max(0, round(state.due - now)) if state.due is not None else 0
