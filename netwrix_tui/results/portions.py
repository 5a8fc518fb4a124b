"""Follows continuation marks from page to page, without keeping what was read."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from netwrix_tui.errors import WireError
from netwrix_tui.results.received import ReceivedRecord, of_page
from netwrix_tui.wire.page import Page

_DEFAULT_COUNT = 1000
_MOST_FRUITLESS = 20
"""Pages in a row without one new record, after which the server is taken to go in circles."""

Fetch = Callable[[str | None, int], Awaitable[Page]]
"""Gets the page behind a mark (None: the first) with at most so many records."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on: behind ``mark``, leaving out the records with the RIDs in ``seen``.

    ``is_end`` is True where the server has said that there is nothing more.
    """

    mark: str | None = None
    seen: frozenset[str] = frozenset()
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Portion:
    """The new records of one page, and the place behind them. ``page`` is where they came from."""

    page: Page
    records: list[ReceivedRecord]
    place: Place


async def portions(
    fetch: Fetch, place: Place, *, limit: int | None, count: int | None
) -> AsyncGenerator[Portion, None]:
    """The records from a place on, page by page, until ``limit`` or the end.

    No page is asked for after the last record that is wanted. A record that comes again on the
    next page is left out. Raises WireError where the server goes in circles, and what ``fetch``
    raises.
    """
    left = limit
    size = count or _DEFAULT_COUNT
    marks: set[int] = {hash(place.mark)}
    fruitless = 0
    while not place.is_end and left != 0:
        page = await fetch(place.mark, size if left is None else min(size, left))
        portion = _portion(page, place, left)
        if len(page) and portion.place.mark not in (None, place.mark):
            # Numbers, not marks, so that a million pages take little memory.
            if hash(portion.place.mark) in marks:
                raise _circling("a continuation mark that it had sent before")
            marks.add(hash(portion.place.mark))
        fruitless = 0 if portion.records else fruitless + 1
        if fruitless == _MOST_FRUITLESS:
            raise _circling(f"{_MOST_FRUITLESS} pages in a row without one new record")
        yield portion
        if not len(page) or (not portion.records and portion.place.mark == place.mark):
            return
        place = portion.place
        left = None if left is None else left - len(portion.records)


def _portion(page: Page, place: Place, left: int | None) -> Portion:
    new = [r for r in of_page(page) if not r.row.rid or r.row.rid not in place.seen]
    taken = new if left is None else new[:left]
    rids = frozenset(record.row.rid for record in taken if record.row.rid)
    if len(taken) < len(new):
        return Portion(page, taken, Place(place.mark, place.seen | rids))
    if page.mark is None or not len(page):
        # An empty page may have more behind it later: its own mark, or the one that led to it.
        nothing_yet = not len(page)
        following = (page.mark or place.mark) if nothing_yet else None
        return Portion(page, taken, Place(following, place.seen | rids, is_end=not nothing_yet))
    return Portion(page, taken, Place(page.mark, rids))


def _circling(what: str) -> WireError:
    return WireError(
        f"The server sent {what}.",
        cause="It may be going in circles.",
        next_step="What was written stays; try again, or search a narrower time.",
    )
