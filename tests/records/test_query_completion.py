"""Completion of the query line: what is offered can be read, and nothing else is touched."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.filters import ACTIONS, is_xml_character
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.query_completion import Completion, completion
from netwrix_tui.records.zone import UTC_ZONE
from tests.strategies import any_text, plans

TODAY = date(2026, 11, 5)
SEEN = {
    "Who": ["CORP\\jane.doe", "CORP\\svc sync", "tom@corp.local"],
    "What": [r"\\fs01\finance\Q3 plan.xlsx", 'say "hi"', "\x1b[31m"],
    "Action": list(ACTIONS),
}


def offered(line: str, place: int | None = None) -> tuple[Completion, list[str]]:
    place = len(line) if place is None else place
    made = completion(line, place, lambda name: SEEN.get(name, ()), TODAY)
    return made, [item.text for item in made.items]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("", "when:"),
        ("wh", "when:"),
        ("works", "workstation:"),
        ("data", "source:"),
        ("-ac", "action:"),
        ("who:jane whe", "when:"),
        ("who", "who:"),
        ("who:", "CORP\\jane.doe"),
        ("who:ja", "CORP\\jane.doe"),
        ("who=sync", '"CORP\\svc sync"'),
        ('who="svc s', '"CORP\\svc sync"'),
        ("action:fail", '"Failed Logon"'),
        ("what:q3", r'"\\fs01\finance\Q3 plan.xlsx"'),
        ("what:hi", '"say ""hi"""'),
        ("when:", "today"),
        ("when:last", "LastSevenDays"),
        ("when:2026", "2026-11-05"),
        ("-hours:", "working"),
        ("-hours:0", "08:00-18:00"),
    ],
)
def test_what_comes_first(line: str, first: str) -> None:
    assert offered(line)[1][0] == first


@pytest.mark.parametrize("line", ["jane ", '"wh', "@Shoe:", "nobody:x", "who:zzz", "what:[31m"])
def test_no_value_is_offered_where_none_fits(line: str) -> None:
    made, _ = offered(line)
    assert not [item for item in made.items if item.is_whole]


def test_signs_are_those_that_the_filter_takes() -> None:
    assert offered("who")[1] == ["who:", "who=", "who^=", "who$=", "who@="]
    assert offered("-what")[1] == ["what:", "what="]
    assert offered("action")[1] == ["action:"]
    made, _ = offered("-hours")
    assert [item.hint for item in made.items] == ["outside"]


def test_taking_one_goes_on_behind_it() -> None:
    line = "who:ja action:Read"
    made, _ = offered(line, 6)
    assert made.taken(line, made.items[0]) == ("who:CORP\\jane.doe action:Read", 18)
    made, _ = offered("act")
    line, place = made.taken("act", made.items[0])
    assert (line, place) == ("action:", 7)
    made, _ = offered("who:jan")
    assert made.taken("who:jan", made.items[0]) == ("who:CORP\\jane.doe ", 18)


@given(line=any_text | st.text("who:\"'#-@=^$ \\ja"), data=st.data())
def test_any_text_may_be_completed_at_any_place(line: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(line)))
    made, _ = offered(line, place)
    assert 0 <= made.at <= place <= made.end <= len(line)
    for item in made.items[:5]:
        taken, behind = made.taken(line, item)
        assert taken.startswith(line[: made.at])
        assert taken.endswith(line[made.end :])
        assert 0 <= behind <= len(taken)


@given(
    plan=plans,
    value=st.text(st.characters(), min_size=1, max_size=12).filter(
        lambda value: all(map(is_xml_character, value))
    ),
)
def test_a_value_that_is_taken_is_that_value(plan: SearchPlan, value: str) -> None:
    before = line_of(plan, UTC_ZONE)
    line = f"{before} what=" if before else "what="
    made = completion(line, len(line), lambda _: [value], TODAY)
    taken, _ = made.taken(line, made.items[0])
    read = plan_of(taken, UTC_ZONE)
    assert read.entries[:-1] == plan.entries
    assert read.entries[-1].filter.value == value
