"""Times in searches: timeframes, From..To, working hours; typed by people, sent as ISO 8601.

Source: "Filters" (When, WorkingHours) in the vendor's documentation of the Integration API.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.sanitize import plain_spaces


class Timeframe(StrEnum):
    """The spans of time that the server knows by name; the text is the name on the wire."""

    TODAY = "Today"
    YESTERDAY = "Yesterday"
    LAST_SEVEN_DAYS = "LastSevenDays"
    LAST_THIRTY_DAYS = "LastThirtyDays"


@dataclass(frozen=True, slots=True)
class TimeRange:
    """From..To, both inclusive, both with an offset; one of the two may be missing (None)."""

    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise UsageError("A time range needs a From or a To.", next_step="Type one of them.")
        for moment in (self.start, self.end):
            if moment is not None and moment.tzinfo is None:
                raise UsageError(f"{moment} has no time zone.", next_step="Add Z or an offset.")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise UsageError(
                "From is later than To, so nothing can match.", next_step="Swap the two."
            )


@dataclass(frozen=True, slots=True)
class HoursRange:
    """Working hours: two times of day, both with an offset, both inclusive.

    From later than To crosses midnight.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise UsageError("Working hours need a time zone.", next_step="Add Z or an offset.")


_DATE_TIME = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_TIME_OF_DAY = re.compile(
    r"(?P<time>\d{1,2}:\d{2}(?::\d{2})?)\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)


def parse_moment(text: str, zone: tzinfo, *, end_of_day: bool = False) -> datetime:
    """A date, or a date and a time, as a person types it, read in ``zone`` unless it has its own.

    The answer carries a fixed offset: the one that ``zone`` has at that moment. A date alone means
    its first second, or its last one with ``end_of_day``. Raises UsageError.
    """
    match = _DATE_TIME.fullmatch(plain_spaces(text).strip())
    if match is None:
        raise UsageError(
            f"{text.strip()!r} is not a time.",
            next_step="Type it as 2026-11-05 or 2026-11-05 14:30; seconds and +01:00 may follow.",
        )
    clock = match["time"]
    if clock is None:
        clock = "23:59:59" if end_of_day else "00:00:00"
    try:
        naive = iso_moment(f"{match['date']}T{_two_digit_hours(clock)}")
        offset = _offset(match["zone"])
        moment = naive.replace(tzinfo=offset or zone)
        return moment if offset else moment.replace(tzinfo=_fixed(moment.utcoffset()))
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{text.strip()!r} is not a time that exists.", next_step="Check day, month and hour."
        ) from error


def parse_time_of_day(text: str, zone: tzinfo, *, today: datetime | None = None) -> time:
    """A time of day as a person types it, read in ``zone`` unless it has its own.

    The zone's offset is the one of ``today`` (now, where it is not given). Raises UsageError.
    """
    match = _TIME_OF_DAY.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{text.strip()!r} is not a time of day.", next_step="Type it as 08:00.")
    try:
        clock = iso_time(_two_digit_hours(match["time"]))
        day = today or now()
        offset = _offset(match["zone"]) or _fixed(day.astimezone(zone).utcoffset())
        return clock.replace(tzinfo=offset)
    except ValueError as error:
        raise UsageError(
            f"{text.strip()!r} is not a time of day that exists.", next_step="Type it as 08:00."
        ) from error


def wire_moment(moment: datetime) -> str:
    """``YYYY-MM-DDTHH:MM:SSZ``, or with ``+HH:MM`` / ``-HH:MM``; fractions of a second are cut."""
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + _wire_offset(moment.utcoffset())


def wire_time_of_day(clock: time) -> str:
    """``HH:MM:SSZ``, or with ``+HH:MM`` / ``-HH:MM``."""
    bare = clock.replace(microsecond=0, tzinfo=None)
    return bare.isoformat() + _wire_offset(clock.utcoffset())


def instant(text: str) -> datetime | None:
    """The moment that a record's ``When`` names, or None where it cannot be read."""
    try:
        moment = iso_moment(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def iso_moment(text: str) -> datetime:
    """A moment written as ISO 8601 has it, by the hours 0 to 23. Raises ValueError.

    From Python 3.14 on, ``fromisoformat`` takes 24:00 for the day after; none before does.
    """
    if "T24" in text or " 24" in text:
        raise ValueError(f"{text!r} has an hour that no day has")
    return datetime.fromisoformat(text)


def iso_time(text: str) -> time:
    """A time of day, likewise. Raises ValueError."""
    if text.removeprefix("T").startswith("24"):
        raise ValueError(f"{text!r} has an hour that no day has")
    return time.fromisoformat(text)


def _two_digit_hours(clock: str) -> str:
    return clock if clock[1:2] != ":" else "0" + clock


def _offset(zone: str | None) -> timezone | None:
    if zone is None:
        return None
    if zone in ("Z", "z"):
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if minutes > 59:
        raise ValueError(f"no offset has {minutes} minutes")
    size = timedelta(hours=hours, minutes=minutes)
    return _fixed(-size if zone[0] == "-" else size)


def _fixed(offset: timedelta | None) -> timezone:
    if not offset:
        return UTC
    # The wire knows minutes only; historic offsets with seconds are rounded down.
    return timezone(timedelta(minutes=offset // timedelta(minutes=1)))


def _wire_offset(offset: timedelta | None) -> str:
    minutes = (offset or timedelta()) // timedelta(minutes=1)
    if minutes == 0:
        return "Z"
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
