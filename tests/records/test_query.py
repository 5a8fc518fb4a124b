"""The query line: what it means, that nothing is lost on the way, and where a mistake is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given

from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.query_terms import QueryError
from netwrix_tui.records.relative import RelativeSpan, SpanUnit
from netwrix_tui.records.when import Timeframe, TimeRange, wire_moment
from netwrix_tui.records.zone import LOCAL, UTC_ZONE, ShownZone
from tests.strategies import plans

ELSEWHERE = ShownZone("there", timezone(timedelta(hours=5, minutes=30)))


@given(plan=plans)
@pytest.mark.parametrize("zone", [UTC_ZONE, LOCAL, ELSEWHERE], ids=lambda zone: zone.name)
def test_a_plan_written_and_read_is_the_same_plan(zone: ShownZone, plan: SearchPlan) -> None:
    line = line_of(plan, zone)
    assert "\n" not in line
    assert plan_of(line, zone) == plan


@pytest.mark.parametrize(
    ("line", "name", "operator", "value"),
    [
        ("who:jane", "Who", Operator.CONTAINS, "jane"),
        ("WHO:jane", "Who", Operator.CONTAINS, "jane"),
        ("-who:svc", "Who", Operator.DOES_NOT_CONTAIN, "svc"),
        (r"who=CORP\jane", "Who", Operator.EQUALS, r"CORP\jane"),
        (r'-who@="CORP\Domain Admins"', "Who", Operator.NOT_IN_GROUP, r"CORP\Domain Admins"),
        ("action:Removed", "Action", Operator.EQUALS, "Removed"),
        (r'what^="\\fs01\finance"', "What", Operator.STARTS_WITH, r"\\fs01\finance"),
        ("what$=.xlsx", "What", Operator.ENDS_WITH, ".xlsx"),
        ('what:"say ""hi"""', "What", Operator.CONTAINS, 'say "hi"'),
        ("what:o'neill", "What", Operator.CONTAINS, "o'neill"),
        ("what:'a\\nb\\'c'", "What", Operator.CONTAINS, "a\nb'c"),
        ("source:Exchange", "DataSource", Operator.CONTAINS, "Exchange"),
        ("datasource=Exchange", "DataSource", Operator.EQUALS, "Exchange"),
        ("when:2h", "When", Operator.EQUALS, RelativeSpan(2, SpanUnit.HOURS)),
        ("when:yesterday", "When", Operator.EQUALS, Timeframe.YESTERDAY),
        ("jane", "Anywhere", Operator.CONTAINS, "jane"),
        ('-"two words"', "Anywhere", Operator.DOES_NOT_CONTAIN, "two words"),
        ("@Shoe:Equals:a b", "Shoe", Operator.EQUALS, "a"),
    ],
)
def test_what_a_term_means(line: str, name: str, operator: Operator, value: object) -> None:
    plan = plan_of(line, UTC_ZONE)
    first = plan.entries[0]
    assert first.enabled
    assert (first.filter.name, first.filter.operator, first.filter.value) == (name, operator, value)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2026-11-30T02:00..04:00", "2026-11-30T02:00:00Z", "2026-11-30T04:00:00Z"),
        ("2026-11-30..4:05:06", "2026-11-30T00:00:00Z", "2026-11-30T04:05:06Z"),
        ("2026-11-30T22:00..02:00", "2026-11-30T22:00:00Z", "2026-12-01T02:00:00Z"),
        ("2026-11-30T02:00+01:00..04:00", "2026-11-30T02:00:00+01:00", "2026-11-30T04:00:00+01:00"),
        ("2026-11-30T02:00..04:00+01:00", "2026-11-30T02:00:00Z", "2026-11-30T04:00:00+01:00"),
        ('"2026-11-30 02:00 .. 04:00"', "2026-11-30T02:00:00Z", "2026-11-30T04:00:00Z"),
    ],
)
def test_an_end_may_be_a_time_alone(typed: str, start: str, end: str) -> None:
    plan = plan_of(f"when:{typed}", UTC_ZONE)
    value = plan.entries[0].filter.value
    assert isinstance(value, TimeRange)
    assert value.start is not None
    assert value.end is not None
    assert (wire_moment(value.start), wire_moment(value.end)) == (start, end)
    assert plan_of(line_of(plan, UTC_ZONE), UTC_ZONE) == plan


@pytest.mark.parametrize("typed", ["..04:00", "04:00..", "04:00", "2026-11-30T02:00..25:00"])
def test_a_time_alone_is_no_beginning(typed: str) -> None:
    with pytest.raises(QueryError):
        plan_of(f"when:{typed}", UTC_ZONE)


def test_times_are_read_in_the_zone() -> None:
    condition = plan_of("when:2026-11-01..2026-11-05", ELSEWHERE).entries[0].filter
    assert condition.value == TimeRange(
        datetime(2026, 10, 31, 18, 30, tzinfo=UTC), datetime(2026, 11, 5, 18, 29, 59, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    "line",
    [
        "who:jane -who:svc action:Removed when:7d -hours:08:00-18:00",
        r"what^=\\fs01\finance when:2026-11-01..2026-11-05",
        "when:2026-11-05 jane",
        "when:2026-11-05T14:30..",
        "#who:jane when:today",
        'what:"two words" "who:jane"',
    ],
)
def test_what_people_type_stays_as_they_typed_it(line: str) -> None:
    assert line_of(plan_of(line, UTC_ZONE), UTC_ZONE) == line


def test_an_empty_line_is_a_search_for_all() -> None:
    assert plan_of("  ", UTC_ZONE) == SearchPlan()


@pytest.mark.parametrize(
    ("line", "at", "end", "says"),
    [
        ("who:", 0, 4, "no value"),
        ("jane whoo:jane", 5, 10, "Did you mean who?"),
        ('who:"jane', 4, 9, "not closed"),
        ('who:"jane"x', 10, 11, "blank between"),
        ("when:soon", 5, 9, "neither a day"),
        ("when:2026-13-01", 5, 15, "not a time that exists"),
        ("when:2026-11-05..2026-11-01", 5, 27, "later than To"),
        ("hours:9-5", 6, 9, "not a span of hours"),
        ("-what^=x", 0, 7, "takes : -: = -= ^= $="),
        ("action^=x", 0, 8, "action takes : -:"),
        ("-what@=x", 0, 7, "what takes"),
        ("rid:" + "x" * 50, 4, 54, "at most 49"),
        ("@Shoe:x", 0, 7, "@Name:Operator:value"),
        ("when:0h", 5, 7, "not a span to search"),
        ("when:9999999w", 5, 13, "not a span to search"),
    ],
)
def test_a_mistake_knows_its_place(line: str, at: int, end: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        plan_of(line, UTC_ZONE)
    assert (caught.value.at, caught.value.end) == (at, end)
    assert says in caught.value.sentence()


def test_the_filter_is_the_same_as_by_hand() -> None:
    by_hand = SearchPlan.of(Filter("Who", Operator.CONTAINS, "jane"))
    assert plan_of("who:jane", UTC_ZONE) == by_hand
