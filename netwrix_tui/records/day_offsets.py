"""Offsets of a zone on one day: two where its clock changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.zone import ShownZone

_DAY = timedelta(days=1)
_QUARTERS = {0: "", 15: "¼", 30: "½", 45: "¾"}


def has_two_offsets(moment: datetime) -> bool:
    """Whether the clock of the moment's zone changes on its day."""
    return moment.tzinfo is not None and _changes(moment.tzinfo, moment.date())


def short_offset(moment: datetime) -> str:
    """``+1``, ``-3½``, ``+13¾``: a moment's offset in at most four cells."""
    minutes = (moment.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}{_QUARTERS.get(rest, '')}"


def common_offset(zone: ShownZone, moments: Iterable[int | None]) -> str:
    """The offset of all these moments (microseconds since the epoch), as ``UTC+1``.

    Where they have several it is the zone's name, which is true of all: ``local``, ``Berlin``.
    """
    known = (moment_at(moment, zone.tzinfo) for moment in moments if moment is not None)
    found = {moment.utcoffset(): moment for moment in known if moment is not None}
    if len(found) > 1:
        return zone.key.rpartition("/")[2].replace("_", " ")
    return zone.offset_label(next(iter(found.values()), None))


@lru_cache(maxsize=4_096)
def _changes(zone: tzinfo, day: date) -> bool:
    try:
        first, last = (datetime.combine(d, time(), zone).utcoffset() for d in (day, day + _DAY))
    except (OverflowError, ValueError, OSError):
        return False  # the calendar ends here
    return first != last
