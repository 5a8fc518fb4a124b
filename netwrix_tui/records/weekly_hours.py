"""Hours of the week by the clock of a zone: what a search means by hours, whatever the API can say.

The API's WorkingHours is two times of day with an offset each, and no weekday. These hold on days
of the week, and go along with the zone's clock where it changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta, timezone

from netwrix_tui.errors import UsageError
from netwrix_tui.records.working_hours import DAY_NAMES, WorkingHours
from netwrix_tui.records.zone import ShownZone, named_zone

OWN = "working"
"""How the profile's own hours are typed: ``hours:working``."""

DAY = 86_400
_MINUTE = 60
_THURSDAY = 3
"""The day of the week, from Monday, on which the epoch began."""

_CLOCK = r"(\d{1,2}(?::\d{2}){0,2})\s*(Z|[+-]\d{2}:?\d{2})?"
_FORM = re.compile(
    r"\s*(?:(?P<first>[a-z]{3})[a-z]*(?:\s*[-–]\s*(?P<last>[a-z]{3})[a-z]*)?\s+)?"
    rf"{_CLOCK}\s*(?:\.\.|[-–])\s*{_CLOCK}(?:\s+(?P<zone>[a-z+][\w/+:-]*))?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """From the second of the day ``start`` to ``end``, both inclusive, on the days first to last.

    Days count from Monday, which is 0. Hours that end before they begin go over midnight and
    belong to the day on which they begin. ``end`` may be the end of the day, 86,400. ``is_own``
    says that they are the profile's.
    """

    first: int
    last: int
    start: int
    end: int
    zone: ShownZone
    is_own: bool = field(default=False)

    @classmethod
    def own(cls, hours: WorkingHours, zone: ShownZone) -> WeeklyHours:
        """The hours of a profile."""
        start, end = hours.start * _MINUTE, hours.end * _MINUTE
        return cls(hours.first, hours.last, start, end, replace(zone, working=None), is_own=True)

    @property
    def is_daily(self) -> bool:
        """True where they hold on every day of the week."""
        return (self.last + 1 - self.first) % 7 == 0

    @property
    def days(self) -> str:
        """``Mon-Fri``; empty where they hold on every day."""
        if self.is_daily:
            return ""
        first, last = DAY_NAMES[self.first], DAY_NAMES[self.last]
        return first if first == last else f"{first}-{last}"

    @property
    def clocks(self) -> tuple[str, str]:
        """``08:00`` and ``18:00``; seconds only where there are any."""
        return _clock(self.start), _clock(self.end)

    def typed(self, zone: ShownZone) -> str:
        """How they are typed where times are read in a zone: with their own only if another."""
        if self.is_own:
            return OWN
        at = "" if self.zone.key == zone.key else self.zone.key
        return " ".join(filter(None, (self.days, "-".join(self.clocks), at)))

    def holds_at(self, there: int) -> bool:
        """Whether they hold at a moment by the zone's clock, in seconds since its 1970."""
        number, second = divmod(there, DAY)
        day = (number + _THURSDAY) % 7
        if self.start <= self.end:
            return self._has(day) and self.start <= second <= self.end
        # Over midnight: what is before the end belongs to the day before.
        return (self._has(day) and second >= self.start) or (
            self._has((day - 1) % 7) and second <= self.end
        )

    def _has(self, day: int) -> bool:
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last


def own_hours(zone: ShownZone) -> WeeklyHours:
    """The profile's hours that a zone carries, else the usual ones by its clock."""
    own = zone.working
    return own if isinstance(own, WeeklyHours) else WeeklyHours.own(WorkingHours(), zone)


def typed_weekly(text: str, zone: ShownZone) -> WeeklyHours:
    """``working``, ``08:00-18:00``, ``Mon-Fri 8-18``, ``Sun-Thu 22:00-06:00 Europe/Berlin``.

    Days that are not named are all of them. Raises UsageError.
    """
    if text.strip().casefold() == OWN:
        return own_hours(zone)
    match = _FORM.fullmatch(text)
    if match is None:
        raise _refused(text)
    first, last, start, start_offset, end, end_offset, place = match.groups()
    days = (0, 6) if first is None else (_day(first, text), _day(last or first, text))
    if first is None and not (":" in start and ":" in end):
        raise _refused(text)
    at = zone if place is None else named_zone(place)
    offsets = [named_zone(offset) for offset in (start_offset, end_offset) if offset]
    if offsets:
        if end_offset is None or offsets[0] != offsets[-1] or place is not None:
            raise UsageError(
                "Hours on days of the week go by one zone.",
                next_step="Name it behind them, as Mon-Fri 08:00-18:00 Europe/Berlin.",
            )
        at = offsets[-1]
    begins, ends = _seconds(start, text), _seconds(end, text)
    if begins == DAY:
        raise _refused(text)
    return WeeklyHours(*days, begins, ends, replace(at, working=None))


def has_fixed_offset(zone: ShownZone) -> bool:
    """True where a zone's clock never changes, so that the API can say its hours exactly."""
    return isinstance(zone.tzinfo, timezone)


def offset_of(seconds: int) -> timezone:
    """The fixed offset of so many seconds; the wire knows minutes only."""
    return timezone(timedelta(minutes=seconds // _MINUTE))


def _day(name: str, text: str) -> int:
    day = name.capitalize()
    if day not in DAY_NAMES:
        raise _refused(text)
    return DAY_NAMES.index(day)


def _seconds(clock: str, text: str) -> int:
    hours, minutes, seconds = (int(part) for part in (f"{clock}:0:0").split(":")[:3])
    total = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or total > DAY:
        raise UsageError(
            f"{text.strip()!r} has a time of day that does not exist.", next_step="Check the hours."
        )
    return total


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, exact = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{exact:02}" if exact else "")


def _refused(text: str) -> UsageError:
    return UsageError(
        f"{text.strip()!r} is not a span of hours.",
        next_step="Type it as 08:00..18:00, Mon-Fri 08:00-18:00, or working.",
    )
