"""Offsets of a time zone: the one at a moment, and all those within spans of time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from netwrix_tui.clock import utc_at
from netwrix_tui.records.spans import BEGINNING, END, Span

_QUARTER = 900
"""Seconds: since 1970 no zone has changed its clock between two quarters of an hour of UTC."""

_EARLIEST = 631_152_000
"""The year 1990: nothing that is audited is older."""

_DAY = 86_400
_MOST_DAYS = 1_500
"""Days of a span that are looked at one by one; of a longer one, some of its days."""


class ZoneOffsets:
    """Offsets of one zone, in seconds east of UTC, each quarter of an hour looked up once."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._known: dict[int, int] = {}

    def at(self, moment: int) -> int:
        """The offset at a moment in seconds since the epoch; 0 where the calendar ends."""
        quarter = moment // _QUARTER
        offset = self._known.get(quarter)
        if offset is None:
            offset = self._known[quarter] = _offset(quarter * _QUARTER, self._zone)
        return offset

    def within(self, spans: Iterable[Span], until: int) -> frozenset[int]:
        """All offsets that the zone has in the spans.

        One that has no beginning begins in 1990; one without an end ends at ``until``.
        """
        found: set[int] = set()
        for first, last in spans:
            start = _EARLIEST if first == BEGINNING else first
            end = max(start, until) if last == END else last
            found |= {self.at(moment) for moment in _days(start, end)}
        return frozenset(found or {self.at(until)})


def _days(start: int, end: int) -> Iterable[int]:
    # A day more on either side: what a server takes for the end of a day is its own affair.
    step = max(_DAY, (end - start) // _MOST_DAYS)
    yield from range(start - _DAY, end + _DAY, step)
    yield end + _DAY


def _offset(moment: int, zone: tzinfo) -> int:
    try:
        offset = utc_at(moment).astimezone(zone).utcoffset()
    except (OverflowError, ValueError, OSError):
        return 0  # years 1 and 9999 leave the calendar in some zones
    return 0 if offset is None else int(offset.total_seconds())
