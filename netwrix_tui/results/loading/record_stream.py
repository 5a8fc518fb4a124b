"""Record streams, of a store or of a search, for whoever writes records out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from functools import partial
from typing import Protocol

from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_store
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.pages import fetch_pages
from netwrix_tui.results.loading.resume_point import PagePosition
from netwrix_tui.results.loading.search_fetcher import SearchFetcher
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.wire.page import Page

_AT_ONCE = 1000
"""Records of a store that make a piece."""

Pieces = AsyncGenerator[Sequence[ReceivedRecord], None]


class RecordStream(Protocol):
    """Records in their order."""

    def rest(self) -> Pieces:
        """Those that were not given yet; after an error, it goes on. Raises NetwrixTuiError.

        After ServerRepeats there is nothing more.
        """

    def remarks(self) -> list[str]:
        """What has to be said of the records that were given, in sentences."""


class StoredRecords:
    """Rows of a store."""

    def __init__(self, store: Store, rows: Sequence[int]) -> None:
        self._store = store
        self._rows = rows
        self._given = 0

    async def rest(self) -> Pieces:
        """The rows that were not given yet."""
        while self._given < len(self._rows):
            rows = self._rows[self._given : self._given + _AT_ONCE]
            piece = await asyncio.to_thread(partial(_received, self._store, rows))
            self._given += len(rows)
            yield piece

    def remarks(self) -> list[str]:
        """Nothing: duplicates never came into the store."""
        return []


class SearchedRecords:
    """All records of a search, which is begun anew. Raises UsageError where it cannot be sent.

    ``page_size`` is how many records a page is asked for, 0 if unknown; ``in_slices`` asks for the
    newest first.
    """

    def __init__(
        self,
        ask: Ask,
        parameters: SearchParameters,
        page_size: int,
        *,
        in_slices: bool = False,
    ) -> None:
        self._fetch = SearchFetcher(ask, parameters, page_size, in_slices=in_slices)
        self._walk = Walk()
        self._place = PagePosition()

    async def rest(self) -> Pieces:
        """What lies behind the last page that was given."""
        reading = fetch_pages(self._page, self._place, self._walk, limit=None, count=None)
        async with aclosing(reading) as pages:
            async for fetched in pages:
                self._place = fetched.place
                if fetched.records:
                    yield fetched.records

    def remarks(self) -> list[str]:
        """What came again."""
        return self._walk.remarks()

    async def _page(self, mark: str | None, _: int) -> Page:
        return await self._fetch(mark)


def _received(store: Store, rows: Sequence[int]) -> list[ReceivedRecord]:
    return [of_store(store, row) for row in rows]
