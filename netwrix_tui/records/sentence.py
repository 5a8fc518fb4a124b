"""A whole search as one sentence, for people; and a short form of it for a narrow line.

The short form drops words, never meaning: a condition stands in it whole (long values shortened
with ``…``), or is counted in ``… and 3 more filters``; where none fits, the filters are named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from netwrix_tui.cell_width import cells
from netwrix_tui.records.filter_words import (
    filter_name,
    joins_with_or,
    operator_words,
    short_filter_name,
    short_operator_words,
    shortened,
    value_words,
)
from netwrix_tui.records.filters import SPECS, Filter, Operator
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange
from netwrix_tui.records.zone import ShownZone

_LONGEST_VALUE = 60
"""Cells that one value may take in the full sentence."""

_TELLING = frozenset({"", "Who", "What", "Workstation", "Where"})
"""Filters that say more of a search than the others do; the subject and the time among them."""

_DONE = {
    name: name.lower()
    for name in (
        "Added", "Removed", "Modified", "Read", "Moved", "Renamed", "Copied", "Sent", "Activated",
    )
} | {"Checked in": "checked in", "Checked out": "checked out"}  # fmt: skip
"""Actions that follow ``Everything``."""

_HAPPENED = {
    "Successful Logon": "successful logons",
    "Failed Logon": "failed logons",
    "Logoff": "logoffs",
    "Session start": "session starts",
    "Session end": "session ends",
    "Discard check out": "discarded check-outs",
} | {
    f"{verb} (Failed Attempt)": f"failed attempts to {verb.lower()}"
    for verb in ("Add", "Remove", "Modify", "Read", "Move", "Rename")
}
"""Actions that are things themselves."""

_PLAIN_NAME = re.compile(r"[\w$@(][\w .\\@$()/:-]*[\w$)]|\w")
_READS_ON = re.compile(r" (or|and|but|by|on|at|is|any|last|not|to) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of the sentence, and how many filters it speaks for."""

    text: str
    filters: int
    glued: bool = False
    """True where a space joins it to what stands before it, instead of a comma."""

    name: str = ""
    """The filter that it is about; empty for the subject and the time."""

    @property
    def rank(self) -> int:
        """Which clauses stay where not all fit: the least first."""
        if not self.filters:
            return 2
        return 0 if self.name in _TELLING else 1


@dataclass(frozen=True, slots=True)
class _Phrase:
    """How a filter is said where only whole names are compared."""

    only: str
    none_of: str
    none_of_short: str


_PHRASES = {
    "Who": _Phrase("by", "by anyone but", "not by"),
    "DataSource": _Phrase("on", "on anything but", "not on"),
    "Where": _Phrase("at", "anywhere but", "not at"),
}


def sentence(parameters: SearchParameters, zone: ShownZone) -> str:
    """The search in words, every condition in it. One line, however long."""
    return _joined(_Wording(zone, _LONGEST_VALUE, short=False).clauses(parameters))


def short_sentence(parameters: SearchParameters, zone: ShownZone, width: int = 68) -> str:
    """The search in words, in at most ``width`` cells."""
    wordings = [
        _Wording(zone, _LONGEST_VALUE, short=False),
        *(_Wording(zone, room, short=True) for room in (40, 24, 18, 14)),
    ]
    clauses: list[_Clause] = []
    for wording in wordings:
        clauses = wording.clauses(parameters)
        text = _joined(clauses)
        if cells(text) <= width:
            return text
    return shortened(_what_fits(clauses, parameters, width), width)


def _what_fits(clauses: Sequence[_Clause], parameters: SearchParameters, width: int) -> str:
    kept: list[_Clause] = []
    # The time says most about what can be found, so its place is kept first; words that stand for
    # no filter only take what is left.
    # Whom and what it is about says more than the kind of thing.
    for clause in sorted((clauses[-1], *clauses[:-1]), key=lambda clause: clause.rank):
        trial = [c for c in clauses if c in kept or c is clause]
        if cells(_with_tail(clauses, trial)) <= width:
            kept = trial
    if not any(clause.filters for clause in kept):
        # By what it is, where not even one condition can be told.
        names = ", ".join(dict.fromkeys(short_filter_name(f.name) for f in parameters.filters))
        return names if 0 < cells(names) <= width else _counted(len(parameters.filters), "filter")
    return _with_tail(clauses, kept)


def _with_tail(clauses: Sequence[_Clause], kept: Sequence[_Clause]) -> str:
    text = _joined(kept)
    left = sum(c.filters for c in clauses) - sum(c.filters for c in kept)
    if not left:
        return text
    return f"{text}{'' if text.endswith('…') else ' …'} and {_counted(left, 'more filter')}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _joined(clauses: Iterable[_Clause]) -> str:
    text = ""
    for clause in clauses:
        text += ("" if not text else " " if clause.glued else ", ") + clause.text
    return text[:1].upper() + text[1:]


