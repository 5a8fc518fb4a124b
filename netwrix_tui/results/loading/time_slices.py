"""Time slices of a search, the newest first, each wide enough for about a page of records.

Records are seldom spread evenly: an hour of a busy day holds a page, a quiet month nothing.
"""

from __future__ import annotations

from netwrix_tui.clock import utc_at
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import BEGINNING, END, Span, spans_of
from netwrix_tui.records.when import TimeRange

_FIRST = 3_600
"""Seconds of the first slice."""

_WIDEST = 400 * 86_400
"""Seconds beyond which a slice takes all that is left: more than an Audit Database keeps."""


class TimeSlices:
    """The slices of one search. ``now`` is in seconds since the epoch.

    A slice is a :data:`Span`; one that begins at BEGINNING or ends at END is open there.
    """

    def __init__(self, parameters: SearchParameters, now: int) -> None:
        self._others = tuple(f for f in parameters.filters if f.name != "When")
        self._spans = spans_of(parameters.named("When"), now)
        self._now = now
        self._width = _FIRST
        self._widest = _WIDEST * 4

    def first(self) -> Span | None:
        """The newest slice; None where no time is left to look at."""
        return self._ending(END)

    def before(self, span: Span, found: int, page_size: int) -> Span | None:
        """The next older slice, after one with ``found`` records; None if no time is left."""
        if found < page_size // 4:
            self._width = min(self._width * 4, self._widest)
        elif found < page_size:
            self._width = min(self._width * 2, self._widest)
        elif found > 4 * page_size:
            self._width = max(self._width // 2, 1)
        return None if span[0] == BEGINNING else self._ending(span[0] - 1)

    def halved(self, span: Span, *, for_good: bool) -> Span | None:
        """The newer half of a slice; None if it cannot be cut any more.

        With ``for_good``, no later slice is wider than this half.
        """
        first, last = max(span[0], self._now - 2 * _WIDEST), min(span[1], self._now)
        if last <= first:
            return None
        self._width = (last - first + 1) // 2
        if for_good:
            self._widest = self._width
        return (last - self._width + 1, span[1])

    def parameters(self, span: Span) -> SearchParameters:
        """The search within a slice."""
        first, last = span
        within = TimeRange(
            None if first == BEGINNING else utc_at(first),
            None if last == END else utc_at(last),
        ) if span != (BEGINNING, END) else None  # fmt: skip
        when = () if within is None else (Filter("When", Operator.EQUALS, within),)
        return SearchParameters((*self._others, *when))

    def _ending(self, last: int) -> Span | None:
        """The newest slice that ends at ``last``, or earlier if the search leaves that time out."""
        for first_of_span, last_of_span in reversed(self._spans):
            if first_of_span > last:
                continue
            end = min(last, last_of_span)
            if self._width > _WIDEST or end <= self._now - 2 * _WIDEST:
                return first_of_span, end
            # What is recorded from now on belongs to the newest slice.
            start = min(end, self._now) - self._width + 1
            return max(first_of_span, start), end
        return None
