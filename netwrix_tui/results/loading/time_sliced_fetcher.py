"""Time-sliced fetcher: newest slices first, for servers that are slow or oldest first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from netwrix_tui.errors import NetwrixTuiError, ServerRefused, ServerSilent, TimedOut
from netwrix_tui.records.row_columns import joined
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import Span
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder, OrderObserver
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.loading.chained_fetcher import page_subset
from netwrix_tui.results.loading.mark_walk import Walk
from netwrix_tui.results.loading.page_guard import Verdict
from netwrix_tui.results.loading.time_slices import TimeSlices
from netwrix_tui.wire.page import Page

Ask = Callable[[SearchParameters, str | None], Awaitable[Page]]
"""Gets a page of a search that the server understands."""

_GATEWAY_TIMEOUT = 504
_MOST_PAGES = 50
"""Pages of one slice that are put in order together; beyond, they come as the server sends them."""


def took_too_long(error: NetwrixTuiError) -> bool:
    """True where a narrower search may be answered in time."""
    if isinstance(error, ServerRefused):
        return error.status == _GATEWAY_TIMEOUT
    return isinstance(error, TimedOut) and not isinstance(error, ServerSilent)


class TimeSlicedFetcher:
    """Fetches a search slice by slice. An instance is a ``Fetch``; its marks are its own.

    Slices that take the server too long are cut in half. Where the server sends the oldest first,
    a slice is cut until it fits into a page, and that page is turned round, so that the newest
    record of all comes first.
    """

    def __init__(self, ask: Ask, parameters: SearchParameters, now: int, page_size: int) -> None:
        self._ask = ask
        self._parameters = parameters
        self._slices = TimeSlices(parameters, now)
        self._page_size = page_size
        first = self._slices.first()
        self._spans: list[Span] = [] if first is None else [first]
        self._found = 0

    async def __call__(self, mark: str | None) -> Page:
        """The page behind a mark. Without a mark, or empty, it is the last."""
        if not self._spans:
            # The times contradict each other; the server has the last word on that.
            return await self._ask(self._parameters, mark)
        number, _, rest = (mark or "0 ").partition(" ")
        place, inner = int(number), rest or None
        if inner is None:
            self._found = 0
        while True:
            page = await self._page(place, inner)
            self._found += len(page)
            if len(page) and page.mark is not None:
                return replace(page, mark=f"{place} {page.mark}")
            following = self._after(place)
            if following is None:
                return replace(page, mark=None)
            place, inner, self._found = following, None, 0
            if len(page):
                return replace(page, mark=f"{place} ")

    def _after(self, place: int) -> int | None:
        if place + 1 == len(self._spans):
            span = self._slices.before(self._spans[place], self._found, self._page_size)
            if span is None:
                return None
            self._spans.append(span)
        return place + 1

    async def _page(self, place: int, inner: str | None) -> Page:
        while True:
            try:
                page = await self._ask(self._slices.parameters(self._spans[place]), inner)
            except NetwrixTuiError as error:
                if inner is not None or not took_too_long(error):
                    raise
                if not self._halve(place, for_good=True):
                    raise
                continue
            if inner is not None or _order_of(page) in (
                ArrivalOrder.NEWEST_FIRST,
                ArrivalOrder.UNKNOWN,
            ):
                return page
            if (
                page.mark is not None
                and len(page) >= self._page_size
                and self._halve(place, for_good=False)
            ):
                continue
            return _newest_first(await self._whole(place, page))

    def _halve(self, place: int, *, for_good: bool) -> bool:
        half = self._slices.halved(self._spans[place], for_good=for_good)
        if half is None:
            return False
        self._spans[place] = half
        return True

    async def _whole(self, place: int, page: Page) -> Page:
        """All pages of a slice as one, from its first on."""
        parameters = self._slices.parameters(self._spans[place])
        walk = Walk()
        verdict = walk.take(None, page).verdict
        for _ in range(_MOST_PAGES):
            if verdict is not Verdict.GO_ON:
                break
            more = await self._ask(parameters, page.mark)
            verdict = walk.take(page.mark, more).verdict
            if not len(more):
                return replace(page, mark=None)
            if verdict is Verdict.REPEATS:
                # Whoever follows these marks comes upon it again, and says so.
                break
            page = Page(
                page.format,
                joined((page.rows, more.rows)),
                page.raws + more.raws,
                more.mark,
                page.damaged | {len(page) + index for index in more.damaged},
                page.declarations,
                answers=page.answers + more.answers,
                server=page.server,
                fetched=(page.fetched or more.fetched) and page.fetched_each + more.fetched_each,
            )
        return page


def _order_of(page: Page) -> ArrivalOrder:
    moments = map(timestamp_of, page.column("when"))
    timestamps = [moment for moment in moments if moment is not None]
    return OrderObserver().watch(timestamps)


def _newest_first(page: Page) -> Page:
    timestamps = list(map(timestamp_of, page.column("when")))
    order = sorted(
        range(len(page)),
        key=lambda at: (timestamps[at] is not None, timestamps[at] or 0),
        reverse=True,
    )
    return page_subset(page, order)
