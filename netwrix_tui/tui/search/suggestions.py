"""Suggestions of the filter editor: filters, and values for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netwrix_tui.records.filter_words import FILTER_HINTS, filter_name
from netwrix_tui.records.filters import (
    ACTIONS,
    ANYWHERE,
    DATA_SOURCES,
    SERVER,
    SPECS,
    Operator,
    is_xml_character,
)
from netwrix_tui.records.folded import folded
from netwrix_tui.records.ranking import ranked
from netwrix_tui.records.row_fields import TEXT_FIELDS

SeenValues = Callable[[str], list[str]]
"""The values of a field of ``records.record.Row`` in the results, most frequent first."""

MOST_SHOWN = 50
AS_TYPED = "as typed"
LONGEST_SUGGESTED = 500
"""Characters; a longer value is not something to pick from a list."""

_KNOWN = {"Action": ACTIONS, "DataSource": DATA_SOURCES}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion: its value, and a dim word about it."""

    value: str
    hint: str = ""


def known_values(name: str, seen: SeenValues) -> list[str]:
    """Values that a filter may be asked for: those in the results, then the documented ones."""
    field = "server" if name == SERVER else TEXT_FIELDS.get(name)
    return list(dict.fromkeys((*(seen(field) if field else ()), *_KNOWN.get(name, ()))))


class ValueSuggestions:
    """Values for one filter, gathered once, narrowed down while somebody types."""

    def __init__(self, name: str, seen: SeenValues) -> None:
        values = known_values(name, seen)
        self._values = [(folded(value), value) for value in values if _can_be_picked(value)]

    def matching(self, typed: str, *, choosing: bool = False) -> list[Suggestion]:
        """What matches the typed text: the same, then beginnings, then parts of it.

        With ``choosing`` (see :func:`is_choice`) the text itself comes last, to be taken as typed.
        """
        found = ranked(typed, self._values)[:MOST_SHOWN]
        suggestions = [Suggestion(value) for value in found]
        if choosing and typed and found and typed not in found:
            suggestions.append(Suggestion(typed, AS_TYPED))
        return suggestions


def is_choice(name: str, operator: Operator) -> bool:
    """True where a whole name out of a known list is wanted, so that Enter takes the best match."""
    return name in _KNOWN and operator in (Operator.EQUALS, Operator.NOT_EQUAL_TO)


def filter_suggestions(typed: str) -> list[Suggestion]:
    """The filters whose name matches; all of them for an empty text or the whole name of one."""
    named = {filter_name(name): name for name in (*SPECS, ANYWHERE)}
    if typed in named:
        typed = ""
    found = ranked(typed, [(folded(label), label) for label in named])
    return [Suggestion(label, FILTER_HINTS[named[label]]) for label in found]


def _can_be_picked(value: str) -> bool:
    return 0 < len(value) <= LONGEST_SUGGESTED and all(map(is_xml_character, value))
