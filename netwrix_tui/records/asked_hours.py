"""Weekly hours as the API can ask for them: never less than is meant, the rest is filtered here.

A search for hours asks for those that hold by any of the zone's offsets, a search outside of them
leaves out only those that hold by all. Weekdays are not asked for: outside of Monday to Friday is
all of Sunday, too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from netwrix_tui.records.filters import Filter
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.spans import spans_of
from netwrix_tui.records.weekly_hours import DAY, WeeklyHours, offset_of
from netwrix_tui.records.when import HoursRange
from netwrix_tui.records.zone_offsets import ZoneOffsets

SOON = timedelta(days=2)
"""How far ahead of now records are looked for: a device in a wrong zone is ahead of it."""

FILTERED_HERE = (
    "The API's WorkingHours has one offset and no weekday: more is asked for, and the hours are "
    "filtered here."
)


def with_asked_hours(
    parameters: SearchParameters, now: datetime, ahead: timedelta = SOON
) -> SearchParameters:
    """The search with hours that the API knows; ``ahead`` is how long it is asked for."""
    if not any(isinstance(f.value, WeeklyHours) for f in parameters.filters):
        return parameters
    asked = (
        _asked(f, _offsets(parameters, f.value, now, ahead))
        if isinstance(f.value, WeeklyHours)
        else f
        for f in parameters.filters
    )
    return SearchParameters().with_(*(f for f in asked if f is not None))


def is_filtered_here(parameters: SearchParameters, now: datetime) -> bool:
    """True where more is asked for than is meant."""
    return any(
        isinstance(f.value, WeeklyHours)
        and (not f.value.is_daily or len(_offsets(parameters, f.value, now, SOON)) > 1)
        for f in parameters.filters
    )


def _offsets(
    parameters: SearchParameters, hours: WeeklyHours, now: datetime, ahead: timedelta
) -> frozenset[int]:
    spans = spans_of(parameters.named("When"), int(now.timestamp()))
    until = int((now + ahead).timestamp())
    return ZoneOffsets(hours.zone.tzinfo).within(spans, until)


def _asked(condition: Filter, offsets: frozenset[int]) -> Filter | None:
    """The filter to send; None where nothing would be left out by it."""
    hours = condition.value
    if not isinstance(hours, WeeklyHours):
        raise TypeError(f"{condition.name} does not hold {hours!r}")
    east, west = max(offsets), min(offsets)
    end = min(hours.end, DAY - 1)
    length = end - hours.start + (0 if hours.start <= end else DAY)
    if condition.operator.is_negative:
        if not hours.is_daily or length < east - west:
            return None
        east, west = west, east
    elif length + east - west >= DAY - 1:
        return None
    return replace(condition, value=HoursRange(_time(hours.start, east), _time(end, west)))


def _time(second: int, offset: int) -> time:
    hours, rest = divmod(second, 3600)
    return time(hours, rest // 60, rest % 60, tzinfo=offset_of(offset))
