"""The time of a profile: the zone in which it reads and shows times, and the hours worked there."""

from __future__ import annotations

from netwrix_tui.config.profile import Profile
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.working_hours import WorkingHours
from netwrix_tui.records.zone import LOCAL, ShownZone, named_zone


def own_zone(profile: Profile | None) -> ShownZone:
    """The profile's zone, else the machine's, with its working hours. Raises UsageError."""
    zone = named_zone(profile.zone) if profile is not None and profile.zone else LOCAL
    return with_hours(zone, profile)


def with_hours(zone: ShownZone, profile: Profile | None) -> ShownZone:
    """A zone with the profile's hours by the zone's clock, else with the usual ones."""
    said = profile.working_hours if profile is not None else None
    hours = WorkingHours.parse(said) if said else WorkingHours()
    return ShownZone(zone.name, zone.tzinfo, WeeklyHours.own(hours, zone))
