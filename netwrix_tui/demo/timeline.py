"""When the demo's records happened: the rhythm of a working week, running backwards from now.

The number of records an hour follows the hour of the week. Its integral is known in closed form,
so the time of any record, and the record at any time, is found without looking at the others.
"""

from __future__ import annotations

from dataclasses import dataclass

SPAN_DAYS = 180
"""How far the records reach back: what the Audit Database keeps by default."""

_HOUR = 3600
_WEEK = 168 * _HOUR
_FIRST_MONDAY = 4 * 86400
"""1970-01-05 00:00 UTC in seconds since the epoch: where weeks are counted from."""

_WORKDAY = (4, 4, 6, 4, 4, 6, 18, 46, 60, 58, 56, 50, 38, 52, 56, 52, 44, 28, 14, 9, 7, 6, 5, 4)
_WEEKEND = (4, 4, 6, 4, 4, 4, 4, 5, 6, 7, 7, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 4, 4, 4)
_WEIGHTS: tuple[int, ...] = _WORKDAY * 5 + _WEEKEND * 2
_WORKING = 20
"""An hour with at least this weight belongs to the working day."""

_HOUR_OF_UNIT: tuple[int, ...] = tuple(
    hour for hour, weight in enumerate(_WEIGHTS) for _ in range(weight)
)
_WEEK_UNITS = len(_HOUR_OF_UNIT)
_UNITS_BEFORE: tuple[int, ...] = tuple(sum(_WEIGHTS[:hour]) for hour in range(168))
_IS_WORKING = bytes(_WEIGHTS[hour] >= _WORKING for hour in _HOUR_OF_UNIT)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The times of ``count`` records. Index 0 is the newest; times never rise with the index.

    ``ahead`` is by how many seconds the company's clock is ahead of UTC, all year round.
    """

    count: int
    seed: int
    end_units: float
    units_apart: float
    ahead: int = 0

    @classmethod
    def ending(cls, now: int, count: int, seed: int, ahead: int = 0) -> Timeline:
        """Times from ``now`` (seconds since the epoch) back over SPAN_DAYS."""
        end = _units_at(now + ahead)
        span = end - _units_at(now + ahead - SPAN_DAYS * 86400)
        return cls(count, seed, end, span / max(count, 1), ahead)

    def moment_ms(self, index: int) -> int:
        """The time of a record in milliseconds since the epoch."""
        # The jitter stays smaller than the distance between two records: the order holds.
        jitter = ((index + self.seed) * 2654435761 >> 7 & 0xFFFF) / 82000 + 0.1
        clock = _seconds_at(self.end_units - (index + jitter) * self.units_apart)
        return int((clock - self.ahead) * 1000)

    def working(self, first: int, last: int) -> list[int]:
        """For each index from ``first`` up to ``last``: 1 in the working day, else 0."""
        end, apart, table, week = self.end_units, self.units_apart, _IS_WORKING, _WEEK_UNITS
        return [table[int((end - i * apart) % week)] for i in range(first, last)]


def _units_at(moment: float) -> float:
    weeks, rest = divmod(moment - _FIRST_MONDAY, _WEEK)
    hour, seconds = divmod(rest, _HOUR)
    index = int(hour)
    return weeks * _WEEK_UNITS + _UNITS_BEFORE[index] + _WEIGHTS[index] * seconds / _HOUR


def _seconds_at(units: float) -> float:
    weeks, rest = divmod(units, _WEEK_UNITS)
    hour = _HOUR_OF_UNIT[min(int(rest), _WEEK_UNITS - 1)]
    seconds = (rest - _UNITS_BEFORE[hour]) / _WEIGHTS[hour] * _HOUR
    return _FIRST_MONDAY + weeks * _WEEK + hour * _HOUR + seconds
