"""Search fetcher: the pages of one search, chained where it is several, sliced where slow.

The pages come under marks of its own, so that whoever follows them need not know any of this.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.asked_hours import is_filtered_here
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.server_filter import require_one_server
from netwrix_tui.results.loading.chained_fetcher import ChainedFetcher, Fetch
from netwrix_tui.results.loading.hours_filter import HoursFilter
from netwrix_tui.results.loading.merged_fetcher import ServerState
from netwrix_tui.results.loading.pace import OneByOne, Pace
from netwrix_tui.results.loading.parallel_fetcher import ParallelFetcher
from netwrix_tui.results.loading.patience import Patience
from netwrix_tui.results.loading.time_sliced_fetcher import Ask, TimeSlicedFetcher, took_too_long
from netwrix_tui.wire.page import Page


class AskedSearch(Protocol):
    """A search as it is asked, of one server or of several. An instance is a ``Fetch``."""

    @property
    def in_slices(self) -> bool:
        """True where slices of time are asked for; it may become so on the way."""

    @property
    def joined(self) -> int:
        """How many searches this is to a server, known once it has begun."""

    @property
    def hours_are_filtered(self) -> bool:
        """True where more hours are asked for than are meant, known once it has begun."""

    @property
    def lateness(self) -> str:
        """What is to be said of a server that leaves questions unanswered; empty otherwise."""

    @property
    def states(self) -> tuple[ServerState, ...]:
        """Where each of several servers stands; none where one is asked."""

    def listen(self, on_change: Callable[[], None], on_late: Callable[[], None]) -> None:
        """Call ``on_change`` where what is to be said of it changes, and ``on_late`` where a page
        is there that nobody waits for any more.
        """

    def tell_lateness(self, told: Callable[[str], None]) -> None:
        """Call ``told`` with a sentence where a server is first late with a page."""

    @property
    def pace(self) -> Pace:
        """How many requests may be under way at a time."""

    def retry(self) -> None:
        """Ask those of several servers again that failed."""

    def cancel(self) -> None:
        """Give up what is asked for beside the page that is waited for."""

    def within(self, parameters: SearchParameters) -> AskedSearch:
        """A fetcher of another search, from its first page on, as of the same moment."""

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark. Raises NetwrixTuiError."""


class SearchFetcher:
    """Fetches the pages of one search as the user means it. An instance is a ``Fetch``.

    ``in_slices`` asks for the newest records first, whatever the server's order; without it, the
    server is asked in slices once it takes too long to find the first page. ``page_size`` is how
    many records a page is asked for, 0 if unknown.
    """

    def __init__(
        self,
        ask: Ask,
        parameters: SearchParameters,
        page_size: int,
        *,
        in_slices: bool = False,
        moment: datetime | None = None,
        pace: Pace | None = None,
        ahead: Callable[[], float] = lambda: 0.0,
        states: Callable[[], tuple[ServerState, ...]] = tuple,
    ) -> None:
        """Relative times are those of ``moment``, by default of the first page.

        That is by the server's clock: ``ahead`` tells how many seconds it is ahead, once it has
        answered. ``pace`` is how many slices of time may be asked for side by side, where the
        server sends the newest first; the order is the same. Without one, none are. ``states`` says
        where a server stands that is asked beside its archive.
        """
        self._states = states
        self._ahead = ahead
        self._pace = pace or Pace()
        self._moment = moment
        self.patience = Patience(ask)
        """How long it has been waited for the page that is asked for, and what is said of it."""
        self._ask = self.patience.ask
        self._parameters = parameters
        self._page_size = page_size or 1000
        self.in_slices = in_slices
        """True where slices of time are asked for; it may become so on the way."""
        self.joined = 1
        """How many searches this is to the server, known once it has begun."""
        self._fetch: Fetch | None = None
        self._hours = HoursFilter(parameters)
        self.hours_are_filtered = False
        """True where the server is asked for more hours than are meant, known once it has begun."""

    @property
    def pace(self) -> Pace:
        """How many requests may be under way at a time."""
        return self._pace

    @property
    def lateness(self) -> str:
        """What is to be said of a server that leaves questions unanswered; empty otherwise."""
        return self.patience.sentence

    @property
    def states(self) -> tuple[ServerState, ...]:
        """None where one server is asked; that of the server beside its archive."""
        return self._states()

    def listen(self, on_change: Callable[[], None], on_late: Callable[[], None]) -> None:
        """Call ``on_change`` where the server is first late with a page."""
        self.patience.told = lambda _: on_change()

    def tell_lateness(self, told: Callable[[str], None]) -> None:
        """Call ``told`` with a sentence where the server is first late with a page."""
        self.patience.told = told

    def retry(self) -> None:
        """Nothing: the page that failed is asked for again by its mark."""

    def cancel(self) -> None:
        """Give up what is asked for beside the page that is waited for."""
        self._pace.cancel()

    def within(self, parameters: SearchParameters) -> SearchFetcher:
        """A fetcher of another search, from its first page on, as of the same moment."""
        other = SearchFetcher(
            self._ask, parameters, self._page_size,
            in_slices=self.in_slices, moment=self._moment, pace=self._pace, ahead=self._ahead,
            states=self._states,
        )  # fmt: skip
        # It is one patience with one server, whose time begins with each page.
        other.patience, other._ask = self.patience, self.patience.ask
        return other

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark. Raises UsageError where the search cannot be sent."""
        if self._fetch is not None:
            return await self._hours.page(self._patiently, mark)
        require_one_server(self._parameters)
        ahead = self._ahead()
        is_given = self._moment is not None
        self._begin(self._moment or now() + timedelta(seconds=ahead))
        page = await self._hours.page(self._patiently, mark)
        learnt = self._ahead()
        if learnt == ahead or is_given or not self._is_relative:
            return page
        # The first answer told that the server's clock is another: "the last hour" is of that one.
        self._begin(now() + timedelta(seconds=learnt))
        return await self._hours.page(self._patiently, mark)

    @property
    def _is_relative(self) -> bool:
        return any(isinstance(f.value, RelativeSpan) for f in self._parameters.filters)

    def _begin(self, moment: datetime) -> None:
        searches = concrete_searches(self._parameters, moment)
        self._moment = moment
        self.hours_are_filtered = is_filtered_here(self._parameters, moment)
        self.joined = len(searches)
        fetches = [self._fetcher_of(search) for search in searches]
        self._fetch = fetches[0] if len(fetches) == 1 else ChainedFetcher(fetches)

    async def _patiently(self, mark: str | None) -> Page:
        assert self._fetch is not None  # noqa: S101 - it is made before the first page
        self.patience.begin()
        return await self._fetch(mark)

    def _fetcher_of(self, search: SearchParameters) -> Fetch:
        moment = self._moment or now()
        sliced = TimeSlicedFetcher(self._ask, search, int(moment.timestamp()), self._page_size)
        began_whole = False
        whole: Fetch = partial(self._ask, search)
        if self._pace.most > 1:
            if search.named("RID"):
                self._pace.join(OneByOne("by RID"))
            else:
                whole = ParallelFetcher(
                    self._ask, search, int(moment.timestamp()), self._page_size, self._pace
                )

        async def fetch(mark: str | None) -> Page:
            nonlocal began_whole
            if self.in_slices and not began_whole:
                return await sliced(mark)
            try:
                page = await whole(mark)
            except NetwrixTuiError as error:
                if mark is not None or not took_too_long(error):
                    raise
            else:
                began_whole = True
                return page
            self.in_slices = True
            return await sliced(None)

        return fetch
