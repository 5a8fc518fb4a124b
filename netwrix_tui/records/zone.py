"""The time zone in which times are shown and typed: the machine's own, or UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from netwrix_tui.clock import now


@dataclass(frozen=True, slots=True)
class ShownZone:
    """A zone and what it is called on the screen (``local time`` or ``UTC``)."""

    name: str
    tzinfo: tzinfo

    def offset_label(self, moment: datetime | None = None) -> str:
        """``UTC``, ``UTC+1`` or ``UTC+5:30``: the zone's offset at a moment, by default now."""
        asked = moment or now()
        try:
            offset = asked.astimezone(self.tzinfo).utcoffset() or timedelta()
        except (OverflowError, ValueError, OSError):
            # Years 1 and 9999 leave the calendar in some zones; the C library ends sooner.
            offset = asked.utcoffset() or timedelta()
        minutes = offset // timedelta(minutes=1)
        if minutes == 0:
            return "UTC"
        hours, rest = divmod(abs(minutes), 60)
        return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


class _MachineZone(tzinfo):
    """The machine's zone with its daylight saving, as the C library knows it."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return None if moment is None else _bare(moment).astimezone().utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        return None if moment is None else _bare(moment).astimezone().tzname()

    def fromutc(self, moment: datetime) -> datetime:
        local = moment.replace(tzinfo=UTC).astimezone()
        shown = local.replace(tzinfo=self)
        # The hour that comes twice in autumn: without this its second time would read as the first.
        return shown if shown.utcoffset() == local.utcoffset() else shown.replace(fold=1)


def _bare(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


LOCAL = ShownZone("local time", _MachineZone())
UTC_ZONE = ShownZone("UTC", UTC)
