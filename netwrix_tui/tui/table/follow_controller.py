"""The search that is shown, followed: new records appear on top as the server gets them."""

from __future__ import annotations

import time
from collections import deque

from textual.screen import Screen
from textual.timer import Timer

from netwrix_tui.errors import UsageError
from netwrix_tui.results.following.live_follow import FollowPhase
from netwrix_tui.results.following.poll_backoff import PollBackoff
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.explorer.panes import Panes

PACE = PollBackoff()
"""How often the server is asked."""

NEW_SECONDS = 60.0
"""How long a record bears the sign of the new."""

_ENDED = "The search before is not followed any more. F follows this one."


class FollowController:
    """Begins, pauses and ends the following of the current search.

    It belongs to the search: whatever ends that one ends it too.
    """

    def __init__(
        self, screen: Screen[None], panes: Panes, worker: ApiWorker, searching: CurrentSearch
    ) -> None:
        self._screen = screen
        self._table = panes.table
        self._worker = worker
        self._searching = searching
        self._generation = -1
        self._known = 0
        self._fresh: deque[tuple[float, int]] = deque()
        self._timer: Timer | None = None
        self._goes_on = False
        """Whether the search that was shown last is followed."""

    @property
    def has_ended(self) -> bool:
        """True where it ended for a reason that the user has to mend."""
        state = self._searching.followed
        return state is not None and state.is_over

    def toggle(self) -> None:
        """Follow the search that is shown; pause that; go on."""
        loaded, state = self._searching.loaded, self._searching.followed
        if loaded is None:
            return
        if self._searching.phase is PagerPhase.FAILED and not len(loaded.store):
            notify_warning(
                self._screen, "The search itself failed: r tries it again, then F follows it."
            )
        elif state is None or state.is_over or loaded.live is None:
            self._begin(loaded)
        else:
            loaded.live.pause(paused=state.phase is not FollowPhase.PAUSED)
        self._searching.show_status()
        self.show()

    def stop(self) -> bool:
        """Follow no longer; False where nothing is followed."""
        loaded = self._searching.loaded
        if loaded is None or loaded.live is None:
            return False
        loaded.unfollow()
        self._goes_on = False
        self._searching.show_status()
        return True

    def retry(self) -> None:
        """Follow again, after a refused sign-in with a password that is asked for."""
        loaded, state = self._searching.loaded, self._searching.followed
        if loaded is None or state is None or not state.is_over:
            return

        def go_on() -> None:
            if self._searching.loaded is loaded:
                self._begin(loaded)
                self._searching.show_status()

        self._searching.going_on.after(state.error, go_on)

    def show(self) -> None:
        """Give what arrived the sign of the new, and take it away after a while."""
        loaded = self._searching.loaded
        if loaded is None:
            return
        arrived = loaded.store.arrived
        end = arrived.ranges[-1].stop if arrived else 0
        if loaded.generation != self._generation:
            self._generation = loaded.generation
            self._fresh.clear()
            self._table.new_from = end
            if self._goes_on:
                notify_information(self._screen, _ENDED)
        elif end > self._known:
            self._fresh.append((time.monotonic() + NEW_SECONDS, end))
            self._wait()
        self._known = end
        self._goes_on = loaded.live is not None and not self.has_ended

    def _begin(self, loaded: LoadedSearch) -> None:
        store = loaded.store
        wire = store.format(0) if len(store) else self._searching.sending.wire
        try:
            loaded.follow(lambda work: self._worker.beside(work, wire), PACE)
        except UsageError as error:
            notify_warning(self._screen, error.sentence())

    def _wait(self) -> None:
        if self._fresh and self._timer is None:
            left = max(0.0, self._fresh[0][0] - time.monotonic())
            self._timer = self._screen.set_timer(left, self._settle)

    def _settle(self) -> None:
        """What has been new for long enough is new no more."""
        self._timer = None
        now = time.monotonic()
        while self._fresh and self._fresh[0][0] <= now:
            self._table.new_from = self._fresh.popleft()[1]
        self._wait()
