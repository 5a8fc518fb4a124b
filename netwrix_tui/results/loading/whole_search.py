"""A search as a whole, as its pages come: whether the newest come first, and where it stands."""

from __future__ import annotations

from collections import Counter

from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder, OrderObserver
from netwrix_tui.results.columnstore.timestamps import UNKNOWN
from netwrix_tui.results.loading.time_slice import Seam, key_of, moments_of
from netwrix_tui.wire.page import Page

_SECOND = 1_000_000


class WholeSearch:
    """What is known of the search from the pages that came by the server's own marks."""

    def __init__(self, page_size: int) -> None:
        self._size = page_size
        self._observer = OrderObserver()
        self._order = ArrivalOrder.UNKNOWN
        self._newest: int | None = None
        self._has_more = False
        self.heeds_time = True
        """Whether the server sends what is of the time that it is asked for, and nothing else."""
        self.last: int | None = None
        """The second of the last record."""
        self.seam: Seam = Counter()
        """The records of that second that came."""

    @property
    def is_out_of_order(self) -> bool:
        """True where the server does not send the newest first."""
        return self._order in (ArrivalOrder.MIXED, ArrivalOrder.OLDEST_FIRST)

    @property
    def can_be_cut(self) -> bool:
        """Whether slices of time can go on behind it, and there is much behind it at all."""
        is_in_order = self._order is ArrivalOrder.NEWEST_FIRST
        is_long = self._has_more and self._newest != self.last
        return is_long and is_in_order and self.heeds_time

    def watch(self, page: Page) -> list[int]:
        """Take note of a page; gives its moments in microseconds, none where some are not known."""
        # Behind a short page there is little or nothing.
        self._has_more = page.mark is not None and len(page) >= self._size
        moments = moments_of(page)
        if not moments or UNKNOWN in moments:
            self._has_more = False
            return []
        self._order = self._observer.watch(moments)
        last = moments[-1] // _SECOND
        if self._newest is None:
            self._newest = moments[0] // _SECOND
        if last != self.last:
            self.last, self.seam = last, Counter()
        self.seam.update(
            key_of(row, raw)
            for row, raw, moment in zip(page.rows, page.raws, moments, strict=True)
            if moment // _SECOND == last
        )
        return moments
