"""Spans of time that somebody types into the quick filter: as a search has them, or as shown.

``today``, ``7d``, ``2026-11-05``, ``2026-11-05 14:30`` and ``30 Nov``, ``Mon 30 Nov``,
``30 Nov 2025``, ``05Nov25``, which the column When shows. All are read in the zone that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo

from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.spans import BEGINNING, END, Span, spans_of
from netwrix_tui.records.typed_times import typed_when
from netwrix_tui.records.when import Timeframe, parse_moment
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.view.shown_times import MONTHS, WEEKDAYS

_YEARS = range(1970, 2100)
"""Years that a day without one may be of."""

_FRAMES = {
    Timeframe.TODAY: (0, 0),
    Timeframe.YESTERDAY: (1, 1),
    Timeframe.LAST_SEVEN_DAYS: (6, 0),
    Timeframe.LAST_THIRTY_DAYS: (29, 0),
}
"""From and to so many days ago: the server's are days of UTC, here they are those shown."""

_WEEKDAY = "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY_PATTERN = (
    rf"(?:(?:{_WEEKDAY},?\s+)?\d{{1,2}}\.?\s+{_MONTH}\.?(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}{_MONTH}\d{{2}})"
)
"""A day as the column shows it, for a regular expression without regard to case."""

_SHOWN_DAY = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY}),?\s+)?(?P<day>\d{{1,2}})\.?\s*(?P<month>{_MONTH})\.?"
    r"(?:,?\s*(?P<year>\d{4}|\d{2}))?",
    re.IGNORECASE,
)


def typed_spans(text: str, zone: ShownZone) -> tuple[Span, ...] | None:
    """The spans that a text means, in order, in whole seconds; None where it means none."""
    match = _SHOWN_DAY.fullmatch(text.strip())
    if match is not None:
        return tuple(_days(match, zone.tzinfo))
    with suppress(UsageError, OverflowError, ValueError, OSError):
        value = typed_when(text, zone.tzinfo)
        if isinstance(value, Timeframe):
            return (_frame(value, zone.tzinfo),)
        condition = Filter("When", Operator.EQUALS, value)
        return tuple(spans_of([condition], int(now().timestamp())))
    with suppress(UsageError, OverflowError, ValueError, OSError):
        start = int(parse_moment(text, zone.tzinfo).timestamp())
        # Without seconds it is the minute.
        return ((start, start + (0 if text.count(":") - _offset_colons(text) > 1 else 59)),)
    return None


def _offset_colons(text: str) -> int:
    return len(re.findall(r"[+-]\d{2}:\d{2}\s*$", text))


def _days(match: re.Match[str], zone: tzinfo) -> Iterator[Span]:
    """The day in each year that it may be of: in none where there is no such day."""
    year, weekday = match["year"], (match["weekday"] or "")[:3].lower()
    month = MONTHS.index(match["month"][:3].lower()) + 1
    years = _YEARS if year is None else [int(year) + (2000 if len(year) == 2 else 0)]
    for number in years:
        with suppress(ValueError, OverflowError, OSError):
            day = date(number, month, int(match["day"]))
            if weekday in ("", WEEKDAYS[day.weekday()]):
                yield _whole(day, day, zone)


def _frame(frame: Timeframe, zone: tzinfo) -> Span:
    first, last = _FRAMES[frame]
    today = now(zone).date()
    start, end = _whole(today - timedelta(days=first), today - timedelta(days=last), zone)
    return max(start, BEGINNING), min(end, END)


def _whole(first: date, last: date, zone: tzinfo) -> Span:
    """From the first second of a day to the last one of another."""
    start = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    return int(start.timestamp()), int(end.timestamp()) - 1
