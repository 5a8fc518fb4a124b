"""What in a search is allowed and may still not be meant: a mistyped action, a bracket.

And what it means where nothing is found by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.records.filter_words import operator_words, shortened
from netwrix_tui.records.filters import (
    ACTIONS,
    ANYWHERE,
    FORMER_NAMES,
    SERVER,
    SPECS,
    Filter,
    Operator,
)
from netwrix_tui.records.flattened import MAYBE, is_flattened
from netwrix_tui.sanitize import plain_spaces

_ACTIONS = frozenset(action.casefold() for action in ACTIONS)
_JOINING = ("and", "or", "not")
_LONGEST_SHOWN = 40
_MOST_WILDCARDS = 3
_WILDCARDS = "*%?"
ONLY_REVIEWED = "An account that reviews single monitoring plans sees only their records."
"""What is to be said where nothing was found: nobody can tell whether the account is such a one."""

_OF_NAMES = ("Who", "Where", "Workstation", "ObjectType")
"""Filters of names, which hold no question marks; sentences and addresses do."""

_GROUPED = re.compile(r"\d \d{3}(?!\d)")
_WILDCARD = re.compile(r"\*|^%|(?<![\d%])%(?![0-9A-Fa-f]{2})")
"""What stands for any text elsewhere, but in ``90%`` and ``%20``."""


def doubts(filters: Iterable[Filter]) -> Iterator[str]:
    """A visible sentence for each filter that may be a slip. It is searched for all the same.

    Of wildcards the first few values are told, and how many more there are.
    """
    further = 0
    for condition in filters:
        value = condition.value
        if not isinstance(value, str):
            continue
        shown = shortened(value, _LONGEST_SHOWN)
        if meant := meant_filter(condition.name):
            yield f"{shortened(condition.name, _LONGEST_SHOWN)} is no documented filter. {meant}"
        if condition.name == "Action" and value.casefold() not in _ACTIONS:
            near = did_you_mean(value, ACTIONS)
            yield f"{shown} is no documented action. {near}".rstrip()
        elif condition.name == ANYWHERE and value.casefold() in _JOINING:
            yield f"A query has no {shown}: it is looked for as a word."
        elif condition.name == ANYWHERE and value[0] == "(":
            yield f"A query has no brackets: {shown} is looked for as text."
        elif is_flattened(value):
            yield f"The value {shown} is looked for as text: {MAYBE}"
        elif wildcards := wildcard_doubt(condition):
            further += 1
            if further <= _MOST_WILDCARDS:
                yield wildcards
    if further > _MOST_WILDCARDS:
        yield f"{further - _MOST_WILDCARDS:,} more values hold wildcards."


def meant_filter(name: str) -> str:
    """The documented filter that the name of another may stand for; empty where there is none."""
    if name in SPECS or name in (ANYWHERE, SERVER):
        return ""
    former = FORMER_NAMES.get(name)
    return f"It is {former} since version 9." if former else did_you_mean(name, SPECS).rstrip()


def wildcard_doubt(condition: Filter) -> str:
    """That a filter's value holds a wildcard, and what to ask for instead; empty for others."""
    if not isinstance(condition.value, str):
        return ""
    sign = wildcard_in(condition.value, is_name=condition.name in _OF_NAMES)
    if not sign:
        return ""
    shown = shortened(condition.value, _LONGEST_SHOWN)
    step = _instead(condition)
    return f"There are no wildcards: {shown} is looked for with its {sign}. {step}"


def wildcard_in(value: str, *, is_name: bool = False) -> str:
    """The sign in a value that was meant to stand for any text, as it seems; empty for none.

    ``is_name`` says that a question mark is none of its own. The API knows no such signs.
    """
    sign = _WILDCARD.search(value)
    if sign is None and is_name and "?" in value:
        return "?"
    return "" if sign is None else sign[0]


def without_wildcards(value: str) -> str:
    """The longest part of a value between its wildcards; empty where there is none."""
    return max(re.split(r"[*%?]+", value), key=len).strip()


def _instead(condition: Filter) -> str:
    """What to ask for in the place of a value with wildcards."""
    text = str(condition.value)
    part = without_wildcards(text)
    if not part:
        return "Leave the filter out to find any value."
    is_whole = part == text.strip(_WILDCARDS)
    shown = shortened(part, _LONGEST_SHOWN)
    asked = condition.operator
    if asked in (Operator.CONTAINS, Operator.DOES_NOT_CONTAIN):
        return f"Type {shown} alone: any part matches."
    if asked in (Operator.IN_GROUP, Operator.NOT_IN_GROUP):
        return "Type the group’s whole name."
    how = Operator.DOES_NOT_CONTAIN if asked.is_negative else Operator.CONTAINS
    begins, ends = text[0] not in _WILDCARDS, text[-1] not in _WILDCARDS
    if is_whole and begins != ends and not asked.is_negative:
        how = Operator.STARTS_WITH if begins else Operator.ENDS_WITH
    return f"Take “{operator_words(condition.name, how)}” with {shown}."


def absence(filters: Iterable[Filter]) -> str:
    """What it means that such a search has found nothing; empty where that says enough."""
    positive = [f for f in filters if not f.operator.is_negative]
    if any(f.name == "RID" and f.operator is Operator.EQUALS for f in positive):
        return "The record of this RID was not found: the Audit Database may not keep it any more."
    texts = [f.value for f in positive if isinstance(f.value, str)]
    odd = next((text for text in texts if plain_spaces(text) != text), "")
    if odd:
        return (
            f"{shortened(odd, _LONGEST_SHOWN)} holds a blank that is no plain one, as a web page "
            "or Word gives it: type it anew."
        )
    grouped = next((text for text in texts if _GROUPED.search(text)), "")
    if grouped:
        return (
            f"The blank in {shortened(grouped, _LONGEST_SHOWN)} may be a no-break one in the "
            "records, as in numbers of French or Russian servers: look for a part of it."
        )
    return ""
