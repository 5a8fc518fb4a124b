"""Usual hours of an account: the hours of the day that hold most of its records, on which days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.zone import ShownZone

LEAST = 10
"""Records below which nothing is called usual."""

_MOST = 0.9
"""The share of the records that the usual hours hold at least."""

_FEW_DAYS = 3
"""Different days with records below which nothing is called usual."""


@dataclass(frozen=True, slots=True)
class UsualHours:
    """From the hour ``start`` until the hour ``end``, which may lie beyond midnight.

    ``inside`` of the ``total`` records are within them. With ``only_weekdays``, hardly any record
    is on a Saturday or Sunday, and the hours are those of the other days.
    """

    start: int
    end: int
    inside: int
    total: int
    only_weekdays: bool

    @property
    def words(self) -> str:
        """``08 to 18 on weekdays``."""
        days = " on weekdays" if self.only_weekdays else ", weekends too"
        hours = "at any hour" if self.end - self.start >= 22 else (
            f"{self.start:02} to {self.end % 24:02}" if self.end != 24 else f"{self.start:02} to 24"
        )  # fmt: skip
        return f"{hours}{days}"

    def hold(self, moment: datetime) -> bool:
        """Whether a moment of the zone lies within them."""
        if self.only_weekdays and moment.weekday() > 4:
            return False
        return (moment.hour - self.start) % 24 < self.end - self.start


def usual_hours(moments: Iterable[int], zone: ShownZone) -> UsualHours | None:
    """Of moments in microseconds since the epoch; None where they are too few to call any usual."""
    shown = [there for at in moments if (there := moment_at(at, zone.tzinfo)) is not None]
    if len(shown) < LEAST or len({there.date() for there in shown}) < _FEW_DAYS:
        return None
    weekends = sum(there.weekday() > 4 for there in shown)
    only_weekdays = weekends <= len(shown) * (1 - _MOST)
    days = [there for there in shown if there.weekday() < 5] if only_weekdays else shown
    hours = Counter(there.hour for there in days)
    wanted = _MOST * len(days)
    for width in range(1, 25):
        # The shortest stretch that holds most; of several, the one that holds more.
        inside, start = max(
            (sum(hours[(first + hour) % 24] for hour in range(width)), -first)
            for first in range(24)
        )
        if inside >= wanted:
            return UsualHours(
                -start, -start + width, inside, len(shown), only_weekdays=only_weekdays
            )
    return None
