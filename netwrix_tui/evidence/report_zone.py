"""The zone of a report's times, and what it is called there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from netwrix_tui.clock import now
from netwrix_tui.records.zone import LOCAL, UTC_ZONE, ShownZone


def report_zone(zone: ShownZone) -> tuple[ShownZone, str]:
    """A zone that a screen or a command line knows, as a report tells it."""
    if zone is not LOCAL or _is_utc(LOCAL.tzinfo):
        return UTC_ZONE, "UTC"
    return LOCAL, "the local time of the machine that made this package"


def _is_utc(zone: tzinfo) -> bool:
    """Whether its clocks show UTC, in summer and in winter."""
    year = now().year
    moments = (datetime(year, month, 1, tzinfo=UTC) for month in range(1, 13))
    return all(moment.astimezone(zone).utcoffset() == timedelta() for moment in moments)
