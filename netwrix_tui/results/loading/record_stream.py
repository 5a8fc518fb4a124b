"""Record streams, of a store or of a search, for whoever writes records out.

The pages of a search are read by their marks, and nothing is kept of what was read: so do headless
commands and "save all". ``--resume`` keeps the :class:`PagePosition`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_page, of_store
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.page_guard import Verdict, digest_of
from netwrix_tui.results.loading.resume_point import PagePosition
from netwrix_tui.results.loading.search_fetcher import AskedSearch
from netwrix_tui.wire.page import Page

_AT_ONCE = 1000
"""Records of a store that are given together."""

Pieces = AsyncGenerator[Sequence[ReceivedRecord], None]

_DEFAULT_COUNT = 1000
_MOST_MARKS = 1_000
"""Marks that a place remembers, so that a later run knows them."""

FetchUpTo = Callable[[str | None, int], Awaitable[Page]]
"""Gets the page behind a mark (None: the first) with at most so many records."""


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
    """All records of a search, which is begun anew. Raises UsageError where it cannot be sent."""

    def __init__(self, search: AskedSearch, told: Callable[[str], None] | None = None) -> None:
        """``told`` gets a sentence where a server leaves a question unanswered."""
        self._fetch = search
        if told is not None:
            search.tell_lateness(told)
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


# Pages


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The new records of one page, and the place behind them. ``page`` is where they came from."""

    page: Page
    records: list[ReceivedRecord]
    place: PagePosition


async def fetch_pages(
    fetch: FetchUpTo, place: PagePosition, walk: Walk, *, limit: int | None, count: int | None
) -> AsyncGenerator[FetchedPage, None]:
    """The records from a place on, page by page, until ``limit`` or the end.

    No page is asked for after the last record that is wanted. ``walk`` leaves out records that
    came before; whoever continues an interrupted reading hands in the same one. A page may bring no
    new record. Raises ServerRepeats, after a page without records that says so, and what ``fetch``
    raises.
    """
    left = limit
    size = count or _DEFAULT_COUNT
    while not place.is_end and not place.repeats and left != 0:
        page = await fetch(place.mark, size if left is None else min(size, left))
        step = walk.take(place.mark, page)
        if step.verdict is Verdict.REPEATS:
            yield FetchedPage(page, [], replace(place, repeats=True))
            raise walk.error()
        fetched = _fetched(page, step.new, place, left)
        yield fetched
        if not len(page):
            return
        place = fetched.place
        left = None if left is None else left - len(fetched.records)


def walk_from(place: PagePosition) -> Walk:
    """The walk that goes on at a place where an earlier run was."""
    return Walk(place.marks, place.seen)


def _fetched(page: Page, new: list[int], place: PagePosition, left: int | None) -> FetchedPage:
    records = list(of_page(page))
    taken = [records[index] for index in new[:left]]
    rids = frozenset(record.row.key for record in taken if record.row.rid)
    if len(taken) < len(new):
        return FetchedPage(page, taken, replace(place, seen=place.seen | rids))
    if page.mark is None or not len(page):
        # An empty page may have more behind it later: its own mark, or the one that led to it.
        nothing_yet = not len(page)
        following = (page.mark or place.mark) if nothing_yet else None
        seen = place.seen | rids
        return FetchedPage(
            page, taken, PagePosition(following, seen, not nothing_yet, marks=place.marks)
        )
    here = frozenset(row.key for row in page.rows if row.rid)
    marks = (*place.marks, digest_of(page.mark))[-_MOST_MARKS:]
    return FetchedPage(page, taken, PagePosition(page.mark, here, marks=marks))
