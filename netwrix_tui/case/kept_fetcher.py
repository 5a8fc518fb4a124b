"""Fetcher of a search whose first pages are in a case file: those first, then the server's.

After the kept pages it continues from the last mark. If the server no longer accepts that mark, it
continues by time, from the oldest kept record; a record that comes twice is known by its RID.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from netwrix_tui.case.case_reader import Batch, CaseReader
from netwrix_tui.case.facts import Outcome, SearchFacts
from netwrix_tui.case.page_file import PageFile
from netwrix_tui.clock import now, utc_at
from netwrix_tui.errors import NetwrixTuiError, ServerRefused, UsageError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import BEGINNING, spans_of
from netwrix_tui.records.when import TimeRange
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.loading.merged_fetcher import is_merged_mark
from netwrix_tui.results.loading.parallel_fetcher import is_side_by_side
from netwrix_tui.results.loading.search_fetcher import AskedSearch
from netwrix_tui.wire.page import Follows, Page

_SECOND = 1_000_000


class _KeptMark(str):
    """Mark of a batch that is in the file: its place among those of the search."""

    __slots__ = ()


class KeptFetcher:
    """Fetches the kept batches of a search, then what the server has behind them.

    ``pages`` are those of the file, asked for on a thread beside the loop. ``server`` is None where
    nobody can be asked: the search is of another server than the explorer. With
    ``ends_with_case``, the last kept page is the last of all, and only a search without any is
    asked for. ``on_other_way`` is told, in a sentence, where the mark was of no use. An instance
    is a ``Fetch``.
    """

    def __init__(
        self,
        pages: Callable[[], PageFile],
        facts: SearchFacts,
        server: AskedSearch | None,
        on_other_way: Callable[[str], None],
        *,
        ends_with_case: bool = False,
    ) -> None:
        self._ends_with_case = ends_with_case
        self._pages = pages
        self._facts = facts
        self._server = server
        self._on_other_way = on_other_way
        self._reader: CaseReader | None = None
        self._batches: list[Batch] = []
        self._oldest: int | None = None
        self._newest: int | None = None
        self._by_time = False

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark. Raises UsageError where the file cannot be read."""
        if mark is None or isinstance(mark, _KeptMark):
            page = await asyncio.to_thread(self._kept, int(mark or 0))
            if page is not None:
                return page
            mark = None
        return await self._asked(mark)

    def _kept(self, place: int) -> Page | None:
        """The batch at a place; None where the search has none at all."""
        if self._reader is None:
            pages = self._pages()
            if pages.path is None:
                raise UsageError("Nothing is kept here.")
            self._reader = CaseReader(pages.path)
            self._reader.filed_in = pages
            self._batches = self._reader.batches(self._facts.id)
        if not self._batches:
            self._reader.close()
            return None
        page = self._reader.batch_page(self._batches[place])
        for moment in map(timestamp_of, page.column("when")):
            if moment is not None:
                self._oldest = min(moment, self._oldest or moment)
                self._newest = max(moment, self._newest or moment)
        if place + 1 < len(self._batches):
            return replace(page, mark=_KeptMark(place + 1), follows=Follows.AT_HAND)
        self._reader.close()
        reached = next((b.mark for b in reversed(self._batches) if not b.by_following), None)
        if self._ends_with_case or self._facts.outcome is Outcome.DRAINED:
            return replace(page, mark=None)
        return replace(page, mark=reached, follows=Follows.HELD)

    async def _asked(self, mark: str | None) -> Page:
        if self._server is None:
            raise UsageError(
                "The rest of this search is on another server.",
                cause="The search was made there.",
                next_step="F9 goes there.",
            )
        if mark is None or self._by_time:
            return await self._server(mark)
        if self._facts.in_slices or is_merged_mark(mark) or is_side_by_side(mark):
            # Slices of time are cut as one goes, and several servers merged: their marks are good
            # for one run.
            return await self._go_by_time(mark)
        try:
            return await self._server(mark)
        except ServerRefused:
            if self._by_time or self._oldest is None:
                raise
            self._on_other_way(
                "The server does not know any more where the search was: it goes on by time."
            )
            return await self._go_by_time(mark)

    async def _go_by_time(self, mark: str) -> Page:
        server = self._server
        if server is None or self._by_time:
            raise NetwrixTuiError("There is nobody to ask.")
        self._by_time = True
        self._server = server = server.within(self._rest())
        page = await server(None)
        return page if page.mark != mark else replace(page, mark=None)

    def _rest(self) -> SearchParameters:
        """The search, without the time that its kept records cover."""
        parameters = self._facts.plan.parameters()
        order = self._facts.arrival_order
        spans = spans_of(parameters.named("When"), int((self._facts.started or now()).timestamp()))
        if order == ArrivalOrder.NEWEST_FIRST and self._oldest is not None:
            last = self._oldest // _SECOND
            spans = [(start, min(end, last)) for start, end in spans if start <= last]
        elif order == ArrivalOrder.OLDEST_FIRST and self._newest is not None:
            first = self._newest // _SECOND
            spans = [(max(start, first), end) for start, end in spans if end >= first]
        else:
            return parameters
        others = tuple(f for f in parameters.filters if f.name != "When")
        when = (
            Filter("When", Operator.EQUALS, TimeRange(_moment(start), _moment(end)))
            for start, end in spans
        )
        return SearchParameters((*others, *when))


def _moment(second: int) -> datetime | None:
    if second == BEGINNING or second > 253_402_300_799:
        return None
    return utc_at(second)
