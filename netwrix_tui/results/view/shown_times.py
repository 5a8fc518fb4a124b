"""Times as the column When shows them, by the zone that is shown: in words, and within spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date

from netwrix_tui.clock import utc_at
from netwrix_tui.records.spans import Span
from netwrix_tui.records.zone import ShownZone

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_SECOND = 1_000_000
_QUARTER = 900
"""Seconds of a quarter of an hour: no zone changes its offset within one."""

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()


def time_words(zone: ShownZone) -> Callable[[int], str]:
    """Tells a moment, in microseconds since the epoch, in the words by which it may be typed.

    ``mon 30 nov 2026 2026-11-30 14:02:31``. What a day is called is worked out once.
    """
    offsets: dict[int, int] = {}
    days: dict[int, str] = {}

    def told(moment: int) -> str:
        seconds = moment // _SECOND
        quarter = seconds // _QUARTER
        offset = offsets.get(quarter)
        if offset is None:
            offset = offsets[quarter] = _offset(quarter * _QUARTER, zone)
        day, clock = divmod(seconds + offset, _DAY)
        words = days.get(day)
        if words is None:
            words = days[day] = _day_words(day)
        minutes, second = divmod(clock, 60)
        return f"{words} {minutes // 60:02}:{minutes % 60:02}:{second:02}"

    return told


def within(spans: Sequence[Span]) -> Callable[[int], bool]:
    """Whether a moment, in microseconds since the epoch, lies in one of the spans, in order."""
    starts = [start for start, _ in spans]
    ends = [end for _, end in spans]

    def holds(moment: int) -> bool:
        second = moment // _SECOND
        at = bisect_right(starts, second) - 1
        return at >= 0 and second <= ends[at]

    return holds


def _offset(seconds: int, zone: ShownZone) -> int:
    try:
        offset = utc_at(seconds).astimezone(zone.tzinfo).utcoffset()
    except (OverflowError, ValueError, OSError):
        return 0  # years 1 and 9999 leave the calendar in some zones
    return 0 if offset is None else int(offset.total_seconds())


def _day_words(number: int) -> str:
    day = date.fromordinal(_EPOCH + number)
    weekday, month = WEEKDAYS[day.weekday()], MONTHS[day.month - 1]
    return f"{weekday} {day.day} {month} {day.year:04} {day.isoformat()}"
