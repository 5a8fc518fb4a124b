"""Moments as a store keeps them, microseconds since 1970 in UTC, and as a calendar has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_at(microseconds: int | None, zone: tzinfo) -> datetime | None:
    """The moment so many microseconds after 1970 in a zone, or None where there is no such."""
    if microseconds is None:
        return None
    try:
        return (EPOCH + timedelta(microseconds=microseconds)).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        # Years 1 and 9999 leave the calendar in some zones; the C library ends sooner.
        return None


def microseconds_of(moment: datetime) -> int:
    """Of a moment that knows its zone."""
    return (moment - EPOCH) // timedelta(microseconds=1)
