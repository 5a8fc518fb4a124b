"""The time zone in which times are shown and typed: the machine's own, UTC, or a named one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

from netwrix_tui.clock import now
from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError

if TYPE_CHECKING:
    from netwrix_tui.records.weekly_hours import WeeklyHours

_OFFSET = re.compile(r"(?:UTC)?([+-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ShownZone:
    """A zone and what it is called on the screen (``local time``, ``UTC``, ``Europe/Berlin``).

    ``working`` are the hours that are worked, which go by the profile's zone whatever zone is
    shown; None where no profile says any.
    """

    name: str
    tzinfo: tzinfo
    working: WeeklyHours | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        """What :func:`named_zone` reads as this zone."""
        if isinstance(self.tzinfo, timezone) and self.tzinfo is not UTC:
            return f"{datetime(2000, 1, 1, tzinfo=self.tzinfo):%z}"
        return "local" if self.name == LOCAL.name else self.name

    def worked_as(self, other: ShownZone) -> ShownZone:
        """This zone, with the working hours that another carries."""
        return replace(self, working=other.working)

    def words(self, offset: str | None = None) -> str:
        """``local (UTC+1)``, ``Europe/Berlin (UTC+1)``, ``UTC``; ``offset`` is that of now."""
        said = offset or self.offset_label()
        name = "local" if self.name == LOCAL.name else self.name
        return name if name == said else f"{name} ({said})"

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
        return None if moment is None else _as_local(_bare(moment)).utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        return None if moment is None else _as_local(_bare(moment)).tzname()

    def fromutc(self, moment: datetime) -> datetime:
        local = _as_local(moment.replace(tzinfo=UTC))
        shown = local.replace(tzinfo=self)
        # The hour that comes twice in autumn: without this its second time would read as the first.
        return shown if shown.utcoffset() == local.utcoffset() else shown.replace(fold=1)


def _as_local(moment: datetime) -> datetime:
    """The moment in the machine's zone.

    The C library of Windows knows none before 1970 and behind 3000: the offset of the nearest
    winter that it knows stands in.
    """
    try:
        return moment.astimezone()
    except OSError:
        nearest = datetime(1970 if moment.year < 2000 else 2999, 2, 1, tzinfo=UTC)
        fixed = nearest.astimezone().tzinfo
        known = moment if moment.tzinfo is not None else moment.replace(tzinfo=fixed)
        return known.astimezone(fixed)


def _bare(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


LOCAL = ShownZone("local time", _MachineZone())
UTC_ZONE = ShownZone("UTC", UTC)


def named_zone(text: str) -> ShownZone:
    """``local``, ``UTC``, ``Europe/Berlin``, ``+05:30``: the zone of a name. Raises UsageError."""
    name = text.strip()
    if name.casefold() in ("local", "local time"):
        return LOCAL
    if name.upper() in ("UTC", "Z"):
        return UTC_ZONE
    match = _OFFSET.fullmatch(name)
    if match is not None:
        size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if size < timedelta(days=1) and int(match[3] or 0) < 60:
            fixed = ShownZone("", timezone(-size if match[1] == "-" else size))
            return replace(fixed, name=fixed.offset_label()) if size else UTC_ZONE
    from zoneinfo import ZoneInfo, available_timezones  # few name one: not before a frame

    try:
        return ShownZone(name, ZoneInfo(name))
    except (ValueError, OSError, LookupError):
        names = {each.casefold(): each for each in available_timezones()}
    known = names.get(name.casefold())
    if known is not None:
        return ShownZone(known, ZoneInfo(known))
    raise UsageError(
        f"There is no time zone {name[:60]!r} here.",
        next_step=f"{did_you_mean(name, names.values())}Name one as Europe/Berlin, or UTC.",
    )
