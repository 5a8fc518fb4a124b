"""A search that the worker loads, with its store, as the screen holds it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from netwrix_tui.clock import epoch, now
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import BEGINNING, spans_of
from netwrix_tui.results.columnstore.spill import SpillConfig
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.loading.chained_fetcher import Fetch
from netwrix_tui.results.loading.merged_fetcher import ServerState
from netwrix_tui.results.loading.pager import Pager, PagerPhase, PagerStatus
from netwrix_tui.results.loading.resume_point import ResumePoint
from netwrix_tui.results.loading.search_fetcher import AskedSearch
from netwrix_tui.results.loading.search_keeper import SearchKeeper, Standing
from netwrix_tui.results.loading.throttle import Throttle
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.wire.page import Page


class Feed(Protocol):
    """What appends records beside the pages: a live follow, of the floor above."""

    def stop(self) -> None:
        """End it for good, also in the middle of a request; it may be called twice."""


class LoadedSearch:
    """The handle of a search that the worker loads. Every method may be called from any thread.

    ``generation`` counts the searches of a worker. Once another search has begun, this one is
    over: its store and status stay as they are, and what it is asked for is ignored, until the
    worker resumes it.
    """

    def __init__(
        self,
        generation: int,
        parameters: SearchParameters,
        search: AskedSearch,
        on_change: Callable[[], None],
        loop: asyncio.AbstractEventLoop,
        page_size: int = 0,
        spill: SpillConfig | None = None,
        *,
        keeper: SearchKeeper | None = None,
        fetch: Fetch | None = None,
        order: SortKeys = (),
    ) -> None:
        self.order = order
        """By what the source sorts it; empty where the records come as they come."""
        self.generation = generation
        self.parameters = parameters
        self.store = Store(spill)
        self._on_change = on_change
        self._loop = loop
        self._over = False
        self.began = now()
        self.live: Feed | None = None
        """How it is followed, or was; None where it is not."""
        self.resume_point: ResumePoint | None = None
        """Where it goes on when it is followed again."""
        throttle = Throttle(self.announce, loop)
        self._has_records = False

        def announce() -> None:
            if self._has_records or not len(self.store):
                throttle.changed()
                return
            self._has_records = True
            throttle.at_once()  # the first ones are waited for

        self._search = search
        self._keeper = keeper
        self._pager = Pager(
            fetch or search, self.store, announce, page_size, _earliest(parameters), keeper
        )
        search.listen(announce, self._pager.next)
        self._pager.announce()
        self.want(0)

    @property
    def status(self) -> PagerStatus:
        """Where the search stands."""
        return self._pager.status

    @property
    def in_slices(self) -> bool:
        """True where the server is asked in slices of time, the newest first."""
        return self._search.in_slices

    @property
    def lateness(self) -> str:
        """What is to be said of a server that leaves questions unanswered; empty otherwise."""
        return self._search.lateness

    @property
    def servers(self) -> tuple[ServerState, ...]:
        """Where each of several servers stands; none where one is asked."""
        return self._search.states

    @property
    def error(self) -> NetwrixTuiError | None:
        """Why it failed, or one of its servers; None where none did."""
        of_servers = (state.error for state in self.servers if state.error is not None)
        return self.status.error or next(of_servers, None)

    @property
    def joined(self) -> int:
        """How many searches this is to the server; a word anywhere takes several."""
        return self._search.joined

    @property
    def at_a_time(self) -> int:
        """How many requests are under way at a time while everything is loaded; 1 else."""
        return self._search.pace.at_a_time

    @property
    def why_not_beside(self) -> str:
        """Why everything is loaded one page after the other, in few words; empty else."""
        return self._search.pace.why_not

    @property
    def hours_are_filtered(self) -> bool:
        """True where the server was asked for more hours than are meant; the rest is left out."""
        return self._search.hours_are_filtered

    def want(self, row: int) -> None:
        """The user looks as far as this row: load what that takes, and at most a page more."""
        self._on_loop(lambda: self._pager.want(row))

    @property
    def holds(self) -> bool:
        """True where all pages at hand are there, and the server was not asked for more."""
        return self._pager.holds

    def retry(self) -> None:
        """Ask for the page again that failed or was cancelled; of several servers, those again
        that failed.
        """

        def again() -> None:
            self._search.retry()
            self._pager.next()

        self._on_loop(again)

    def load_all(self) -> None:
        """Load everything there is; also after a failure."""

        def all_of_it() -> None:
            self._search.pace.is_wide = True
            self._pager.load_all()

        self._on_loop(all_of_it)

    def pause(self) -> None:
        """Let what is under way come in, and load no more."""

        def no_more() -> None:
            self._search.pace.is_wide = False
            self._pager.pause()

        self._on_loop(no_more)

    def cancel(self) -> None:
        """Stop loading; what is there stays, and :meth:`want` or :meth:`retry` goes on."""

        self._on_loop(self._stop)

    def _stop(self) -> None:
        self._search.pace.is_wide = False
        self._pager.cancel()
        self._search.cancel()

    def follow(self, live: Feed, newest: int | None) -> None:
        """Be fed by ``live`` until it is stopped or ends; whatever fed it before is stopped.

        ``newest`` is the moment, in microseconds since the epoch, above which a record on a page
        arrived since; None where the order of the records does not say.
        """
        self.unfollow()
        self._pager.newest = newest
        self.live = live

    def unfollow(self) -> None:
        """Stop following; what came stays, and the next feed goes on at the resume point."""
        live, self.live = self.live, None
        if live is not None:
            live.stop()

    def append_followed(self, page: Page) -> int:
        """Append what arrived; returns how many are new. For the loop's thread. Raises
        StorageFull."""
        return self._pager.append_followed(page)

    def end(self) -> None:
        """Make this search a thing of the past: nothing of it changes after this returns."""
        self.unfollow()
        self._over = True
        self._pager.end()
        self._tell_keeper()

        self._on_loop(self._stop)

    def resume(self, generation: int) -> None:
        """Take it up again where it ended; what is asked for now counts again."""
        self.generation = generation
        self._over = False
        self._pager.resume()

    def announce(self) -> None:
        """Call ``on_change``, unless the search is over."""
        if not self._over:
            if self.status.phase is not PagerPhase.LOADING:
                self._tell_keeper()
            self._on_change()

    def _tell_keeper(self) -> None:
        """Tell whoever keeps this search how far it has come."""
        if self._keeper is None:
            return
        store, status = self.store, self.status
        self._keeper.stands(
            Standing(
                len(store) - len(store.followed),
                store.duplicates,
                store.damaged_count,
                store.arrival_order.value,
                self.in_slices,
                is_drained=status.phase is PagerPhase.END,
                why=status.error.sentence() if status.error is not None else "",
            )
        )

    def _on_loop(self, call: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:
            # The loop is closed: the worker has ended, and with it all loading.
            return


def _earliest(parameters: SearchParameters) -> int | None:
    """The second since the epoch at which a search begins; None where it has no beginning."""
    spans = spans_of(parameters.named("When"), int(epoch()))
    return spans[0][0] if spans and spans[0][0] != BEGINNING else None
