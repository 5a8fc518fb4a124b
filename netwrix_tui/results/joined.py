"""Several searches as one: their pages follow each other, under marks that tell them apart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from netwrix_tui.wire.page import Page

Fetch = Callable[[str | None], Awaitable[Page]]
"""Gets the page behind a mark; the first one for None."""


class JoinedFetch:
    """Fetches the pages of the first search, then those of the next, to the last.

    A record that several of them find comes several times: whoever keeps records knows them by
    their RID. An instance is a :data:`Fetch`. Its marks are good for this instance only.
    """

    def __init__(self, fetches: Sequence[Fetch]) -> None:
        """``fetches`` holds at least one."""
        self._fetches = fetches

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark; empty, or without a mark, only behind the last of all."""
        place, inner = _parsed(mark)
        while True:
            page = await self._fetches[place](inner)
            if len(page) and page.mark is not None:
                return replace(page, mark=f"{place} {page.mark}")
            if place == len(self._fetches) - 1:
                mark = None if page.mark is None else f"{place} {page.mark}"
                return replace(page, mark=mark)
            place, inner = place + 1, None
            if len(page):
                return replace(page, mark=f"{place} ")


def _parsed(mark: str | None) -> tuple[int, str | None]:
    place, _, inner = (mark or "0 ").partition(" ")
    return int(place), inner or None


class OnceOnly:
    """Leaves out records that came before, by their RID. An instance is a :data:`Fetch`.

    For whoever writes records out instead of keeping them. Records without a RID all stay.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._seen: set[str] = set()

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark, or the next one that has anything new."""
        while True:
            page = await self._fetch(mark)
            new = [i for i, row in enumerate(page.rows) if not row.rid or row.rid not in self._seen]
            self._seen.update(row.rid for row in page.rows)
            if new or not len(page) or page.mark is None:
                return page if len(new) == len(page) else some_of(page, new)
            mark = page.mark


def some_of(page: Page, chosen: Sequence[int]) -> Page:
    """A page of the records at these indices of another, with its mark."""
    return replace(
        page,
        rows=[page.rows[i] for i in chosen],
        raws=[page.raws[i] for i in chosen],
        damaged=frozenset(new for new, old in enumerate(chosen) if old in page.damaged),
    )
