"""Whether a moment is within weekly hours: by the offset that their zone has at that moment."""

from __future__ import annotations

from collections.abc import Sequence

from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.zone_offsets import ZoneOffsets


class WeeklyTest:
    """Whether a moment (seconds since the epoch) is in weekly hours, or outside of them."""

    def __init__(self, hours: WeeklyHours, *, inside: bool) -> None:
        self._hours = hours
        self._inside = inside
        self._offsets = ZoneOffsets(hours.zone.tzinfo)

    def holds(self, moment: int) -> bool:
        """By the offset that the zone has at that moment."""
        return self._hours.holds_at(moment + self._offsets.at(moment)) is self._inside


def weekly_tests(parameters: SearchParameters) -> tuple[WeeklyTest, ...]:
    """The tests of a search's weekly hours, which all have to hold."""
    return tuple(
        WeeklyTest(f.value, inside=not f.operator.is_negative)
        for f in parameters.filters
        if isinstance(f.value, WeeklyHours)
    )


def hold_all(tests: Sequence[WeeklyTest], microseconds: int | None) -> bool:
    """Whether all of them hold at a moment, in microseconds since the epoch.

    A record whose moment cannot be read is not left out: the server thinks that it belongs here.
    """
    if microseconds is None:
        return True
    moment = microseconds // 1_000_000
    return all(test.holds(moment) for test in tests)
