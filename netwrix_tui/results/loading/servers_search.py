"""A search over several servers as it is asked: chained, sliced and patient for each, then merged.

An :class:`~netwrix_tui.results.loading.search_fetcher.AskedSearch`, as that of one server is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from netwrix_tui.clock import now
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.server_filter import chosen_servers, without_servers
from netwrix_tui.results.loading.merged_fetcher import GRACE, MergedFetcher, ServerState
from netwrix_tui.results.loading.pace import Pace
from netwrix_tui.results.loading.search_fetcher import AskedSearch, SearchFetcher
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page


class ServersSearch:
    """One search over the servers that it is for. An instance is a ``Fetch``.

    ``asks`` are ways to ask each server, by its name. ``page_size`` is how many records a page is
    asked for, 0 if unknown; ``grace`` how many seconds the others wait for a server's page.
    """

    def __init__(
        self,
        asks: Mapping[str, Ask],
        parameters: SearchParameters,
        page_size: int = 0,
        *,
        in_slices: bool = False,
        moment: datetime | None = None,
        grace: float = GRACE,
        pace: Pace | None = None,
        ahead: Callable[[str], float] = lambda _: 0.0,
    ) -> None:
        """Raises UsageError where the filter Server leaves none of them."""
        self._asks = asks
        self._page_size = page_size
        self._moment = moment
        self._began = now()
        self._ahead = ahead
        self._grace = grace
        self._pace = pace or Pace()
        plain = without_servers(parameters)
        self._searches = {
            name: SearchFetcher(
                asks[name],
                plain,
                page_size,
                in_slices=in_slices,
                moment=moment,
                pace=self._pace,
                ahead=partial(ahead, name),
            )
            for name in chosen_servers(parameters, list(asks))
        }
        self._merged = MergedFetcher(self._searches, page_size, grace=grace)

    @property
    def in_slices(self) -> bool:
        """True where some server is asked in slices of time."""
        return any(search.in_slices for search in self._searches.values())

    @property
    def joined(self) -> int:
        """How many searches this is to a server."""
        return max(search.joined for search in self._searches.values())

    @property
    def hours_are_filtered(self) -> bool:
        """True where more hours are asked for than are meant."""
        return any(search.hours_are_filtered for search in self._searches.values())

    @property
    def lateness(self) -> str:
        """What is to be said of a server that leaves questions unanswered; empty otherwise."""
        return next(
            (f"{n}: {search.lateness}" for n, search in self._searches.items() if search.lateness),
            "",
        )

    @property
    def pace(self) -> Pace:
        """How many requests may be under way at a time, at all servers together."""
        return self._pace

    @property
    def states(self) -> tuple[ServerState, ...]:
        """Where each server stands."""
        return self._merged.states

    def listen(self, on_change: Callable[[], None], on_late: Callable[[], None]) -> None:
        """Call ``on_change`` where a server's state changes, ``on_late`` where a page of one came
        that nobody waited for any more.
        """
        self._merged.on_change, self._merged.on_late = on_change, on_late
        for search in self._searches.values():
            search.listen(on_change, on_late)

    def tell_lateness(self, told: Callable[[str], None]) -> None:
        """Call ``told`` with a sentence where a server takes too long."""
        for name, search in self._searches.items():
            search.patience.told = lambda said, name=name: told(f"{name}: {said}")

    def retry(self) -> None:
        """Ask those servers again that failed."""
        self._merged.retry()

    def cancel(self) -> None:
        """Give up what is being asked."""
        self._merged.cancel()
        for search in self._searches.values():
            search.cancel()

    def within(self, parameters: SearchParameters) -> ServersSearch:
        """The same over another search, from its first page on, as of the same moment."""
        return ServersSearch(
            self._asks, parameters, self._page_size,
            in_slices=self.in_slices, moment=self._moment or self._began, grace=self._grace,
            pace=self._pace, ahead=self._ahead,
        )  # fmt: skip

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark."""
        return await self._merged(mark)


def ask_of_servers(search_of: Callable[[SearchParameters], AskedSearch]) -> Ask:
    """A way to ask several servers as if they were one: a mark leads on in the search of its own.

    ``search_of`` begins a search over all of them.
    """
    searches: dict[str, AskedSearch] = {}

    async def ask(parameters: SearchParameters, mark: str | None) -> Page:
        number, _, inner = (mark or f"{len(searches)} ").partition(" ")
        if number not in searches:
            searches[number] = search_of(parameters)
        page = await searches[number](inner or None)
        return page if page.mark is None else replace(page, mark=f"{number} {page.mark}")

    return ask
