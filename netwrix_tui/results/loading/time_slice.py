"""One slice of time that is asked for beside others: its pages come in, its own records go out.

The server is asked for a little more than the slice on both sides: whatever From and To mean to it
(inclusive or not, to the second or not), nothing is lost at a seam, and When says which slice each
record belongs to. A record from beyond its older end also says that the slice is over, without a
further request: the server sends the newest first.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from netwrix_tui.errors import NetwrixTuiError, TimeNotHeeded
from netwrix_tui.records.record import Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import BEGINNING, END, Span
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder, OrderObserver
from netwrix_tui.results.columnstore.timestamps import UNKNOWN, TimestampColumn
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.ordered_merge import NEWEST, OLDEST
from netwrix_tui.results.loading.page_guard import Verdict
from netwrix_tui.wire.page import Page

_SECOND = 1_000_000
_FUZZ = 2
"""Seconds by which a server may round what it is asked for."""

Seam = Counter[str | bytes]
"""Records of one second that were given already: their RIDs, or the bytes of those without."""


def key_of(row: Row, raw: bytes) -> str | bytes:
    """What a record is known by at a seam."""
    return row.rid or raw


def moments_of(page: Page) -> list[int]:
    """The records' moments in microseconds since the epoch; UNKNOWN for one without."""
    column = TimestampColumn()
    column.extend(page.column("when"))
    return list(column.timestamps)


@dataclass(slots=True)
class TimeSlice:
    """The seconds from ``oldest`` to ``newest``, both its own, and how far it has come.

    ``seam`` are records of its newest second that were given before it began. ``edge`` is the
    second of the last record that came; before the first, None.
    """

    oldest: int
    newest: int
    lane: int
    seam: Seam = field(default_factory=Counter)
    parameters: SearchParameters | None = None
    """What the server is asked, from the first page on: its marks are good for that alone."""
    asked_span: Span | None = None
    """The time that it is asked for."""
    mark: str | None = None
    edge: int | None = None
    found: int = 0
    """Records of its own that came."""
    is_ordered: bool = True
    """Whether its pages came newest first so far."""
    is_over: bool = False
    failures: int = 0
    error: NetwrixTuiError | None = None
    task: asyncio.Task[Page] | None = None
    asked: float = 0.0
    _walk: Walk = field(default_factory=Walk)
    _observer: OrderObserver = field(default_factory=OrderObserver)

    @property
    def bounds(self) -> tuple[int, int]:
        """The moments between which its records are, in microseconds."""
        newest = NEWEST if self.newest == END else (self.newest + 1) * _SECOND - 1
        return OLDEST if self.oldest == BEGINNING else self.oldest * _SECOND, newest

    def take(self, page: Page) -> Page:
        """Its own records of the page that came for its mark; after the last, it is over, or has an
        error: TimeNotHeeded where a record is from outside the time that the server was asked for.
        """
        self.failures = 0
        verdict = self._walk.take(self.mark, page).verdict
        if verdict is Verdict.REPEATS:
            self.error = self._walk.error()
            return page_subset(page, [])
        self.mark = page.mark
        moments = moments_of(page)
        known = moments if UNKNOWN not in moments else [m for m in moments if m != UNKNOWN]
        if known and not self._is_asked_for(min(known), max(known)):
            self.error = TimeNotHeeded()
            return page_subset(page, [])
        order = self._observer.watch(known)
        is_falling = order in (ArrivalOrder.NEWEST_FIRST, ArrivalOrder.UNKNOWN)
        self.is_ordered = self.is_ordered and is_falling and len(known) == len(page)
        oldest, newest = self.bounds
        if known:
            self.edge = min(max(known[-1] // _SECOND, self.oldest), self.newest)
        is_beyond = self.is_ordered and bool(known) and known[-1] < oldest
        self.is_over = verdict is Verdict.END or is_beyond
        own = self._own(page, moments, oldest, newest)
        self.found += len(own)
        return own

    def _is_asked_for(self, oldest: int, newest: int) -> bool:
        if self.asked_span is None:
            return True
        first, last = self.asked_span
        return oldest >= (first - _FUZZ) * _SECOND and newest < (last + 1 + _FUZZ) * _SECOND

    def _own(self, page: Page, moments: list[int], oldest: int, newest: int) -> Page:
        is_all = not len(page) or (
            self.is_ordered and moments[0] <= newest and moments[-1] >= oldest
        )
        is_at_seam = bool(self.seam) and any(m // _SECOND == self.newest for m in moments)
        if is_all and not is_at_seam:
            return page
        chosen = []
        for at, moment in enumerate(moments):
            if moment != UNKNOWN and not oldest <= moment <= newest:
                continue
            if is_at_seam and moment // _SECOND == self.newest:
                key = key_of(page.rows[at], page.raws[at])
                if self.seam[key] > 0:
                    self.seam[key] -= 1
                    continue
            chosen.append(at)
        return page_subset(page, chosen)
