"""Working hours: on which days of the week, from when until when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from netwrix_tui.errors import UsageError

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FORM = re.compile(
    r"(?:(?P<first>[a-z]{3})[a-z]*(?:\s*[-–]\s*(?P<last>[a-z]{3})[a-z]*)?\s+)?"
    r"(?P<start>\d{1,2}(?::\d\d)?)\s*[-–]\s*(?P<end>\d{1,2}(?::\d\d)?)"
)
_HOUR, _DAY = 60, 24 * 60
_QUARTER = 15


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From the minute of the day ``start`` until ``end``, on the days ``first`` to ``last``.

    Days count from Monday, which is 0. Hours that end before they begin go over midnight, days that
    end before they begin over Sunday.
    """

    first: int = 0
    last: int = 4
    start: int = 8 * _HOUR
    end: int = 18 * _HOUR

    @classmethod
    def parse(cls, text: str) -> WorkingHours:
        """``07:30-19:00``, ``Mon-Sat 7-19``, ``Sun-Thu 08:00-17:00``. Raises UsageError."""
        match = _FORM.fullmatch(text.strip().lower())
        if match is None:
            raise _refused()
        usual = cls()
        first, last = match["first"], match["last"] or match["first"]
        start, end = _minutes(match["start"]), _minutes(match["end"])
        if start in (end, _DAY):
            raise _refused()
        return cls(
            usual.first if first is None else _day(first),
            usual.last if last is None else _day(last),
            start,
            end,
        )

    @property
    def words(self) -> str:
        """``Mon–Fri 08:00–18:00``."""
        days = DAY_NAMES[self.first] + (
            f"–{DAY_NAMES[self.last]}" if self.last != self.first else ""
        )
        return f"{days} {_clock(self.start)}–{_clock(self.end)}"

    def hold(self, day: int, minute: int) -> bool:
        """Whether they hold on a day of the week at a minute of the day."""
        if self.start < self.end:
            return self._has(day) and self.start <= minute < self.end
        # Over midnight: what is before the end belongs to the day before.
        return (self._has(day) and minute >= self.start) or (
            self._has((day - 1) % 7) and minute < self.end
        )

    def _has(self, day: int) -> bool:
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last


def _day(name: str) -> int:
    day = name.capitalize()
    if day not in DAY_NAMES:
        raise _refused()
    return DAY_NAMES.index(day)


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    total = int(hours) * _HOUR + int(minutes or 0)
    # What is unusual is counted by quarters of an hour.
    if total > _DAY or int(minutes or 0) >= _HOUR or total % _QUARTER:
        raise _refused()
    return total


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"


def _refused() -> UsageError:
    return UsageError(
        "These are not working hours.",
        next_step="Write them by quarters of an hour, like 08:00-18:00 or Mon-Sat 07:30-19:00.",
    )
