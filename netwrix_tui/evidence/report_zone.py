"""The zone of a report's times, and what it is called there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from netwrix_tui.clock import now
from netwrix_tui.records.zone import LOCAL, UTC_ZONE, ShownZone


def report_zone(zone: ShownZone) -> tuple[ShownZone, str]:
    """A zone that a screen or a command line knows, as a report tells it."""
    if zone is LOCAL and not _is_utc(LOCAL.tzinfo):
        return LOCAL, "the local time of the machine that made this package"
    return (UTC_ZONE, "UTC") if zone in (LOCAL, UTC_ZONE) else (zone, zone.name)


def _is_utc(zone: tzinfo) -> bool:
    """Whether its clocks show UTC, in summer and in winter."""
    year = now().year
    moments = (datetime(year, month, 1, tzinfo=UTC) for month in range(1, 13))
    return all(moment.astimezone(zone).utcoffset() == timedelta() for moment in moments)
