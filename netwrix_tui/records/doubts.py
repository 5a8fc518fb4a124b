"""What in a search is allowed and may still not be meant: a mistyped action, a bracket.

And what it means where nothing is found by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.filters import ACTIONS, ANYWHERE, Filter, Operator

_ACTIONS = frozenset(action.casefold() for action in ACTIONS)
_JOINING = ("and", "or", "not")
_LONGEST_SHOWN = 40


def doubts(filters: Iterable[Filter]) -> Iterator[str]:
    """A visible sentence for each filter that may be a slip. It is searched for all the same."""
    for condition in filters:
        value = condition.value
        if not isinstance(value, str):
            continue
        shown = shortened(value, _LONGEST_SHOWN)
        if condition.name == "Action" and value.casefold() not in _ACTIONS:
            meant = did_you_mean(value, ACTIONS)
            yield f"{shown} is no documented action. {meant}".rstrip()
        elif condition.name == ANYWHERE and value.casefold() in _JOINING:
            yield f"A query has no {shown}: it is looked for as a word."
        elif condition.name == ANYWHERE and value[0] == "(":
            yield f"A query has no brackets: {shown} is looked for as text."


def absence(filters: Iterable[Filter]) -> str:
    """What it means that such a search has found nothing; empty where that says enough."""
    if any(f.name == "RID" and f.operator is Operator.EQUALS for f in filters):
        return "The record of this RID was not found: the Audit Database may not keep it any more."
    return ""