def _listed(items: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " or " + items[-1]


def _names(parameters: SearchParameters) -> list[str]:
    """The names of the filters, the documented ones in their usual order."""
    return list(dict.fromkeys((*SPECS, *(f.name for f in parameters.filters))))


@dataclass(frozen=True, slots=True)
class _Wording:
    """Says the conditions of a search, in full or short, with ``room`` cells for a value."""

    zone: ShownZone
    room: int
    short: bool

    def clauses(self, parameters: SearchParameters) -> list[_Clause]:
        """The subject first, the time last."""
        subject = self._subject(parameters.named("Action"))
        said = {"When", "Action"} if subject.filters else {"When"}
        rest = [
            self._clause(name, parameters.named(name))
            for name in (*_PHRASES, *(n for n in _names(parameters) if n not in _PHRASES))
            if name not in said and parameters.named(name)
        ]
        return [subject, *rest, self._time(parameters.named("When"))]

    def _subject(self, actions: Sequence[Filter]) -> _Clause:
        names = [str(f.value) for f in actions if not f.operator.is_negative]
        if names and len(names) == len(actions):
            if all(name in _DONE for name in names):
                done = _listed([_DONE[name] for name in names])
                return _Clause(done if self.short else f"everything {done}", len(names))
            if all(name in _HAPPENED for name in names):
                return _Clause(_listed([_HAPPENED[name] for name in names]), len(names))
        return _Clause("everything", 0)

    def _time(self, entries: Sequence[Filter]) -> _Clause:
        if not entries:
            return _Clause("any time" if self.short else "at any time", 0)
        said = self._compared(entries, lambda f: "not" if f.operator.is_negative else "")
        return _Clause(said, len(entries))

    def _clause(self, name: str, entries: Sequence[Filter]) -> _Clause:
        phrase = _PHRASES.get(name)
        if phrase is not None and all(f.operator in _WHOLE_NAMES for f in entries):
            return self._phrase(name, phrase, entries)
        word = short_operator_words if self.short else operator_words
        label = short_filter_name(name) if self.short else filter_name(name)
        said = self._compared(entries, lambda f: word(f.name, f.operator))
        words = said if name == "WorkingHours" else f"{label} {said}"
        return _Clause(words, len(entries), name=name)

    def _phrase(self, name: str, phrase: _Phrase, entries: Sequence[Filter]) -> _Clause:
        wanted = _listed([self._name(f) for f in entries if not f.operator.is_negative])
        unwanted = _listed([self._name(f) for f in entries if f.operator.is_negative])
        if not unwanted:
            return _Clause(f"{phrase.only} {wanted}", len(entries), glued=True, name=name)
        if not wanted:
            word = phrase.none_of_short if self.short else phrase.none_of
            return _Clause(f"{word} {unwanted}", len(entries), glued=True, name=name)
        return _Clause(
            f"{phrase.only} {wanted} but not {unwanted}", len(entries), glued=True, name=name
        )

    def _compared(self, entries: Sequence[Filter], word: Callable[[Filter], str]) -> str:
        """Alternatives joined by ``or``, their operator said where it changes; then the rest."""
        either = [f for f in entries if joins_with_or(f)]
        every = [f for f in entries if not joins_with_or(f)]
        said = ""
        for before, entry in zip((None, *either), either, strict=False):
            known = before is not None and before.operator is entry.operator
            said += (" or " if said else "") + self._said("" if known else word(entry), entry)
        all_hold = " and ".join(self._said(word(f), f) for f in every)
        return f"{said}, but {all_hold}" if said and all_hold else said or all_hold

    def _said(self, operator: str, entry: Filter) -> str:
        return f"{operator} {self._value(entry)}".lstrip()

    def _name(self, entry: Filter) -> str:
        value = self._value(entry)
        in_group = entry.operator in (Operator.IN_GROUP, Operator.NOT_IN_GROUP)
        return f"members of {value}" if in_group else value

    def _value(self, entry: Filter) -> str:
        words = value_words(entry.value, self.zone, self.room)
        if isinstance(entry.value, Timeframe) and self.short:
            return words.replace("last seven", "7").replace("last thirty", "30")
        if isinstance(entry.value, Timeframe | TimeRange | RelativeSpan | HoursRange | WeeklyHours):
            return words
        whole = entry.operator in _WHOLE_NAMES
        plain = whole and _PLAIN_NAME.fullmatch(words.removesuffix("…")) is not None
        return words if plain and not _READS_ON.search(words) else f"“{words}”"


_WHOLE_NAMES = frozenset(
    {Operator.EQUALS, Operator.NOT_EQUAL_TO, Operator.IN_GROUP, Operator.NOT_IN_GROUP}
)
"""Operators whose value is a whole name, as against a part of one."""
