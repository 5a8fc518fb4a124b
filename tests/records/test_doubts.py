"""What may be a slip in a search is told in a sentence, and what is none is not."""

from __future__ import annotations

import pytest
from hypothesis import given

from netwrix_tui.records.doubts import absence, doubts, without_wildcards
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import UTC_ZONE
from tests.strategies import plans

NONE = "There are no wildcards: "


def told(line: str) -> list[str]:
    return list(doubts(plan_of(line, UTC_ZONE).parameters().filters))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("who:jane*", "jane* is looked for with its *. Type jane alone: any part matches."),
        ("-who:svc*", "svc* is looked for with its *. Type svc alone: any part matches."),
        ("what:%fin%", "%fin% is looked for with its %. Type fin alone: any part matches."),
        ("who=jane*", "jane* is looked for with its *. Take “starts with” with jane."),
        ("what=*.xlsx", "*.xlsx is looked for with its *. Take “ends with” with .xlsx."),
        ("what=*a*b*", "*a*b* is looked for with its *. Take “contains” with a."),
        ("-who=svc%", "svc% is looked for with its %. Take “does not contain” with svc."),
        ("where:dc0?", "dc0? is looked for with its ?. Type dc0 alone: any part matches."),
        (r"who@=CORP\Dom*", r"CORP\Dom* is looked for with its *. Type the group’s whole name."),
        ("who:*", "* is looked for with its *. Leave the filter out to find any value."),
        ("jane*", "jane* is looked for with its *. Type jane alone: any part matches."),
    ],
)  # fmt: skip
def test_a_wildcard_is_told(line: str, sentence: str) -> None:
    assert told(line) == [NONE + sentence]


@pytest.mark.parametrize(
    "line",
    [
        "who:jane_doe", "detail:90%", "what:a%20b", "what:https://sp/?id=1", 'detail:"why?"',
        "action:Removed when:7d", "#who:jane*",
    ],
)  # fmt: skip
def test_what_is_no_wildcard_is_not_told(line: str) -> None:
    assert told(line) == []


def test_a_filter_of_another_name_is_told_what_it_may_be() -> None:
    assert told("@Whoo:Contains:x") == ["Whoo is no documented filter. Did you mean Who?"]
    assert told("@AuditedSystem:Equals:x") == [
        "AuditedSystem is no documented filter. It is DataSource since version 9."
    ]
    assert told("@Severity:Equals:x") == []


@pytest.mark.parametrize("value", ["System.Object[]", "@{From=a; To=b}"])
def test_a_value_that_was_flattened_is_told(value: str) -> None:
    (sentence,) = told(f'what:"{value}"')
    assert "if ConvertTo-Json has flattened it, give it -Depth 5." in sentence


def test_of_many_wildcards_the_first_are_told() -> None:
    said = told(" ".join(f"who:user{number}*" for number in range(9)))
    assert len(said) == 4
    assert said[-1] == "6 more values hold wildcards."


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('after:"1 024"', "The blank in 1 024 may be a no-break one in the records"),
        ('after:"1\u00a0024"', "1 024 holds a blank that is no plain one"),
        ("rid=20260322", "The record of this RID was not found"),
        ('-after:"1 024" what:"Domain Admins" who:"room 1 12345"', ""),
    ],
)
def test_what_it_may_mean_that_nothing_is_found(line: str, says: str) -> None:
    told_of = absence(plan_of(line, UTC_ZONE).parameters().filters)
    assert told_of.startswith(says)
    assert bool(told_of) is bool(says)


@given(plans)
def test_any_search_can_be_doubted(plan: SearchPlan) -> None:
    for condition in plan.parameters().filters:
        assert all(sentence.isprintable() for sentence in doubts([condition]))
        assert not set(without_wildcards(str(condition.value))) & set("*%?")
