"""Page fetcher of a search: several queries chained, and sliced where slow."""

from __future__ import annotations

from collections.abc import Callable

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.clock_difference import server_ahead
from netwrix_tui.clock import now
from netwrix_tui.records.asked_hours import with_asked_hours
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.hours_filter import HoursFilter
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.page import Page

_DEFAULT_COUNT = 1000


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
    ) -> None:
        self._client = client
        self._count = count or _DEFAULT_COUNT
        self._fetch = SearchFetcher(
            self._ask, parameters, self._count, ahead=lambda: server_ahead(client)
        )
        self._fetch.patience.told = told

    async def page(self, mark: str | None, count: int) -> Page:
        """The page behind a mark, with at most so many records."""
        self._count = count
        return await self._fetch(mark)

    async def _ask(self, parameters: SearchParameters, mark: str | None) -> Page:
        return await self._client.search(parameters, mark, self._count)
