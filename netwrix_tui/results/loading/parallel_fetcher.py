"""Parallel fetcher: slices of time of one search side by side, given in the order of one search.

A server takes its time for each page, and a page has to be there before the next can be asked for:
within a slice of time that stays so, but several slices are asked for at once, the newest first.
What comes is put in order by the one ordered merge. How many requests are under way at a time is
the server's to say (:class:`SendingWindow`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from functools import partial
from time import monotonic

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import BEGINNING, END, Span, spans_of
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder, OrderObserver
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.ordered_merge import OrderedMerge, joined_pages
from netwrix_tui.results.loading.page_guard import Verdict
from netwrix_tui.results.loading.sending_window import SendingWindow
from netwrix_tui.results.loading.time_sliced_fetcher import Ask
from netwrix_tui.results.loading.time_slices import TimeSlices
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

_FIRST_PAGES, _PAGES = 2, 10
"""Pages that the first slices, and later ones, should hold: each costs a request more, which finds
its end, and of a short search few slices would leave the others nothing to do."""

_MOST_WAITING = 12
"""Pages of a slice that may wait for their turn; then no more of it is asked for."""

_TRIES = 3
"""Times that a page is asked for before its error is raised."""

_DISTANT = 800 * 86_400
"""Seconds before now beyond which a slice takes all that is left: no Audit Database keeps more."""

_SECOND = 1_000_000
_MARK = "side by side "


@dataclass(slots=True)
class _Slice:
    span: Span
    lane: int
    mark: str | None = None
    walk: Walk = field(default_factory=Walk)
    task: asyncio.Task[Page] | None = None
    asked: float = 0.0
    found: int = 0
    failures: int = 0
    error: NetwrixTuiError | None = None
    is_over: bool = False


class ParallelFetcher:
    """Fetches the pages of one search, slices of time side by side. An instance is a ``Fetch``.

    The first page is that of the search as a whole: where the server does not send the newest
    first, or one second holds a page and more, it goes on like that, one page after the other.
    ``now`` is in seconds since the epoch. Its marks lead from each page to the next; the last page
    can be had once more. :meth:`cancel` gives up what is under way beside the page.
    """

    def __init__(
        self,
        ask: Ask,
        parameters: SearchParameters,
        now: int,
        page_size: int,
        window: SendingWindow,
    ) -> None:
        self._ask = ask
        self._parameters = parameters
        self._slices = TimeSlices(parameters, now)
        self._spans = spans_of(parameters.named("When"), now)
        self._now = now
        self._size = page_size
        self.window = window
        self._merge = OrderedMerge(falls_back=False)
        self._open: list[_Slice] = []
        self._next_end: int | None = None
        """Where the next older slice ends; None where no time is left."""
        self._density = 1.0
        """Records in a second, as far as it was seen."""
        self._slices_opened = 0
        self._is_whole = False
        self._news = asyncio.Event()
        self._rest: list[Page] = []
        self._pages = 0
        self._given: tuple[str | None, Page] | None = None

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark; without a mark, or empty, it is the last."""
        if self._given is not None and self._given[0] == mark:
            return self._given[1]
        if mark is None and not self._pages:
            page = await self._first()
        elif self._is_whole:
            return await self._ask(self._parameters, mark)
        else:
            page = await self._next()
        self._pages += 1
        if not self._is_whole:
            is_last = self._merge.is_over and self._next_end is None and not self._rest
            page = replace(page, mark=None if is_last else f"{_MARK}{self._pages}")
        self._given = mark, page
        return page

    @property
    def at_a_time(self) -> int:
        """How many requests may be under way at a time just now; 1 where the search is whole."""
        return 1 if self._is_whole else self.window.size

    def cancel(self) -> None:
        """Give up what is under way; the next page asks for it again."""
        for each in self._open:
            if each.task is not None:
                each.task.cancel()
                each.task = None

    async def _first(self) -> Page:
        """The first page of the search as a whole, but for its last second."""
        page = await self._ask(self._parameters, None)
        moments = list(map(timestamp_of, page.column("when")))
        known = [moment for moment in moments if moment is not None]
        order = OrderObserver().watch(known)
        if (
            not page.mark
            or len(known) < len(page)
            or order is not ArrivalOrder.NEWEST_FIRST
            or known[0] // _SECOND == known[-1] // _SECOND
        ):
            self._is_whole = True
            return page
        last = known[-1] // _SECOND
        # That second may go on: the first slice has it whole.
        kept = [at for at, moment in enumerate(known) if moment // _SECOND > last]
        self._next_end = last
        covered = known[0] // _SECOND - last
        self._density = len(kept) / covered
        return page_subset(page, kept)

    async def _next(self) -> Page:
        parts: list[Page] = self._rest
        self._rest = []
        size = sum(map(len, parts))
        wanted = self._size or 1_000
        while size < wanted:
            part = self._merge.take(wanted - size)
            if part is not None:
                parts.append(part)
                size += len(part)
                continue
            self._go_on()
            if self._failed() is not None or not any(each.task for each in self._open):
                break
            self._news.clear()
            try:
                await self._news.wait()
            except asyncio.CancelledError:
                self.cancel()
                self._rest = parts
                raise
        failed = self._failed()
        if not parts and failed is not None and failed.error is not None:
            # Asked again, it is tried again.
            error, failed.error, failed.failures = failed.error, None, 0
            raise error
        if not parts:
            return Page(WireFormat.JSON, [], [])
        first, *self._rest = joined_pages(parts)
        return first

    def _failed(self) -> _Slice | None:
        """The slice whose turn it is, where its next page failed for good; else None."""
        first = next((each for each in self._open if not each.is_over), None)
        return first if first is not None and first.error is not None else None

    def _go_on(self) -> None:
        """Ask for as many pages as may be under way, of the newest slices first."""
        self._open = [each for each in self._open if not each.is_over]
        under_way = sum(each.task is not None for each in self._open)
        for each in self._open:
            if under_way >= self.window.size:
                return
            if each.task is None and each.error is None and not self._is_full(each):
                self._begin(each)
                under_way += 1
        most = self.window.most * _MOST_WAITING * (self._size or 1_000)
        while under_way < self.window.size and self._merge.waiting < most:
            span = self._older()
            if span is None:
                return
            newest = END * _SECOND if span[1] == END else (span[1] + 1) * _SECOND - 1
            oldest = -END * _SECOND if span[0] == BEGINNING else span[0] * _SECOND
            opened = _Slice(span, self._merge.open(newest=newest, oldest=oldest))
            self._open.append(opened)
            self._begin(opened)
            under_way += 1

    def _is_full(self, each: _Slice) -> bool:
        """Whether enough of a slice waits for its turn; that of the newest comes at once."""
        waiting = self._merge.held(each.lane)
        return each is not self._open[0] and waiting >= _MOST_WAITING * (self._size or 1_000)

    def _older(self) -> Span | None:
        """The next older slice; None where no time is left."""
        last = self._next_end
        if last is None:
            return None
        for first_of_span, last_of_span in reversed(self._spans):
            if first_of_span > last:
                continue
            end = min(last, last_of_span)
            pages = min(_PAGES, _FIRST_PAGES + self._slices_opened // 2)
            width = max(1, round(pages * (self._size or 1_000) / self._density))
            start = max(first_of_span, end - width + 1)
            if end <= self._now - _DISTANT or width > _DISTANT:
                start = first_of_span
            self._slices_opened += 1
            self._next_end = None if start == BEGINNING else start - 1
            return start, end
        self._next_end = None
        return None

    def _begin(self, each: _Slice) -> None:
        each.asked = monotonic()
        parameters = self._slices.parameters(each.span)
        each.task = asyncio.ensure_future(self._asked(parameters, each.mark))
        each.task.add_done_callback(partial(self._came, each))

    async def _asked(self, parameters: SearchParameters, mark: str | None) -> Page:
        return await self._ask(parameters, mark)

    def _came(self, each: _Slice, task: asyncio.Task[Page]) -> None:
        if each.task is not task:
            if not task.cancelled():
                task.exception()  # of a request that was given up
            return
        each.task = None
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            self.window.took(monotonic() - each.asked)
            self._take(each, task.result())
        elif isinstance(error, Exception):
            self.window.failed()
            each.failures += 1
            if each.failures >= _TRIES:
                each.error = as_error(error)
        # Also while nobody waits for a page: that is what several at a time are for.
        self._go_on()
        self._news.set()

    def _take(self, each: _Slice, page: Page) -> None:
        each.failures = 0
        verdict = each.walk.take(each.mark, page).verdict
        if verdict is Verdict.REPEATS:
            each.error = each.walk.error()
            return
        self._merge.put(each.lane, page)
        each.mark = page.mark
        each.found += len(page)
        if verdict is Verdict.END:
            each.is_over = True
            self._merge.end(each.lane)
            seconds = min(each.span[1], self._now) - max(each.span[0], self._now - _DISTANT) + 1
            seen = max(each.found, 1) / max(seconds, 1)
            # An hour of a busy day holds a page, a quiet month nothing: neither tells it all.
            self._density = min(4 * self._density, max(self._density / 4, seen))
