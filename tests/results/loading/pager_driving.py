"""A pager at work, against a server that is a plain function."""

from __future__ import annotations

import asyncio

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.loading.chained_fetcher import Fetch
from netwrix_tui.results.loading.pager import Pager, PagerPhase
from netwrix_tui.wire.page import Page
from tests.results.records import numbered_page


class Server:
    """Serves ``total`` numbered records in pages of ``size``; the mark is the next number."""

    def __init__(self, total: int, size: int) -> None:
        self.total = total
        self.size = size
        self.marks: list[str | None] = []
        self.at_once = 0
        self.most_at_once = 0
        self.failures: list[Exception] = []
        self.held: asyncio.Event | None = None

    async def fetch(self, mark: str | None) -> Page:
        self.marks.append(mark)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            if self.held is not None:
                await self.held.wait()
            if self.failures:
                raise self.failures.pop()
        finally:
            self.at_once -= 1
        start = int(mark or 0)
        end = min(start + self.size, self.total)
        return numbered_page(start, end, str(end))


class Loading:
    """A pager, its store, and a count of its announcements."""

    def __init__(self, fetch: Fetch, page_size: int = 0) -> None:
        self.store = Store()
        self.changes = 0
        self.pager = Pager(fetch, self.store, self._changed, page_size)

    def _changed(self) -> None:
        self.changes += 1

    async def rest(self) -> PagerPhase:
        """Wait until nothing is under way."""
        quiet = 0
        while quiet < 3:  # a task that has just ended may be followed by another one
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(asyncio.all_tasks()) == 1 else 0
        return self.pager.status.phase

    async def want(self, row: int) -> PagerPhase:
        self.pager.want(row)
        return await self.rest()
