"""Chained fetcher: several searches as one, under marks that tell them apart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from netwrix_tui.records.row_columns import row_columns
from netwrix_tui.wire.page import Page

Fetch = Callable[[str | None], Awaitable[Page]]
"""Gets the page behind a mark; the first one for None."""


class ChainedFetcher:
    """Fetches the pages of the first search, then those of the next, to the last.

    A record that several of them find comes several times: whoever takes records knows them by
    their RID (:mod:`netwrix_tui.results.loading.mark_walk`). An instance is a :data:`Fetch`. Its
    marks are good for this instance only.
    """

    def __init__(self, fetches: Sequence[Fetch]) -> None:
        """``fetches`` holds at least one."""
        self._fetches = fetches

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark; empty, or without a mark, only behind the last of all."""
        place, inner = _parsed(mark)
        while True:
            page = replace(await self._fetches[place](inner), search=place)
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


def page_subset(page: Page, chosen: Sequence[int]) -> Page:
    """A page of the records at these indices of another, with its mark."""
    return replace(
        page,
        rows=row_columns(page.rows).chosen(chosen),
        raws=[page.raws[i] for i in chosen],
        damaged=frozenset(new for new, old in enumerate(chosen) if old in page.damaged),
        fetched=tuple(page.fetched[i] for i in chosen) if page.fetched else (),
    )
