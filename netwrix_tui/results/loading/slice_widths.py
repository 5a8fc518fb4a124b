"""Widths of slices of time that are asked for side by side: how many pages they should hold. Pure.

Each slice costs about half a page more than its records, and what it brings before its turn waits
in memory: neither many nor few pages are right.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from netwrix_tui.records.spans import BEGINNING, Span

PAGES = 8
"""Pages that a slice should hold."""

_FIRST_PAGES = 3
"""Pages of the first one, and so many more of each that follows: slices that begin together should
not end together."""

_PAGES_ALONE = 40
"""Pages of a slice where one request at a time is under way: then none waits."""

_KNOWN = 32
"""Pages by which it is known how densely the records lie."""

_DISTANT = 800 * 86_400
"""Seconds before now beyond which a slice takes all that is left: no Audit Database keeps more."""

_SECOND = 1_000_000


class SliceWidths:
    """How wide slices should be. ``now`` and all times are in seconds since the epoch."""

    def __init__(self, spans: Sequence[Span], now: int, page_size: int) -> None:
        self._spans = list(spans)
        self._now = now
        self._size = page_size
        self._known: deque[tuple[int, int]] = deque(maxlen=_KNOWN)
        self._opened = 0
        self.is_thin = False
        """True where a slice held nothing: records may be at their end."""

    def learn(self, moments: Sequence[int]) -> None:
        """A page of the search as a whole has these moments, in microseconds, the newest first.

        Its older half counts: a single record of another year may stand at the top.
        """
        half = moments[len(moments) // 2 :]
        if len(half) > 1:
            self.note(len(half) - 1, (half[0] - half[-1]) // _SECOND)

    def note(self, records: int, seconds: int) -> None:
        """So many records lie in so many seconds."""
        self._known.append((records, max(seconds, 0)))

    @property
    def records_a_second(self) -> float:
        """How densely they lie, as far as it was seen."""
        records = sum(each[0] for each in self._known)
        return max(records, 1) / max(sum(each[1] for each in self._known), 1)

    def pages_in(self, first: int, last: int) -> float:
        """How many pages a span may hold."""
        seconds = min(last, self._now) - max(first, self._now - _DISTANT) + 1
        return max(seconds, 0) * self.records_a_second / self._size

    def seconds_of(self, pages: float) -> int:
        """How long a span is that holds so many pages."""
        return max(1, round(pages * self._size / self.records_a_second))

    def ending(self, last: int, *, is_alone: bool) -> Span | None:
        """The next slice, which ends then or, where there is no time to look at, before; None where
        no time is left.
        """
        for first_of_span, last_of_span in reversed(self._spans):
            if first_of_span > last:
                continue
            end = min(last, last_of_span)
            self._opened += 1
            pages = _PAGES_ALONE if is_alone else min(PAGES, _FIRST_PAGES * self._opened)
            width = self.seconds_of(pages)
            start = max(first_of_span, end - width + 1)
            if self.is_thin or end <= self._now - _DISTANT or width > _DISTANT:
                start = first_of_span
            return start, end
        return None

    def margin(self) -> int:
        """Seconds beyond a slice that should hold a few records."""
        return max(2, self.seconds_of(min(8 / self._size, 0.05)))

    def oldest(self, first: int) -> int:
        """The beginning of a span, or what comes to the same."""
        return max(first, self._now - _DISTANT) if first == BEGINNING else first
