"""The order in which one query gets the records, fixed by its first page.

First what had arrived by then, newest first; then the data set; and behind its end whatever has
arrived since, in order of arrival. So a mark stays good while records come, and the mark of an end
yields newer records when it is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator

from netwrix_tui.demo.arrivals import Arrivals
from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.demo.search_matching import Search
from netwrix_tui.records.record import ActivityRecord


class QueryOrder:
    """All records by their place in a query whose first page was asked at ``known`` arrivals."""

    def __init__(self, dataset: Dataset, arrivals: Arrivals, known: int) -> None:
        self._dataset = dataset
        self._arrivals = arrivals
        self._known = min(known, len(arrivals))
        self._front = arrivals.newest_first(self._known)

    def __len__(self) -> int:
        return len(self._dataset) + len(self._arrivals)

    @property
    def settled(self) -> int:
        """The place behind all that was there when the first page was asked for."""
        return self._known + len(self._dataset)

    def record(self, place: int) -> ActivityRecord:
        """The record at a place, whole."""
        if place < self._known:
            return self._arrivals[self._front[place]]
        if place < self._known + len(self._dataset):
            return self._dataset.record(place - self._known)
        return self._arrivals[place - len(self._dataset)]

    def chunks(self, search: Search, start: int) -> Iterator[list[int]]:
        """The places of what matches from ``start`` on, in order; some chunks may be empty."""
        known, size = self._known, len(self._dataset)
        yield from self._arrived(search, start, known)
        if start < known + size:
            for chunk in search.chunks(max(start - known, 0)):
                yield [known + index for index in chunk]
        yield from self._arrived(search, max(start, known + size), len(self))

    def _arrived(self, search: Search, first: int, last: int) -> Iterator[list[int]]:
        for place in range(first, last):
            yield [place] if search.finds(self.record(place)) else []
