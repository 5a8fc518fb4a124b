"""Page fetcher of a search: several queries chained, and sliced where slow."""

from __future__ import annotations

from collections.abc import Callable

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.wire.page import Page

_DEFAULT_COUNT = 1000


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
        self._fetch = SearchFetcher(self._ask, parameters, self._count)
        self._fetch.patience.told = told

    async def page(self, mark: str | None, count: int) -> Page:
        """The page behind a mark, with at most so many records."""
        self._count = count
        return await self._fetch(mark)

    async def _ask(self, parameters: SearchParameters, mark: str | None) -> Page:
        return await self._client.search(parameters, mark, self._count)
