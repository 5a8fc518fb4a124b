"""``-f NAME[:OPERATOR]=VALUE`` in all its forms."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone

import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.headless.typed_filters import typed_filter, typed_parameters
from netwrix_tui.records.filters import SPECS, Filter, FilterValue, Operator
from netwrix_tui.records.relative import RelativeSpan, SpanUnit
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange
from netwrix_tui.records.zone import UTC_ZONE, ShownZone

_BERLIN = timezone(timedelta(hours=1))
_THERE = ShownZone("there", _BERLIN)


def _moment(day: int, *clock: int, zone: timezone = UTC) -> datetime:
    return datetime(2026, 11, day, *clock, tzinfo=zone)


@pytest.mark.parametrize(
    ("text", "name", "operator", "value"),
    [
        (r"Who=CORP\jane", "Who", Operator.CONTAINS, r"CORP\jane"),
        (r"Who:NotEqualTo=CORP\svc", "Who", Operator.NOT_EQUAL_TO, r"CORP\svc"),
        (r"who:notequalto=CORP\svc", "Who", Operator.NOT_EQUAL_TO, r"CORP\svc"),
        (r" Who : InGroup =CORP\Domain Admins", "Who", Operator.IN_GROUP, r"CORP\Domain Admins"),
        ("Action=Removed", "Action", Operator.EQUALS, "Removed"),
        ("Action=Frobnicated", "Action", Operator.EQUALS, "Frobnicated"),
        ("@ShoeSize:EndsWith=9", "ShoeSize", Operator.ENDS_WITH, "9"),
        ("@ShoeSize=9", "ShoeSize", Operator.CONTAINS, "9"),
        ("@Who:Equals=x", "Who", Operator.EQUALS, "x"),
        ("What=a=b:c", "What", Operator.CONTAINS, "a=b:c"),
        ("What:EndsWith= x ", "What", Operator.ENDS_WITH, " x "),
        ("When=LastSevenDays", "When", Operator.EQUALS, Timeframe.LAST_SEVEN_DAYS),
        ("when=yesterday", "When", Operator.EQUALS, Timeframe.YESTERDAY),
        ("When:NotEqualTo=Today", "When", Operator.NOT_EQUAL_TO, Timeframe.TODAY),
        ("When=2h", "When", Operator.EQUALS, RelativeSpan(2, SpanUnit.HOURS)),
        (
            "When=2026-11-01T00:00:00Z..2026-11-05T00:00:00Z", "When", Operator.EQUALS,
            TimeRange(_moment(1), _moment(5)),
        ),
        (
            "When=2026-11-05", "When", Operator.EQUALS,
            TimeRange(_moment(5, zone=_BERLIN), _moment(5, 23, 59, 59, zone=_BERLIN)),
        ),
        (
            "When=..2026-11-05", "When", Operator.EQUALS,
            TimeRange(None, _moment(5, 23, 59, 59, zone=_BERLIN)),
        ),
        (
            "When=2026-11-05 14:30..", "When", Operator.EQUALS,
            TimeRange(_moment(5, 14, 30, zone=_BERLIN), None),
        ),
        (
            "WorkingHours:NotEqualTo=08:00:00Z..18:00:00Z", "WorkingHours", Operator.NOT_EQUAL_TO,
            HoursRange(time(8, tzinfo=UTC), time(18, tzinfo=UTC)),
        ),
        (
            "WorkingHours=08:00+01:00-18:00+01:00", "WorkingHours", Operator.EQUALS,
            HoursRange(time(8, tzinfo=_BERLIN), time(18, tzinfo=_BERLIN)),
        ),
    ],
)  # fmt: skip
def test_a_filter_is_read(text: str, name: str, operator: Operator, value: FilterValue) -> None:
    assert typed_filter(text, _THERE) == Filter(name, operator, value)


@pytest.mark.parametrize("name", SPECS)
def test_every_filter_takes_each_of_its_operators_by_name(name: str) -> None:
    values = {"When": "Today", "WorkingHours": "08:00..18:00"}
    for operator in SPECS[name].operators:
        read = typed_filter(f"{name}:{operator.value}={values.get(name, 'x')}", UTC_ZONE)
        assert (read.name, read.operator) == (name, operator)


def test_several_of_one_filter_are_several_entries() -> None:
    read = typed_parameters(["Action=Removed", "Action=Added", "Action=Removed"], UTC_ZONE)
    assert [f.value for f in read.filters] == ["Removed", "Added"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Who", "no ="),
        ("Whoo=x", "Did you mean Who"),
        ("Shoe=x", "begins with @"),
        ("@who=x", "written Who"),
        ("@Shoe Size=x", "cannot be the name"),
        ("@Shoe:Near=x", "Near"),
        ("Monitoring Plan=x", "Did you mean MonitoringPlan"),
        ("Who:NotEqual=x", "Did you mean NotEqualTo"),
        ("Action:Contains=x", "Contains"),
        ("Who=", "Who"),
        ("When=soon", "soon"),
        ("When=2026-02-30", "exist"),
        ("When=2026-11-05..2026-11-01", "When"),
        ("WorkingHours=8 to 6", "hours"),
        ("Who=" + "x" * 256, "255"),
        ("What=a\x00b", "What"),
    ],
)
def test_what_cannot_be_used_is_named(text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        typed_filter(text, UTC_ZONE)
    assert says in caught.value.sentence()
    assert caught.value.sentence().startswith("-f ")
    assert caught.value.next_step
