"""Weekly hours as they are typed, written again, said, asked for and kept."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from netwrix_tui.case.plan_text import plan_from, plan_text
from netwrix_tui.errors import UsageError
from netwrix_tui.records.asked_hours import is_filtered_here
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.query_terms import QueryError
from netwrix_tui.records.sentence import sentence
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.when import HoursRange
from netwrix_tui.records.working_hours import WorkingHours
from netwrix_tui.records.zone import LOCAL, UTC_ZONE, ShownZone, named_zone

BERLIN = named_zone("Europe/Berlin")
WORKED = ShownZone(
    BERLIN.name, BERLIN.tzinfo, WeeklyHours.own(WorkingHours.parse("Mon-Sat 07:00-19:30"), BERLIN)
)
IN_WINTER = datetime(2026, 11, 20, 12, tzinfo=UTC)
AFTER_THE_CHANGE = datetime(2026, 10, 27, 12, tzinfo=UTC)


def value(line: str, zone: ShownZone = BERLIN) -> object:
    return plan_of(line, zone).entries[0].filter.value


@pytest.mark.parametrize(
    "line",
    [
        "hours:08:00-18:00",
        '-hours:"Mon-Fri 08:00-18:00"',
        '-hours:"Sun-Thu 22:00-06:00 Asia/Kolkata"',
        "hours:working",
        '-hours:"Sat 10:00-24:00 local"',
        "hours:08:00:00Z..18:00:00+02:00",
        '-hours:"Mon-Fri 08:00:30-18:00"',
        '-hours:"Mon-Fri 08:00-18:00 UTC"',
        '-hours:"Mon-Fri 08:00-18:00 +0530"',
    ],
)
def test_what_is_typed_is_written_again_and_kept_in_a_case(line: str) -> None:
    plan = plan_of(line, WORKED)
    assert line_of(plan, WORKED) == line
    assert plan_of(line_of(plan, LOCAL.worked_as(WORKED)), LOCAL.worked_as(WORKED)) == plan
    assert plan_from(plan_text(plan)) == plan


def test_days_and_zones_are_read_as_people_write_them() -> None:
    expected = WeeklyHours(0, 4, 8 * 3600, 18 * 3600, BERLIN)
    for typed in (
        "Mon-Fri 8-18",
        "monday–friday 8:00..18:00",
        "MON-FRI 08:00 - 18:00 europe/berlin",
    ):
        assert value(f'hours:"{typed}"') == expected, typed
    assert value("hours:08:00-18:00") == WeeklyHours(0, 6, 8 * 3600, 18 * 3600, BERLIN)
    assert value('hours:"Mon-Sun 08:00-18:00"') == value("hours:08:00-18:00")
    assert isinstance(value("hours:08:00-18:00", UTC_ZONE), HoursRange)
    by_offset = value('hours:"Mon-Fri 08:00+05:30-18:00+05:30"')
    assert isinstance(by_offset, WeeklyHours)
    assert by_offset.zone.key == "+0530"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Foo-Fri 08:00-18:00", "not a span of hours"),
        ("Mon-Fri", "not a span of hours"),
        ("9-5", "not a span of hours"),
        ("Mon-Fri 24:00-06:00", "not a span of hours"),
        ("Mon-Fri 08:61-18:00", "does not exist"),
        ("Mon-Fri 08:00-18:00 Europe/Berlim", "Did you mean Europe/Berlin?"),
        ("Mon-Fri 08:00-18:00 ../../etc/passwd", "not a span of hours"),
        ("Mon-Fri 08:00Z-18:00", "go by one zone"),
        ("Mon-Fri 08:00Z-18:00Z Europe/Berlin", "go by one zone"),
    ],
)
def test_what_cannot_be_meant_is_refused(typed: str, says: str) -> None:
    with pytest.raises(QueryError) as refused:
        plan_of(f'hours:"{typed}"', BERLIN)
    assert says in refused.value.sentence()


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../zone", "Europe", "Nowhere/Land", "+25:00"])
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        named_zone(name)
    assert "no time zone" in refused.value.sentence()


@pytest.mark.parametrize(
    ("name", "key"),
    [("local", "local"), ("z", "UTC"), ("europe/berlin", "Europe/Berlin"), ("+05:30", "+0530"),
     ("UTC-3", "-0300"), ("+00:00", "UTC")],
)  # fmt: skip
def test_a_zone_is_found_by_its_name(name: str, key: str) -> None:
    assert named_zone(name).key == key
    assert named_zone(key).key == key


def test_the_hours_of_the_profile_stay_by_its_clock_in_whatever_zone_is_shown() -> None:
    own = value("hours:working", UTC_ZONE.worked_as(WORKED))
    assert own == WeeklyHours(0, 5, 7 * 3600, 19 * 3600 + 1800, BERLIN, is_own=True)
    said = sentence(plan_of("-hours:working", WORKED).parameters(), UTC_ZONE)
    assert "outside working hours (Mon–Sat 07:00 to 19:30 Europe/Berlin)" in said


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    night = WeeklyHours(4, 4, 22 * 3600, 6 * 3600, UTC_ZONE)

    def holds(*moment: int) -> bool:
        return night.holds_at(int(datetime(2026, 11, *moment, tzinfo=UTC).timestamp()))

    held = [(20, 23), (21, 6)]  # a Friday, and its Saturday morning
    assert all(holds(*moment) for moment in held)
    assert not any(holds(*moment) for moment in ((20, 5), (21, 22), (21, 6, 0, 1)))


def asked(line: str, now: datetime) -> list[tuple[str, str]]:
    (search,) = concrete_searches(plan_of(line, BERLIN).parameters(), now)
    hours = [f.value for f in search.named("WorkingHours")]
    return [(f.start.isoformat(), f.end.isoformat()) for f in hours if isinstance(f, HoursRange)]


def test_the_api_is_asked_for_what_it_can_say() -> None:
    exact = [("08:00:00+01:00", "18:00:00+01:00")]
    assert asked("hours:08:00-18:00 when:7d", IN_WINTER) == exact
    assert asked("-hours:08:00-18:00 when:7d", IN_WINTER) == exact
    # Across the change: all that may be meant, and what is meant by both offsets is left out.
    both = "when:2026-10-20..2026-10-27"
    assert asked(f"hours:08:00-18:00 {both}", IN_WINTER) == [("08:00:00+02:00", "18:00:00+01:00")]
    assert asked(f"-hours:08:00-18:00 {both}", IN_WINTER) == [("08:00:00+01:00", "18:00:00+02:00")]
    # Weekdays it does not know.
    assert asked('hours:"Mon-Fri 08:00-18:00" when:7d', IN_WINTER) == exact
    assert asked('-hours:"Mon-Fri 08:00-18:00" when:7d', IN_WINTER) == []
    assert asked("hours:00:00-23:30 when:2026-10-20..2026-10-27", IN_WINTER) == []


def test_it_is_told_where_hours_are_filtered_here() -> None:
    def told(line: str, now: datetime = IN_WINTER) -> bool:
        return is_filtered_here(plan_of(line, BERLIN).parameters(), now)

    assert not told("hours:08:00-18:00 when:7d")
    assert told("hours:08:00-18:00 when:7d", AFTER_THE_CHANGE)
    assert told("hours:08:00-18:00")  # from the beginning on
    assert told("-hours:working when:7d")
    assert not told("hours:08:00Z-18:00Z when:30d", AFTER_THE_CHANGE)


def test_the_filter_takes_them() -> None:
    hours = WeeklyHours(0, 4, 0, 86_400, ShownZone("x", ZoneInfo("Asia/Tokyo")))
    assert Filter("WorkingHours", Operator.EQUALS, hours).value is hours
    with pytest.raises(UsageError):
        Filter("When", Operator.EQUALS, hours)
