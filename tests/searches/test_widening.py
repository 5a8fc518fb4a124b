"""Every proposal for an empty result is wider than the search was, and says what is different."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.demo.search_matching import Search
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.searches.widening import MOST, widenings

_NOW = int(datetime(2026, 11, 18, 15, 0, tzinfo=UTC).timestamp())
_DATASET = Dataset(3, 2_000, _NOW)


def _proposed(line: str) -> list[tuple[str, str]]:
    ways = widenings(plan_of(line, UTC_ZONE), UTC_ZONE)
    return [(way.words, line_of(way.plan, UTC_ZONE)) for way in ways]


def _found(plan: SearchPlan) -> set[int]:
    return {
        index
        for parameters in concrete_searches(plan.parameters(), datetime.fromtimestamp(_NOW, UTC))
        for chunk in Search(_DATASET, parameters, _NOW).chunks(0)
        for index in chunk
    }


def test_the_time_first_then_the_name_looser_then_without_it() -> None:
    assert _proposed(r"who=CORP\jane action:Removed when:LastSevenDays") == [
        ("Last thirty days instead of last seven days",
         r"who=CORP\jane action:Removed when:LastThirtyDays"),
        (r"“CORP\jane” anywhere in Who",
         r"who:CORP\jane action:Removed when:LastSevenDays"),
        ("Without Who", r"#who=CORP\jane action:Removed when:LastSevenDays"),
        ("Without Action", r"who=CORP\jane #action:Removed when:LastSevenDays"),
        ("At any time", r"who=CORP\jane action:Removed #when:LastSevenDays"),
    ]  # fmt: skip


def test_a_value_without_its_wildcards_comes_first() -> None:
    assert _proposed("who:jane* what=%finance% when:7d")[:2] == [
        ("Only “jane” anywhere in Who", "who:jane what=%finance% when:7d"),
        ("Only “finance” anywhere in What", "who:jane* what:finance when:7d"),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("when:2h", ["Last day instead of last 2 hours", "Last 7 days instead of last 2 hours"]),
        ("when:today", ["Last seven days instead of today", "Last thirty days instead of today"]),
        ("when:30d", ["Last 180 days instead of last 30 days"]),
        ("when:400d", []),
        ("-when:today", []),
        ("what:\\\\fs01\\finance\\plan", []),
    ],
)
def test_times_grow_by_steps(line: str, words: list[str]) -> None:
    longer = [said for said, _ in _proposed(line) if "instead of" in said]
    assert longer == words


def test_a_range_gets_a_margin_and_a_path_becomes_its_last_part() -> None:
    (words, line), *_ = _proposed("when:2026-11-05")
    assert "instead of" in words
    assert line == "when:2026-11-04..2026-11-06"
    assert ("Only “plan.xlsx” anywhere in What", "what:plan.xlsx") in _proposed(r"what:a\plan.xlsx")
    assert ("Only “jane” anywhere in Who", "who:jane") in _proposed("who:jane@corp.example")


def test_nothing_is_proposed_for_a_search_of_everything() -> None:
    assert _proposed("") == []
    assert _proposed("#who:jane") == []


_TERMS = st.sampled_from(
    ("who:svc", r"who=CORP\svc-sync", "-who:svc", "action:Read", "action:Removed", "budget",
     "source:File", r"what:Archive\2023", "type=File", "-hours:08:00-18:00", "where^=fs",
     "when:today", "when:7d", "when:2026-11-10", "when:2026-11-10..", "-when:yesterday")
)  # fmt: skip


@given(st.lists(_TERMS, max_size=5, unique=True))
@settings(deadline=None, max_examples=40)
def test_whatever_was_found_is_found_by_every_proposal(terms: list[str]) -> None:
    plan = plan_of(" ".join(terms), UTC_ZONE)
    found = _found(plan)
    ways = widenings(plan, UTC_ZONE)
    assert len(ways) <= MOST
    assert len({way.plan.parameters() for way in ways} | {plan.parameters()}) == len(ways) + 1
    for way in ways:
        assert found <= _found(way.plan), way.words
