"""Behaviour of a difficult server, to try clients with: oldest records first, no patience.

The vendor's documentation promises no order, and a broad search may take a server longer than what
stands before it waits.
"""

from __future__ import annotations

import argparse
from bisect import bisect_left
from dataclasses import dataclass

from netwrix_tui.demo.paging import Breath, Found, find
from netwrix_tui.demo.query_order import QueryOrder
from netwrix_tui.demo.search_matching import Search
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import spans_of

_DAY = 86_400
_KEPT = 180 * _DAY
"""Seconds that the Audit Database keeps: what lies before costs no time."""


@dataclass(frozen=True, slots=True)
class ServerBehaviour:
    """``patience`` is how many days one search may look at, None for any number.

    Beyond it the answer is 504, or with ``hangs`` none at all.
    """

    oldest_first: bool = False
    patience: float | None = None
    hangs: bool = False

    @classmethod
    def of(cls, options: argparse.Namespace) -> ServerBehaviour:
        """What the command line asks for."""
        days, _, how = (options.patience or "").partition(":")
        return cls(options.oldest_first, float(days) if days else None, how == "hang")

    def is_exhausted(self, parameters: SearchParameters, now: int) -> bool:
        """True for a search that looks at too many days."""
        if self.patience is None:
            return False
        spans = spans_of(parameters.named("When"), now)
        looked_at = sum(max(0, min(last, now) - max(first, now - _KEPT)) for first, last in spans)
        return looked_at > self.patience * _DAY

    async def find(
        self, order: QueryOrder, search: Search, start: int, count: int, breath: Breath
    ) -> Found:
        """The first ``count`` matches from ``start`` on, which is a place in this order."""
        if not self.oldest_first:
            return await find(order, search, start, count, breath)
        places: list[int] = []
        for chunk in order.chunks(search, 0):
            places += chunk
            await breath.take()
        # What came after the first page stands behind the end, as it does in the other order.
        settled = bisect_left(places, order.settled)
        page = (places[:settled][::-1] + places[settled:])[start : start + count]
        return Found(page, start + len(page))
