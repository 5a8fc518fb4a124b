"""What is offered while a statement is typed."""

from __future__ import annotations

import pytest

from netwrix_tui.case.sql_completion import completion
from netwrix_tui.case.sql_names import EXAMPLES, TABLES


def offered(typed: str) -> list[str]:
    """What is offered at the ``|``."""
    before, _, after = typed.partition("|")
    return [item.text for item in completion(before + after, len(before)).items]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("SELECT wha|", "what"),
        ("SELECT who, |", "rid"),
        ("SELECT who FROM |", "records"),
        ("SELECT who FROM re|", "records"),
        ("SELECT who FROM records JOIN d|", "details"),
        ("SELECT d.| FROM details d", "rid"),
        ("SELECT d.b| FROM details AS d", "before"),
        ("SELECT details.m| FROM details", "message"),
        ("SELECT pro| FROM details", "property"),
        ("SELECT who FROM records WHER|", "WHERE"),
        ("SELECT who FROM records GROUP BY |", "rid"),
        ("sel|", "SELECT"),
        ("SELECT loc|", "location"),
    ],
)
def test_what_comes_first(typed: str, first: str) -> None:
    assert offered(typed)[0] == first


@pytest.mark.parametrize(
    "typed", ["SELECT 'wh|'", "SELECT who FROM records |", "SELECT x.|", "SELECT 12|", 'SELECT "w|']
)
def test_nothing_is_offered(typed: str) -> None:
    assert offered(typed) == []


def test_an_empty_line_offers_the_examples() -> None:
    assert offered("|") == [example.statement for example in EXAMPLES]


def test_a_table_is_put_in_the_place_of_what_is_typed() -> None:
    line = "SELECT who FROM rec WHERE 1"
    found = completion(line, line.index(" WHERE"))
    assert found.taken(line, found.items[0])[0] == "SELECT who FROM records WHERE 1"
    assert set(TABLES) >= {item.text for item in found.items}
