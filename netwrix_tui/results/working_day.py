"""Working hours, as what is unusual is told from: days of the week and hours, in a time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from netwrix_tui.records.epoch import EPOCH, moment_at
from netwrix_tui.records.zone import UTC_ZONE, ShownZone

_HOUR = 3_600_000_000
_DAY = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """Monday to Friday, from the hour ``start`` until the hour ``end``, in a zone."""

    zone: ShownZone = UTC_ZONE
    start: int = 8
    end: int = 18

    @property
    def words(self) -> str:
        """``Mon–Fri 08:00–18:00``."""
        return f"Mon–Fri {self.start:02}:00–{self.end:02}:00"

    def is_outside(self, microseconds: int) -> bool:
        """Whether a moment, in microseconds since the epoch (UTC), is outside of them."""
        offset = self._offset(microseconds)
        # Where the calendar ends, nobody knows what day of the week it is.
        return offset is not None and self.is_outside_there(microseconds + offset)

    def is_outside_there(self, there: int) -> bool:
        """The same of a moment that has the zone's offset added to it already."""
        day, rest = divmod(there, _DAY)
        return (day + EPOCH.weekday()) % 7 > 4 or not self.start <= rest // _HOUR < self.end

    def offset_within(self, start: int, end: int) -> int | None:
        """The zone's offset between two moments, all in microseconds; None where it changes."""
        offset = self._offset(start)
        return offset if offset == self._offset(end) else None

    def _offset(self, microseconds: int) -> int | None:
        moment = moment_at(microseconds, self.zone.tzinfo)
        if moment is None:
            return None
        return (moment.utcoffset() or timedelta()) // timedelta(microseconds=1)


ANY_DAY = WorkingDay()
"""That of UTC."""
