"""Reading of a baseline: the search of what is loaded, asked for the days before it.

What is loaded of a part of the day is compared with the same hours of each day before, by the clock
of the zone; what is loaded of a day or more, with all of the days before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.epoch import EPOCH, microseconds_of, moment_at
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import TimeRange
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.history.inquiry import Bounds
from netwrix_tui.results.loading.chained_fetcher import Fetch, page_subset
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.page_guard import Verdict
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.view.baseline import DAYS, Baseline
from netwrix_tui.wire.page import Page

_DAY = timedelta(days=1)
_ALMOST_A_DAY = 22 * 3_600_000_000
"""Microseconds of what is loaded from which on all hours of the days before are looked at."""

Moments = list[tuple[int, int]]


def spans_before(first: int, last: int, zone: ShownZone) -> tuple[Moments, bool]:
    """The times to compare with what lies between two moments, and whether they are but hours.

    All in microseconds since the epoch, the second of each pair no part of it; the latest come
    first. None where the calendar ends there.
    """
    start, end = moment_at(first, zone.tzinfo), moment_at(last, zone.tzinfo)
    if start is None or end is None:
        return [], False
    if last - first >= _ALMOST_A_DAY:
        begin = _earlier(start, DAYS)
        return ([(begin, first)] if begin is not None else []), False
    spans: Moments = []
    for days in range(1, DAYS + 1):
        begin, until = _earlier(start, days), _earlier(end, days)
        if begin is None or until is None:
            break
        spans.append((begin, min(max(until, begin) + 1_000_000, first)))
    return spans, True


def baseline_search(parameters: SearchParameters, spans: Moments) -> SearchParameters:
    """The search for what a baseline is made of: the same, of other times."""
    others = [condition for condition in parameters.filters if condition.name != "When"]
    whens = [Filter("When", Operator.EQUALS, _range(*span)) for span in spans]
    return SearchParameters().with_(*others, *whens)


class _OutOfBoundsError(Exception):
    """So many requests have been made as were allowed."""


class BaselineReading:
    """Reads a baseline page by page. It belongs to the thread that asks; ``store`` may be read.

    ``first`` and ``last`` are the moments of what is loaded, the spans what is asked for.
    """

    def __init__(self, spans: Moments, *, same_hours: bool) -> None:
        self.store = Store()
        self.requests = 0
        self.error: NetwrixTuiError | None = None
        self.why_stopped = ""
        self._spans = spans
        self._same_hours = same_hours
        self._is_whole = False
        self._is_newest_first = True
        self._latest: int | None = None
        self._oldest: int | None = None

    async def read(
        self, ask: Ask, make: Callable[[Ask], Fetch], told: Callable[[], None], bounds: Bounds
    ) -> None:
        """Read until the end or a bound; ``told`` is called after each page. Errors are kept.

        ``make`` makes the fetcher of the search out of what asks the source, which is counted.
        """
        try:
            async with asyncio.timeout(bounds.seconds):
                await self._read(make(self._counted(ask, bounds.requests)), told)
        except _OutOfBoundsError:
            self.why_stopped = f"stopped after {self.requests} requests"
        except TimeoutError:
            self.why_stopped = f"stopped after {bounds.seconds:.0f} s"
        except asyncio.CancelledError:
            self.why_stopped = "stopped by esc"
            raise
        except NetwrixTuiError as error:
            self.error, self.why_stopped = error, "stopped by an error"

    async def _read(self, fetch: Fetch, told: Callable[[], None]) -> None:
        walk, mark = Walk(), None
        while not self._is_whole:
            page = await fetch(mark)
            step = walk.take(mark, page)
            self._take(page_subset(page, step.new))
            self._is_whole = step.verdict is Verdict.END
            if step.verdict is Verdict.REPEATS:
                raise walk.error()
            mark = page.mark
            told()

    def _counted(self, ask: Ask, most: int) -> Ask:
        async def counted(parameters: SearchParameters, mark: str | None) -> Page:
            if self.requests >= most:
                raise _OutOfBoundsError
            self.requests += 1
            return await ask(parameters, mark)

        return counted

    def baseline(self) -> Baseline:
        """What was read, and for how many whole days it stands."""
        first = self._spans[-1][0] if self._spans else 0
        last = self._spans[0][1] if self._spans else 0
        return Baseline(
            self.store, first, last, self._days(), self._same_hours, is_whole=self._is_whole
        )

    def _days(self) -> int:
        if not len(self.store):
            return 0
        if self._is_whole:
            return DAYS if not self._same_hours else len(self._spans)
        oldest = self._oldest
        if not self._is_newest_first or oldest is None:
            return 0
        if self._same_hours:
            return sum(begin > oldest for begin, _ in self._spans)
        return (self._spans[0][1] - oldest) // (_DAY // timedelta(microseconds=1))

    def _take(self, page: Page) -> None:
        for row in page.rows:
            moment = timestamp_of(row.when)
            if moment is None:
                continue
            if self._latest is not None and moment > self._latest:
                self._is_newest_first = False
            self._latest = moment
            self._oldest = moment if self._oldest is None else min(moment, self._oldest)
        if len(page):
            self.store.append(page)


def _earlier(moment: datetime, days: int) -> int | None:
    """The same time of the clock, so many days before."""
    try:
        there = moment.replace(tzinfo=None, fold=0) - days * _DAY
        return microseconds_of(there.replace(tzinfo=moment.tzinfo))
    except (OverflowError, ValueError, OSError):
        return None


def _range(first: int, last: int) -> TimeRange:
    start, end = (EPOCH + timedelta(microseconds=moment) for moment in (first, last - 1_000_000))
    return TimeRange(start.replace(microsecond=0), max(start, end).replace(microsecond=0))
