"""What the filter editor suggests: which filters there are, which values one may want."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netwrix_tui.records.filters import (
    ACTIONS,
    ANYWHERE,
    DATA_SOURCES,
    SPECS,
    Operator,
    is_xml_character,
)
from netwrix_tui.records.row_fields import TEXT_FIELDS
from netwrix_tui.records.words import filter_name

SeenValues = Callable[[str], list[str]]
"""The values of a field of ``records.record.Row`` in the results, most frequent first."""

MOST_SHOWN = 50
AS_TYPED = "as typed"
LONGEST_SUGGESTED = 500
"""Characters; a longer value is not something to pick from a list."""

_KNOWN = {"Action": ACTIONS, "DataSource": DATA_SOURCES}
_HINTS = {
    "When": "the time of the action",
    "Who": "the account that did it",
    "Action": "what was done",
    "What": "the object that it was done to",
    "Where": "the server, domain or host",
    "DataSource": "the audited system",
    "ObjectType": "user, group, file, mailbox …",
    "Workstation": "the machine that it came from",
    "Detail": "anything in the changes",
    "Before": "a value before a change",
    "After": "a value after a change",
    "Item": "the monitored item",
    "MonitoringPlan": "the plan that collected it",
    "WorkingHours": "the time of day, on any day",
    "RID": "the record’s own number",
    ANYWHERE: "a word in any text; several searches",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to pick: the value it stands for, and a dim word about it."""

    value: str
    hint: str = ""


class ValueSuggestions:
    """The values to suggest for one filter, gathered once, narrowed down while somebody types."""

    def __init__(self, name: str, seen: SeenValues) -> None:
        field = TEXT_FIELDS.get(name)
        values = dict.fromkeys((*(seen(field) if field else ()), *_KNOWN.get(name, ())))
        self._values = [(value.casefold(), value) for value in values if _can_be_picked(value)]

    def matching(self, typed: str, *, choosing: bool = False) -> list[Suggestion]:
        """What matches the typed text: the same, then beginnings, then parts of it.

        With ``choosing`` (see :func:`is_choice`) the text itself comes last, to be taken as typed.
        """
        found = _ranked(typed, self._values)[:MOST_SHOWN]
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
    found = _ranked(typed, [(label.casefold(), label) for label in named])
    return [Suggestion(label, _HINTS[named[label]]) for label in found]


def _ranked(typed: str, values: Sequence[tuple[str, str]]) -> list[str]:
    needle = typed.strip().casefold()
    if not needle:
        return [value for _, value in values]
    ranks: tuple[list[str], ...] = ([], [], [], [])
    for folded, value in values:
        if needle in folded:
            ranks[_rank(needle, folded)].append(value)
    return [value for rank in ranks for value in rank]


def _rank(needle: str, folded: str) -> int:
    if folded == needle:
        return 0
    if folded.startswith(needle):
        return 1
    # After the domain, after the folder, or at the beginning of a word.
    return 2 if any(before + needle in folded for before in ("\\", "/", " ")) else 3


def _can_be_picked(value: str) -> bool:
    return 0 < len(value) <= LONGEST_SUGGESTED and all(map(is_xml_character, value))
