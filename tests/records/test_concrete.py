"""What is sent for relative times and for "anywhere"."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given

from netwrix_tui.errors import UsageError
from netwrix_tui.records.concrete import ANYWHERE_FIELDS, absolute_searches, concrete_searches
from netwrix_tui.records.filters import ANYWHERE, Filter, Operator
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import Timeframe, TimeRange
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.strategies import plans, searches

NOW = datetime(2026, 11, 24, 12, 0, 0, 999, tzinfo=UTC)


def sent(line: str) -> tuple[SearchParameters, ...]:
    return concrete_searches(plan_of(line, UTC_ZONE).parameters(), NOW)


@given(parameters=searches)
def test_what_the_server_knows_is_sent_as_it_is(parameters: SearchParameters) -> None:
    assert concrete_searches(parameters, NOW) == (parameters,)


def test_a_relative_time_becomes_a_moment() -> None:
    (search,) = sent("when:2h")
    assert search.filters[0].value == TimeRange(datetime(2026, 11, 24, 10, tzinfo=UTC))


def test_anywhere_is_a_search_for_each_field() -> None:
    found = sent("jane tom when:today")
    assert [search.filters[1].name for search in found] == list(ANYWHERE_FIELDS)
    for search in found:
        assert search.filters[0].name == "When"
        assert [f.value for f in search.filters[1:]] == ["jane", "tom"]


def test_nowhere_has_to_hold_in_every_field() -> None:
    (search,) = sent("-jane")
    assert [f.name for f in search.filters] == list(ANYWHERE_FIELDS)
    assert all(f.operator.is_negative for f in search.filters)


def test_a_field_that_is_asked_for_something_else_is_left_out() -> None:
    fields = [search.filters[-1].name for search in sent("who:svc -what:tmp jane")]
    assert "Who" not in fields
    assert "What" in fields  # a negative filter joins with AND


def test_no_field_left_is_said() -> None:
    line = " ".join(f"{field.lower()}:x" for field in ANYWHERE_FIELDS)
    with pytest.raises(UsageError, match="No field is left"):
        sent(f"{line} jane")


def test_a_word_longer_than_a_field_is_not_looked_for_there() -> None:
    fields = [search.filters[-1].name for search in sent("x" * 256)]
    assert "Who" not in fields
    assert "What" in fields


@given(plan=plans)
@pytest.mark.parametrize("wire", list(WireFormat))
def test_everything_concrete_can_be_written(wire: WireFormat, plan: object) -> None:
    from netwrix_tui.records.plan import SearchPlan

    assert isinstance(plan, SearchPlan)
    try:
        found = concrete_searches(plan.parameters(), NOW)
    except UsageError:
        return
    for search in found:
        assert not any(f.name == ANYWHERE for f in search.filters)
        body = codec(wire).encode_search(search)
        again, _ = codec(wire).decode_search(body, only_known=False)
        assert set(again.filters) == set(search.filters)


def test_a_free_filter_stays_what_it_is() -> None:
    (search,) = sent("@Shoe:StartsWith:x")
    assert search.filters == (Filter("Shoe", search.filters[0].operator, "x"),)


def test_the_servers_own_spans_become_moments_for_people() -> None:
    moment = datetime(2026, 11, 30, 16, 38, 5, tzinfo=UTC)
    search = SearchParameters(
        (
            Filter("When", Operator.EQUALS, Timeframe.LAST_SEVEN_DAYS),
            Filter("When", Operator.NOT_EQUAL_TO, Timeframe.YESTERDAY),
            Filter("Who", Operator.CONTAINS, "jane"),
        )
    )
    (absolute,) = absolute_searches(search, moment)
    wanted, unwanted, who = absolute.filters
    assert wanted.value == TimeRange(datetime(2026, 11, 24, tzinfo=UTC), moment)
    day = datetime(2026, 11, 29, tzinfo=UTC)
    assert unwanted.value == TimeRange(day, day.replace(hour=23, minute=59, second=59))
    assert unwanted.operator is Operator.NOT_EQUAL_TO
    assert who == search.filters[2]
