"""Filters: every combination is either the documented one or refused in words."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import (
    ACTIONS,
    DATA_SOURCES,
    SPECS,
    Filter,
    FilterValue,
    Operator,
    is_xml_character,
)
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange

SIX = {"Contains", "DoesNotContain", "Equals", "NotEqualTo", "StartsWith", "EndsWith"}
EXACT = {"Equals", "NotEqualTo"}
DOCUMENTED = {
    "RID": (SIX, 49),
    "Who": (SIX | {"InGroup", "NotInGroup"}, 255),
    "Where": (SIX, 255),
    "ObjectType": (SIX, 255),
    "MonitoringPlan": (SIX, 255),
    "What": (SIX, 1_073_741_822),
    "DataSource": (SIX, 1_073_741_822),
    "Item": (SIX, 1_073_741_822),
    "Workstation": (SIX, 1_073_741_822),
    "Detail": (SIX, 1_073_741_822),
    "Before": (SIX, 536_870_911),
    "After": (SIX, 536_870_911),
    "Action": (EXACT, None),
    "When": (EXACT, None),
    "WorkingHours": (EXACT, None),
}
VALUES: dict[str, FilterValue] = {
    "text": "x",
    "timeframe": Timeframe.TODAY,
    "range": TimeRange(datetime(2026, 1, 1, tzinfo=UTC)),
    "hours": HoursRange(time(8, tzinfo=UTC), time(18, tzinfo=UTC)),
}


def test_the_filters_and_bounds_are_the_documented_ones() -> None:
    assert {n: (set(s.operators), s.longest) for n, s in SPECS.items()} == DOCUMENTED
    exact_first = {"Action", "When", "WorkingHours"}
    for name, spec in SPECS.items():
        assert spec.default_operator == ("Equals" if name in exact_first else "Contains")
    assert len(set(ACTIONS)) == 23
    assert len(set(DATA_SOURCES)) == len(DATA_SOURCES)


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("operator", Operator)
@pytest.mark.parametrize("name", [*DOCUMENTED, "Monitoring Plan", "who", ""])
def test_every_combination_is_taken_or_refused(name: str, operator: Operator, kind: str) -> None:
    kinds = {"When": {"timeframe", "range"}, "WorkingHours": {"hours"}}.get(name, {"text"})
    if name in DOCUMENTED and operator in DOCUMENTED[name][0] and kind in kinds:
        made = Filter(name, operator, VALUES[kind])
        assert (made.name, made.operator, made.value) == (name, operator, VALUES[kind])
        return
    with pytest.raises(UsageError) as refused:
        Filter(name, operator, VALUES[kind])
    assert refused.value.next_step


@pytest.mark.parametrize("name", [n for n, (_, longest) in DOCUMENTED.items() if longest == 255])
def test_the_longest_value_goes_and_one_character_more_does_not(name: str) -> None:
    assert Filter(name, Operator.EQUALS, "x" * 255)
    with pytest.raises(UsageError, match="256 characters"):
        Filter(name, Operator.EQUALS, "x" * 256)


@given(st.text(min_size=1, max_size=40))
@settings(deadline=None)
def test_text_is_taken_exactly_when_xml_can_carry_it(text: str) -> None:
    if all(map(is_xml_character, text)):
        assert Filter("What", Operator.CONTAINS, text).value == text
    else:
        with pytest.raises(UsageError, match=r"U\+[0-9A-F]{4}"):
            Filter("What", Operator.CONTAINS, text)


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\ud83d", "￾", "￿"])
def test_characters_that_xml_cannot_carry_are_named(char: str) -> None:
    with pytest.raises(UsageError, match=f"U\\+{ord(char):04X}"):
        Filter("Who", Operator.EQUALS, f"a{char}b")


def test_an_empty_value_is_refused() -> None:
    with pytest.raises(UsageError, match="needs a value"):
        Filter("Who", Operator.EQUALS, "")
