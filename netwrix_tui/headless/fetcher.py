"""Page fetchers of a search: several queries chained, sliced where slow, several servers merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.clock_difference import server_ahead
from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.asked_hours import with_asked_hours
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.chained_fetcher import Fetch
from netwrix_tui.results.loading.hours_filter import HoursFilter
from netwrix_tui.results.loading.merged_fetcher import MergedFetcher, ServerPhase
from netwrix_tui.results.loading.pace import Pace
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.results.loading.servers_search import ServersSearch
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page

_DEFAULT_COUNT = 1000

GRACE = 30.0
"""Seconds that the other servers wait for the page of one: nobody looks at each of the records, and
in order they are worth more."""


class ResumableFetcher:
    """Pages of one search whose marks are the server's own, good for another run.

    Raises UsageError where the search cannot be sent.
    """

    def __init__(self, client: AuditorClient, parameters: SearchParameters) -> None:
        self._client = client
        self._asked = with_asked_hours(parameters, now())
        self._hours = HoursFilter(parameters)

    async def page(self, mark: str | None, count: int | None) -> Page:
        """The page behind a mark, with at most so many records."""

        async def ask(mark: str | None) -> Page:
            return await self._client.search(self._asked, mark, count)

        return await self._hours.page(ask, mark)


class PageFetcher:
    """Pages of one search over a client. ``count`` is how many records a page is asked for.

    ``told`` gets a sentence where the server takes too long. Raises UsageError where the search
    cannot be sent.
    """

    def __init__(
        self,
        client: AuditorClient,
        parameters: SearchParameters,
        count: int | None,
        told: Callable[[str], None] | None = None,
        pace: Pace | None = None,
    ) -> None:
        """``pace`` is how many slices of time may be asked for side by side."""
        self._client = client
        self._count = count or _DEFAULT_COUNT
        self._pace = pace or Pace()
        self.keeps_answers = False
        """True where somebody keeps the answers as they came."""
        self._fetch = SearchFetcher(
            self._ask, parameters, self._count,
            pace=self._pace, ahead=lambda: server_ahead(client),
        )  # fmt: skip
        self._fetch.patience.told = told

    async def page(self, mark: str | None, count: int) -> Page:
        """The page behind a mark, with at most so many records."""
        if self._pace.at_a_time == 1:
            self._count = count
        return await self._fetch(mark)

    def cancel(self) -> None:
        """Give up what is asked for beside the page that is waited for."""
        self._fetch.cancel()

    @property
    def progress_note(self) -> str:
        """``4 at a time``; empty where it is one after the other."""
        return beside_words(self._pace)

    async def _ask(self, parameters: SearchParameters, mark: str | None) -> Page:
        page = await self._client.search(parameters, mark, self._count)
        return page if self.keeps_answers else without_contents(page)


def beside_words(pace: Pace) -> str:
    """``4 at a time``; empty where it is one after the other."""
    return f"{pace.at_a_time} at a time" if pace.at_a_time > 1 else ""


def without_contents(page: Page) -> Page:
    """A page without the bytes of its answer, which hold each record a second time: pages that wait
    for their turn take half of the memory.
    """
    answers = tuple(replace(answer, content=b"", raws=[]) for answer in page.answers)
    return replace(page, answers=answers)


class ServersFetcher:
    """Pages of one search over several clients, by the names of their servers.

    ``told`` gets a sentence where a server fails or takes too long: the others go on. Raises
    UsageError where the search cannot be sent.
    """

    def __init__(
        self,
        clients: Mapping[str, AuditorClient],
        search: SearchParameters | Mapping[str, Fetch],
        count: int | None,
        told: Callable[[str], None],
        pace: Pace | None = None,
    ) -> None:
        """``search`` may be ways to fetch the pages of each server as well; ``pace`` is for all of
        them together.
        """
        self._pace = pace or Pace()
        self._count = count or _DEFAULT_COUNT
        self._told = told
        self._known: dict[str, NetwrixTuiError | None] = {}
        self._fetch: ServersSearch | MergedFetcher
        if isinstance(search, SearchParameters):
            asks = {name: self._ask_of(client, name) for name, client in clients.items()}
            self._fetch = ServersSearch(
                asks, search, self._count,
                grace=GRACE, pace=self._pace, ahead=lambda name: server_ahead(clients[name]),
            )  # fmt: skip
            self._fetch.listen(self._changed, lambda: None)
            self._fetch.tell_lateness(told)
        else:
            self._fetch = MergedFetcher(search, self._count, grace=GRACE)
            self._fetch.on_change = self._changed

    async def page(self, mark: str | None, _: int) -> Page:
        """The page behind a mark."""
        return await self._fetch(mark)

    def cancel(self) -> None:
        """Give up what is asked for beside the page that is waited for."""
        self._fetch.cancel()

    @property
    def progress_note(self) -> str:
        """Which servers failed or are late, in few words; empty where none is."""
        words = [
            f"{state.name} {'failed' if state.phase is ServerPhase.FAILED else 'is late'}"
            for state in self._fetch.states
            if state.is_late or state.phase is ServerPhase.FAILED
        ]
        return " · ".join(filter(None, (beside_words(self._pace), *words)))

    def _ask_of(self, client: AuditorClient, name: str) -> Ask:
        async def ask(parameters: SearchParameters, mark: str | None) -> Page:
            return (await client.search(parameters, mark, self._count)).of_server(name)

        return ask

    def _changed(self) -> None:
        states = self._fetch.states
        goes_on = any(state.phase is not ServerPhase.FAILED for state in states)
        for state in states:
            if state.error is not None and self._known.get(state.name) is not state.error:
                self._known[state.name] = state.error
                if goes_on:
                    self._told(f"{state.error.sentence()} The others go on.")
