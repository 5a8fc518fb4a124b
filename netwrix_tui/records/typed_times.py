"""Values of When and WorkingHours as people type them, on a command line or in a query."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import FilterValue
from netwrix_tui.records.relative import RelativeSpan, relative_span
from netwrix_tui.records.weekly_hours import WeeklyHours, has_fixed_offset, typed_weekly
from netwrix_tui.records.when import (
    HoursRange,
    Timeframe,
    TimeRange,
    parse_moment,
    parse_time_of_day,
)
from netwrix_tui.records.zone import ShownZone

TYPED_TIMEFRAMES: dict[Timeframe, str] = {
    Timeframe.TODAY: "today",
    Timeframe.YESTERDAY: "yesterday",
    Timeframe.LAST_SEVEN_DAYS: "LastSevenDays",
    Timeframe.LAST_THIRTY_DAYS: "LastThirtyDays",
}
"""How a timeframe is written where one types; its name on the wire is read too, in any case."""

_DATE = re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*")
_TIMEFRAMES = {frame.value.casefold(): frame for frame in Timeframe}
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:[Zz]|[+-]\d{2}:?\d{2})?"
_CLOCK_ALONE = re.compile(r"\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?P<zone>[Zz]|[+-]\d{2}:?\d{2})?\s*")
_DAY_OF_START = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?=[Tt\s]|$)")
_ENDS_IN_ZONE = re.compile(r":\d{2}\s*(?:[Zz]|[+-]\d{2}:?\d{2})\s*$")
_HOURS = re.compile(rf"\s*({_CLOCK})\s*(?:\.\.|-)\s*({_CLOCK})\s*")


def typed_value(name: str, text: str, zone: ShownZone) -> FilterValue:
    """The value of the named filter as somebody typed it. Raises UsageError for a wrong time."""
    if name == "When":
        return typed_when(text, zone.tzinfo)
    return typed_hours(text, zone) if name == "WorkingHours" else text


def typed_when(text: str, zone: tzinfo) -> Timeframe | TimeRange | RelativeSpan:
    """``today``, ``2h``, ``2026-11-05``, ``2026-11-01..``; read in ``zone`` unless it has its own.

    A date alone is the whole day, an end that is a time alone one of :func:`typed_end`. Raises
    UsageError.
    """
    timeframe = _TIMEFRAMES.get(text.strip().casefold())
    if timeframe is not None:
        return timeframe
    span = relative_span(text)
    if span is not None:
        return span
    start, dots, end = text.partition("..")
    if not dots:
        if not _DATE.fullmatch(text):
            raise UsageError(
                f"{text.strip()!r} is neither a day nor a span of time.",
                next_step=f"Type {', '.join(Timeframe)}, 2h, 7d, a day as 2026-11-05, or FROM..TO.",
            )
        end = start
    return TimeRange(
        parse_moment(start, zone) if start.strip() else None,
        typed_end(start, end, zone) if end.strip() else None,
    )


def typed_end(start: str, end: str, zone: tzinfo) -> datetime:
    """The end of a span whose start was typed as ``start``; a date alone is its last second.

    A time of day alone is that of the start's day, or of the day after where it would lie before
    the start: ``2026-11-30T22:00..02:00``. It has the start's offset. Raises UsageError.
    """
    clock, day = _CLOCK_ALONE.fullmatch(end), _DAY_OF_START.match(start)
    if clock is None or day is None:
        return parse_moment(end, zone, end_of_day=True)
    begins = parse_moment(start, zone)
    if clock["zone"] is None and _ENDS_IN_ZONE.search(start):
        zone = begins.tzinfo or zone
    ends = parse_moment(f"{day[1]} {end.strip()}", zone)
    if ends >= begins:
        return ends
    try:
        after = date.fromisoformat(day[1]) + timedelta(days=1)
    except OverflowError:
        return ends
    return parse_moment(f"{after} {end.strip()}", zone)


def typed_hours(text: str, zone: ShownZone) -> HoursRange | WeeklyHours:
    """``working``, ``Mon-Fri 08:00-18:00``, ``08:00-18:00`` or ``08:00Z..18:00Z``.

    Those with an offset of their own stay as they are; all others go along with the zone's clock.
    Raises UsageError.
    """
    match = _HOURS.fullmatch(text)
    if match is None:
        return typed_weekly(text, zone)
    has_offset = any(_ENDS_IN_ZONE.search(match[place]) for place in (1, 2))
    if has_offset or has_fixed_offset(zone):
        return HoursRange(*(parse_time_of_day(match[n], zone.tzinfo) for n in (1, 2)))
    return typed_weekly(text, zone)
