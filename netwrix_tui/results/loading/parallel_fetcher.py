"""Parallel fetcher: slices of time of one search side by side, given in the order of one search.

A server takes its time for each page, and a page has to be there before the next can be asked for:
within a slice of time that stays so, but several slices are asked for at once, the newest first.
What comes is put in order by the one ordered merge. How many requests are under way at a time is
the server's to say (:class:`SendingWindow`), within what all parts of a search may have
(:class:`Pace`).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from functools import partial

from netwrix_tui.errors import (
    ConnectionLost,
    NetwrixTuiError,
    ServerRefused,
    ServerSilent,
    TimedOut,
    TimeNotHeeded,
)
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import BEGINNING, Span, spans_of
from netwrix_tui.results.loading.ordered_merge import OrderedMerge, joined_pages
from netwrix_tui.results.loading.pace import Pace
from netwrix_tui.results.loading.sending_window import SendingWindow
from netwrix_tui.results.loading.slice_widths import PAGES, SliceWidths
from netwrix_tui.results.loading.time_slice import TimeSlice
from netwrix_tui.results.loading.time_sliced_fetcher import Ask, took_too_long
from netwrix_tui.results.loading.time_slices import TimeSlices
from netwrix_tui.results.loading.unexpected_error import as_error
from netwrix_tui.results.loading.whole_search import WholeSearch
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

_MOST_BYTES = 32_000_000
"""Bytes of records that may wait for their turn, whatever the pages hold."""

_TRIES = 3
"""Times that a page is asked for before its error is raised, where trying again may help."""

_WORTH_CUTTING, _FIRST_WORTH_CUTTING, _LAST_WORTH_CUTTING = 1.5 * PAGES, 0.4 * PAGES, 2.5
"""Pages from which on a slice is cut for a request that is free: one whose turn it is, for which
the others wait, sooner than others, and any where no older slice can be begun in its place."""

_BUSY = frozenset({502, 503, 504})
_MARK = "side by side "


def is_side_by_side(mark: str) -> bool:
    """Whether a mark is of slices side by side: it is good for the run that gave it alone."""
    return _MARK in mark


class ParallelFetcher:
    """Fetches the pages of one search, slices of time side by side. An instance is a ``Fetch``.

    It begins with the search as a whole, one page after the other by the server's own marks, and
    cuts what lies behind into slices once the pace is wide: all is wanted. Where the server does
    not send the newest first, or does not heed the time that it is asked for, it goes on as it
    began; once slices were given, TimeNotHeeded is raised. ``now`` is in seconds since the epoch.
    Once there are slices, its marks are its own, from each page to the next, and the last page can
    be had once more. :meth:`cancel` gives up what is under way beside the page.
    """

    def __init__(
        self, ask: Ask, parameters: SearchParameters, now: int, page_size: int, pace: Pace
    ) -> None:
        self._ask = ask
        self._parameters = parameters
        self._slices = TimeSlices(parameters, now)
        self._spans = spans_of(parameters.named("When"), now)
        self._now = now
        self._size = page_size or 1_000
        self._widths = SliceWidths(self._spans, now, self._size)
        self._pace = pace
        self.window = SendingWindow(pace.most)
        pace.join(self)
        self._is_sliced = self._is_over = False
        self._is_awaited = False
        self._search = WholeSearch(self._size)
        # Its slices
        self._merge = OrderedMerge(falls_back=False)
        self._open: list[TimeSlice] = []
        self._next_end: int | None = None
        """Where the next older slice ends; None where no time is left."""
        self._news = asyncio.Event()
        self._rest: list[Page] = []
        self._bytes = 0
        self._records = 0
        self._pages = 0
        self._given: tuple[str | None, Page] | None = None

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark; without a mark, or empty, it is the last."""
        if self._given is not None and self._given[0] == mark:
            return self._given[1]
        if not self._is_sliced and mark is not None and self._is_due():
            self._is_sliced = True
            self._next_end = self._search.last
        if not self._is_sliced:
            return await self._whole(mark)
        try:
            page = await self._next()
        except TimeNotHeeded:
            if self._pages:
                raise
            self._give_slices_up()
            return await self._whole(mark)
        self._pages += 1
        self._records += len(page)
        self._is_over = self._next_end is None and self._merge.is_over and not self._rest
        page = replace(page, mark=None if self._is_over else f"{_MARK}{self._pages}")
        self._given = mark, page
        return page

    @property
    def at_a_time(self) -> int:
        """How many requests may be under way at a time just now; 0 before it begins and once all
        has come."""
        if self._is_over:
            return 0
        return self.window.size if self._is_sliced else min(1, self._records)

    @property
    def why_not(self) -> str:
        """Why it goes one page after the other, in few words; empty where it does not."""
        if not self._search.heeds_time:
            return "the server heeds no time"
        return "not newest first" if self._search.is_out_of_order else ""

    def cancel(self) -> None:
        """Give up what is under way; the next page asks for it again."""
        for each in self._open:
            if each.task is not None:
                each.task.cancel()
                each.task = None

    def _give_slices_up(self) -> None:
        """Go on with the search as a whole, of which nothing but pages of its own was given."""
        self.cancel()
        self._search.heeds_time = self._is_sliced = False
        self._merge, self._open, self._rest, self._bytes = OrderedMerge(falls_back=False), [], [], 0

    # The search as a whole

    def _is_due(self) -> bool:
        """Whether what lies behind is cut into slices from here on."""
        pace = self._pace
        if pace.allowed == 1 or not self._search.can_be_cut:
            return False
        return pace.wanted is None or pace.wanted - self._records >= 3 * self._size

    async def _whole(self, mark: str | None) -> Page:
        began = asyncio.get_running_loop().time()
        self._pace.under_way += 1
        try:
            page = await self._ask(self._parameters, mark)
        finally:
            self._pace.under_way -= 1
        if self.window.size == 1:
            self._tell_window(page, began)
        self._records += len(page)
        self._widths.learn(self._search.watch(page))
        return page

    # Its slices

    async def _next(self) -> Page:
        parts, self._rest = self._rest, []
        size = sum(map(len, parts))
        self._is_awaited = True
        try:
            while size < self._size:
                part = self._merge.take(self._size - size)
                if part is not None:
                    parts.append(part)
                    size += len(part)
                    self._bytes -= sum(map(len, part.raws))
                    continue
                self._go_on()
                if self._failed() is not None or not any(each.task for each in self._open):
                    break
                self._news.clear()
                await self._news.wait()
            else:
                self._go_on()
                await asyncio.sleep(0)  # what waits is given at once, and others have their turn
        except asyncio.CancelledError:
            self.cancel()
            self._rest = parts
            raise
        finally:
            self._is_awaited = False
        failed = self._failed()
        if not parts and failed is not None and failed.error is not None:
            # Asked again, it is tried again.
            error, failed.error, failed.failures = failed.error, None, 0
            raise error
        if not parts:
            return Page(WireFormat.JSON, [], [])
        first, *self._rest = joined_pages(parts)
        return first

    def _failed(self) -> TimeSlice | None:
        """The slice whose turn it is, where its next page failed for good; else None."""
        first = next((each for each in self._open if not each.is_over), None)
        return first if first is not None and first.error is not None else None

    def _go_on(self) -> None:
        """Ask for as many pages as may be under way, of the newest slices first."""
        self._open = [each for each in self._open if not each.is_over]
        if not self._is_awaited and not self._pace.is_wide:
            return
        while self._may_ask():
            due = self._due()
            if due is None:
                return
            self._begin(due)

    @property
    def _at_once(self) -> int:
        return min(self.window.size, self._pace.allowed)

    def _may_ask(self) -> bool:
        under_way = sum(each.task is not None for each in self._open)
        if not under_way:
            return True
        return under_way < self._at_once and self._pace.under_way < self._pace.allowed

    def _due(self) -> TimeSlice | None:
        """The slice of which a page is asked for next; None where there is nothing to ask."""
        has_room = self._has_room()
        for each in self._open:
            if each.task is None and each.error is None and (has_room or each is self._open[0]):
                return each
        if self._open and not self._wants_more():
            return None
        if self._open and not has_room:
            # What is cut off the first has its turn soon.
            return self._cut() if self._has_room(self._pace.most) else None
        return self._cut() or self._older()

    def _has_room(self, besides: int = 0) -> bool:
        """Whether more may come that has to wait for its turn, and so many pages ``besides``."""
        coming = sum(each.task is not None for each in self._open[1:])
        most = self._pace.most_waiting + besides
        return self._merge.waiting + (coming + 1) * self._size <= most * self._size and (
            self._bytes < _MOST_BYTES
        )

    def _wants_more(self) -> bool:
        """Whether more is wanted than what is under way will bring."""
        if self._pace.wanted is None:
            return True
        coming = sum(
            self._widths.pages_in(each.oldest, each.newest if each.edge is None else each.edge)
            for each in self._open
        )
        here = self._records + self._merge.waiting
        return here + coming * self._size < self._pace.wanted

    def _cut(self) -> TimeSlice | None:
        """The older part of a slice that holds more than it should; None where none does."""
        if self._at_once == 1:
            return None
        has_room, is_roomy = self._has_room(), self._has_room(-self._pace.most_waiting // 2)
        for at, each in enumerate(self._open):
            if each.edge is None or not each.is_ordered or each.error is not None:
                continue
            least = _WORTH_CUTTING if at or is_roomy else _FIRST_WORTH_CUTTING
            if self._next_end is None or not has_room:
                least = _LAST_WORTH_CUTTING
            first, last = self._widths.oldest(each.oldest), each.edge - 1
            pages = self._widths.pages_in(first, last)
            if pages < least:
                continue
            border = last - max(1, int((last - first) * min(pages / 2, PAGES) / pages))
            if border > first:
                return self._cut_at(at, border)
        return None

    def _cut_at(self, at: int, border: int) -> TimeSlice:
        """Make a slice of its own out of what is no newer than ``border``."""
        each = self._open[at]
        older = TimeSlice(each.oldest, border, -1)
        each.oldest = border + 1
        self._add(older, at + 1)
        return older

    def _older(self) -> TimeSlice | None:
        """The next older slice; None where no time is left."""
        if self._next_end is None:
            return None
        span = self._widths.ending(self._next_end, is_alone=self._at_once == 1)
        if span is None:
            self._next_end = None
            return None
        self._next_end = None if span[0] == BEGINNING else span[0] - 1
        is_first = span[1] == self._search.last
        older = TimeSlice(*span, -1, self._search.seam if is_first else Counter())
        self._add(older, len(self._open))
        return older

    def _add(self, each: TimeSlice, at: int) -> None:
        oldest, newest = each.bounds
        each.lane = self._merge.open(newest=newest, oldest=oldest)
        self._open.insert(at, each)

    def _asked_span(self, each: TimeSlice) -> Span:
        """The slice and a little more, within the time that the search is for."""
        first, last = next(span for span in self._spans if span[0] <= each.newest <= span[1])
        oldest = BEGINNING if each.oldest == BEGINNING else each.oldest - self._widths.margin()
        return max(first, oldest), min(last, each.newest + 1)

    def _begin(self, each: TimeSlice) -> None:
        if each.parameters is None:
            each.asked_span = self._asked_span(each)
            each.parameters = self._slices.parameters(each.asked_span)
        each.asked = asyncio.get_running_loop().time()
        self._pace.under_way += 1
        each.task = asyncio.ensure_future(self._asked(each.parameters, each.mark))
        each.task.add_done_callback(partial(self._came, each))

    async def _asked(self, parameters: SearchParameters, mark: str | None) -> Page:
        return await self._ask(parameters, mark)

    def _came(self, each: TimeSlice, task: asyncio.Task[Page]) -> None:
        self._pace.under_way -= 1
        if each.task is not task:
            if not task.cancelled():
                task.exception()  # of a request that was given up
            return
        each.task = None
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            self._tell_window(task.result(), each.asked)
            self._take(each, task.result())
        elif isinstance(error, Exception):
            self._fail(each, as_error(error))
        # Also while nobody waits for a page: that is what several at a time are for.
        self._go_on()
        self._news.set()

    def _tell_window(self, page: Page, asked: float) -> None:
        now = asyncio.get_running_loop().time()
        answer = page.answers[-1] if page.answers else None
        if answer is not None and answer.tries > 1:
            self.window.failed(asked, now)
        # Signing a further connection in is no page that takes longer.
        began = asked if answer is None or answer.seconds is None else now - answer.seconds
        self.window.took(began, now, is_full=len(page) >= self._size)

    def _fail(self, each: TimeSlice, error: NetwrixTuiError) -> None:
        self.window.failed(each.asked, asyncio.get_running_loop().time())
        each.failures += 1
        if each.failures >= _TRIES or not _may_pass(error):
            each.error = error
        elif each.parameters is not None and each.edge is None and took_too_long(error):
            # Less may be found in time.
            first, last = self._widths.oldest(each.oldest), min(each.newest, self._now)
            border = (first + last) // 2
            if first < border < last:
                each.parameters = None
                self._cut_at(self._open.index(each), border)

    def _take(self, each: TimeSlice, page: Page) -> None:
        before = min(each.newest, self._now) if each.edge is None else each.edge
        own = each.take(page)
        self._merge.put(each.lane, own)
        self._bytes += sum(map(len, own.raws))
        after = each.edge if each.edge is not None and not each.is_over else each.oldest
        if len(own):
            # Nothing at all is no measure: records may be at their end.
            self._widths.note(len(own), before - self._widths.oldest(after))
        if each.is_over:
            self._merge.end(each.lane)
            self._widths.is_thin = not each.found


def _may_pass(error: NetwrixTuiError) -> bool:
    """Whether a request that failed is worth another try, when fewer are under way."""
    if isinstance(error, ServerRefused):
        return error.status in _BUSY
    is_late = isinstance(error, TimedOut) and not isinstance(error, ServerSilent)
    return is_late or isinstance(error, ConnectionLost)
