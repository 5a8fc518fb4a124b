"""Working hours in a time zone; activity outside them is unusual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from netwrix_tui.records.epoch import EPOCH, moment_at
from netwrix_tui.records.working_hours import WorkingHours
from netwrix_tui.records.zone import UTC_ZONE, ShownZone

_MINUTE = 60_000_000
_DAY = 24 * 60 * _MINUTE


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """Hours that are worked, by the clock of a zone."""

    zone: ShownZone = UTC_ZONE
    hours: WorkingHours = WorkingHours()  # noqa: RUF009 - immutable

    @property
    def words(self) -> str:
        """``Mon–Fri 08:00–18:00``."""
        return self.hours.words

    def is_outside(self, microseconds: int) -> bool:
        """Whether a moment, in microseconds since the epoch (UTC), is outside of them."""
        offset = self._offset(microseconds)
        # Where the calendar ends, nobody knows what day of the week it is.
        return offset is not None and self.is_outside_there(microseconds + offset)

    def is_outside_there(self, there: int) -> bool:
        """The same of a moment that has the zone's offset added to it already."""
        day, rest = divmod(there, _DAY)
        return not self.hours.hold((day + EPOCH.weekday()) % 7, rest // _MINUTE)

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
