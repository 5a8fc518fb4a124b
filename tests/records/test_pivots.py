"""Pivots: what they find, checked by another reading of the same search than the demo's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.errors import UsageError
from netwrix_tui.records import pivots
from netwrix_tui.records.filters import SPECS, Filter, Operator
from netwrix_tui.records.pivot_list import pivots_of
from netwrix_tui.records.plan import PlanEntry, SearchPlan
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.record import ActivityRecord, Row
from netwrix_tui.records.row_fields import FILTER_OF, TEXT_FIELDS
from netwrix_tui.records.when import Timeframe, TimeRange, instant
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from tests.demo.oracle import Oracle, Record
from tests.strategies import plans, records

NOW = datetime(2026, 11, 5, 15, tzinfo=UTC)
FIELDS = (*TEXT_FIELDS.values(), "when")
_POOLS = {
    "who": ("CORP\\jane", "CORP\\svc", "tom@corp.local"),
    "action": ("Removed", "Read", "Modified", "Failed Logon"),
    "what": (r"\\fs01\finance\a.txt", r"\\fs01\finance\b.txt", r"\local\corp\Users\Ann", "DC01"),
    "where": ("fs01", "dc01"),
    "data_source": ("File Servers", "Active Directory"),
    "object_type": ("File", "user"),
    "workstation": ("ws-1", "ws-2"),
    "item": ("corp.local (Domain)", "fs01 (Computer)"),
    "monitoring_plan": ("AD", "Files"),
}
_moments = st.datetimes(datetime(2026, 11, 4, 9), datetime(2026, 11, 5, 14)).flatmap(
    lambda moment: st.sampled_from((moment, moment.replace(microsecond=0)))
)
rows = st.builds(
    Row,
    rid=st.text("0123456789ABCDEF", min_size=1, max_size=49),
    when=_moments.map(lambda moment: moment.isoformat() + "Z"),
    **{field: st.sampled_from(values) for field, values in _POOLS.items()},
)


@st.composite
def _conditions(draw: st.DrawFn) -> Filter:
    field, values = draw(st.sampled_from(sorted(_POOLS.items())))
    spec = SPECS[FILTER_OF[field]]
    operators = [o for o in spec.operators if o not in (Operator.IN_GROUP, Operator.NOT_IN_GROUP)]
    return Filter(spec.name, draw(st.sampled_from(operators)), draw(st.sampled_from(values)))


_when = Filter("When", Operator.EQUALS, Timeframe.LAST_SEVEN_DAYS)
small_plans = st.lists(
    st.builds(PlanEntry, _conditions() | st.just(_when), st.booleans()), max_size=5
).map(lambda entries: SearchPlan(tuple(entries)))


def finds(plan: SearchPlan, row: Row) -> bool:
    record: Record = {
        name: getattr(row, field) for field, name in FILTER_OF.items() if field != "when"
    }
    record["When"] = row.when
    return Oracle({}, NOW).matches(record, plan.parameters())


def same_value(one: Row, other: Row, field: str) -> bool:
    length = len("2026-11-05T14:30") if field == "when" else None
    return bool(getattr(one, field)[:length] == getattr(other, field)[:length])


@given(plan=small_plans, row=rows, other=rows, field=st.sampled_from(FIELDS))
def test_only_not_and_or(plan: SearchPlan, row: Row, other: Row, field: str) -> None:
    only = pivots.only_this(plan, row, field)
    without = pivots.not_this(plan, row, field)
    try:
        either = pivots.or_this(plan, row, field)
    except UsageError:
        # Nothing leaves it out that is not to be there: no filter of its name that says "only".
        of_name = [
            e.filter for e in plan.entries if e.enabled and e.filter.name == FILTER_OF[field]
        ]
        assert all(condition.operator.is_negative for condition in of_name)
        either = plan
    # The microseconds after the last whole second of a minute are nobody's.
    if not (field == "when" and ":59." in row.when + other.when):
        if finds(plan, row):
            assert finds(only, row)
        for one in (row, other):
            assert finds(either, one) or not finds(plan, one)  # it never narrows
        assert not finds(without, row)
        if same_value(row, other, field):
            assert not finds(without, other)
        else:
            assert not finds(only, other)
            if finds(plan, other):
                assert finds(without, other)
    off = [entry for entry in plan.entries if not entry.enabled]
    for pivot in (only, without, either):
        kept = [e for e in off if e in pivot.entries or PlanEntry(e.filter) in pivot.entries]
        assert kept == off


@given(row=rows, other=rows, minutes=st.sampled_from((1, 5, 30)))
def test_around_a_record(row: Row, other: Row, minutes: int) -> None:
    plan = pivots.around(row, minutes)
    assert finds(plan, row)
    here, there = instant(row.when), instant(other.when)
    assert here is not None
    assert there is not None
    if abs(there - here) <= timedelta(minutes=minutes) - timedelta(seconds=1):
        assert finds(plan, other)
    if abs(there - here) > timedelta(minutes=minutes) + timedelta(seconds=1):
        assert not finds(plan, other)
    value = plan.entries[0].filter.value
    assert isinstance(value, TimeRange)
    assert value.start is not None
    assert value.end is not None
    assert value.start.microsecond == value.end.microsecond == 0


@given(plan=small_plans, row=rows, other=rows)
def test_the_same_and_no_more(plan: SearchPlan, row: Row, other: Row) -> None:
    times = SearchPlan(tuple(e for e in plan.entries if e.filter == _when))
    for field in ("who", "what", "where", "workstation"):
        found = finds(pivots.same(plan, row, field), other)
        assert found is (same_value(row, other, field) and finds(times, other))
    is_object = row.what == other.what and row.object_type == other.object_type
    assert finds(pivots.same_object(plan, row), other) is (is_object and finds(times, other))
    changed = is_object and other.action != "Read"
    assert finds(pivots.changes_of(row), other) is changed


@given(row=rows, other=rows)
def test_logons_come_before_the_record(row: Row, other: Row) -> None:
    found = finds(pivots.logons_before(row), other)
    here, there = instant(row.when), instant(other.when)
    assert here is not None
    assert there is not None
    is_logon = other.who == row.who and other.action == "Failed Logon"
    if found:
        assert is_logon
        assert there <= here + timedelta(seconds=1)
    elif is_logon:
        assert there > here


@pytest.mark.parametrize(
    ("what", "folder"),
    [
        (r"\\fs01\finance\reports\a.xlsx", "\\\\fs01\\finance\\reports\\"),
        ("\\\\fs01\\finance\\reports\\", "\\\\fs01\\finance\\"),
        (r"\\fs01\finance", "\\\\fs01\\"),
        (r"\\fs01", ""),
        (r"\local\corp\Users\Ann Lee", "\\local\\corp\\Users\\"),
        (r"\local", ""),
        ("https://sp.corp.local/sites/x/doc.docx", "https://sp.corp.local/sites/x/"),
        ("https://sp.corp.local/sites", "https://sp.corp.local/"),
        ("https://sp.corp.local", ""),
        (r"C:\Windows\win.ini", "C:\\Windows\\"),
        (r"C:\Windows", "C:\\"),
        (r"Databases\hr\hr.Salaries", "Databases\\hr\\"),
        ("DC01", ""),
        ("", ""),
        ("////", ""),
    ],
)
def test_the_folder_of_an_object(what: str, folder: str) -> None:
    assert pivots.parent(what) == folder


def test_a_folder_and_all_in_it() -> None:
    plan = pivots.in_folder(SearchPlan(), Row(what=r"\\fs01\finance\a.txt"))
    found = [r"\\fs01\finance", r"\\fs01\finance\b\c.txt", r"\\FS01\Finance\a.txt"]
    for what in found:
        assert finds(plan, Row(what=what, when="2026-11-05T12:00:00Z"))
    for what in (r"\\fs01\finance2\a.txt", r"\\fs01"):
        assert not finds(plan, Row(what=what, when="2026-11-05T12:00:00Z"))


@given(plan=small_plans, row=rows, other=rows)
def test_only_the_day_of_a_record(plan: SearchPlan, row: Row, other: Row) -> None:
    narrowed = pivots.its_day(plan, row, UTC_ZONE)
    # The microseconds after the last whole second of a day are nobody's.
    if finds(plan, row) and "T23:59:59." not in row.when:
        assert finds(narrowed, row)
    if finds(narrowed, other):
        assert other.when[:10] == row.when[:10]


def test_a_day_is_one_of_the_zone_that_is_shown() -> None:
    zone = ShownZone("there", timezone(timedelta(hours=2)))
    plan = pivots.its_day(SearchPlan(), Row(when="2026-11-05T22:30:00Z"), zone)
    first, last = (
        datetime(2026, 11, 5, 22, tzinfo=UTC),
        datetime(2026, 11, 6, 21, 59, 59, tzinfo=UTC),
    )
    assert plan == SearchPlan.of(Filter("When", Operator.EQUALS, TimeRange(first, last)))


def test_a_day_whose_last_hour_comes_twice_is_whole() -> None:
    zone = ShownZone("Cairo", ZoneInfo("Africa/Cairo"))
    plan = pivots.its_day(SearchPlan(), Row(when="2025-10-30T21:30:00Z"), zone)
    value = plan.entries[0].filter.value
    assert isinstance(value, TimeRange)
    assert value.end == datetime(2025, 10, 30, 21, 59, 59, tzinfo=UTC)


def test_or_takes_back_an_exclusion_and_adds_to_a_filter_alone() -> None:
    jane, svc = (Filter("Who", Operator.EQUALS, who) for who in ("jane", "svc"))
    not_svc = Filter("Who", Operator.NOT_EQUAL_TO, "svc")
    row = Row(who="svc")
    assert pivots.or_this(SearchPlan.of(jane), row, "who") == SearchPlan.of(jane, svc)
    assert pivots.or_this(SearchPlan.of(not_svc), row, "who") == SearchPlan()
    assert pivots.or_this(SearchPlan.of(jane, not_svc), row, "who") == SearchPlan.of(jane, svc)
    for plan in (SearchPlan(), SearchPlan((PlanEntry(jane, enabled=False),))):
        with pytest.raises(UsageError, match="no filter of Who") as caught:
            pivots.or_this(plan, row, "who")
        assert "i" in caught.value.next_step
    with pytest.raises(UsageError, match="no filter of Detail"):
        pivots.or_changed(SearchPlan.of(jane), "x")


def test_what_cannot_be_searched_for_says_why() -> None:
    with pytest.raises(UsageError, match="Workstation is empty"):
        pivots.only_this(SearchPlan(), Row(), "workstation")
    with pytest.raises(UsageError, match="cannot be read"):
        pivots.around(Row(when="yesterday"), 5)
    with pytest.raises(UsageError, match="256 characters"):
        pivots.same(SearchPlan(), Row(who="x" * 256), "who")
    with pytest.raises(UsageError, match="no folder"):
        pivots.in_folder(SearchPlan(), Row(what="DC01"))
    with pytest.raises(UsageError, match="calendar ends"):
        pivots.around(Row(when="9999-12-31T23:59:30Z"), 5)
    with pytest.raises(UsageError, match="calendar ends"):
        pivots.its_day(SearchPlan(), Row(when="9999-12-31T23:59:30Z"), UTC_ZONE)


def _row(record: ActivityRecord) -> Row:
    return Row(**{field: getattr(record, field) for field in Row.__struct_fields__})


@given(plan=plans, record=records, field=st.sampled_from(FIELDS))
def test_any_record_offers_the_same_keys_and_every_search_is_a_line(
    plan: SearchPlan, record: ActivityRecord, field: str
) -> None:
    offered = pivots_of(plan, _row(record), field, UTC_ZONE)
    keys = [pivot.key for pivot in offered]
    assert len(set(keys)) == len(keys)
    for pivot in offered:
        assert pivot.words.isprintable()
        assert (pivot.plan is None) is bool(pivot.why)
        if pivot.plan is not None:
            assert plan_of(line_of(pivot.plan, UTC_ZONE), UTC_ZONE) == pivot.plan
