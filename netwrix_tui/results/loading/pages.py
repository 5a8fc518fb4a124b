"""Pages of a search for whoever writes them out: by their marks, nothing kept of what was read.

Headless commands and "save all" read so; ``--resume`` keeps the :class:`PagePosition`.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, replace

from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_page
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.page_guard import Verdict, digest_of
from netwrix_tui.results.loading.resume_point import PagePosition
from netwrix_tui.wire.page import Page

_DEFAULT_COUNT = 1000
_MOST_MARKS = 1_000
"""Marks that a place remembers, so that a later run knows them."""

Fetch = Callable[[str | None, int], Awaitable[Page]]
"""Gets the page behind a mark (None: the first) with at most so many records."""


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The new records of one page, and the place behind them. ``page`` is where they came from."""

    page: Page
    records: list[ReceivedRecord]
    place: PagePosition


async def fetch_pages(
    fetch: Fetch, place: PagePosition, walk: Walk, *, limit: int | None, count: int | None
) -> AsyncGenerator[FetchedPage, None]:
    """The records from a place on, page by page, until ``limit`` or the end.

    No page is asked for after the last record that is wanted. A record that came before is left
    out, by the walk, which is the same one where an interrupted reading is gone on with; its page
    may have no other. Raises ServerRepeats, after a page without records that says so, and what
    ``fetch`` raises.
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
    rids = frozenset(record.row.rid for record in taken if record.row.rid)
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
    here = frozenset(row.rid for row in page.rows if row.rid)
    marks = (*place.marks, digest_of(page.mark))[-_MOST_MARKS:]
    return FetchedPage(page, taken, PagePosition(page.mark, here, marks=marks))
