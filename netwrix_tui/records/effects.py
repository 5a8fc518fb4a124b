"""Effects of a record: what it changed, from what to what, so that its counter-action is known.

Pure. An action that failed has none, and neither has one of which no state is told: a logon, a
read, a password that was reset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from netwrix_tui.records.folded import folded
from netwrix_tui.records.record import Detail

THERE = "there"
"""Stands for the state of an object, or of a member, that is there; the other is the empty text."""

CHANGING = frozenset(("Added", "Removed", "Modified", "Moved", "Renamed", "Activated"))
"""Actions that may have effects."""

_MEMBER = re.compile(r"\s*(Added|Removed):\s*(.+)", re.DOTALL | re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]*)"')
_PLACES = frozenset(("path", "container", "location", "parent"))
"""Properties of a move that hold where the object stood and where it stands."""

_NAMES = frozenset(("name", "object name", "file name"))
_MOST = 200
"""Effects of one record that are looked at."""


class EffectKind(StrEnum):
    """What of an object an effect is about."""

    EXISTENCE = "existence"
    MEMBER = "member"
    VALUE = "value"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that went from ``before`` to ``after``; ``name`` says which: property, member.

    These are folded, to be compared; ``shown`` is the name and ``was`` the value before as they
    came.
    """

    kind: EffectKind
    name: str
    before: str
    after: str
    shown: str = ""
    was: str = ""

    def undoes(self, other: Effect) -> bool:
        """True where this, coming later, puts back what the other one changed."""
        if self.kind is not other.kind or self.name != other.name or self.after != other.before:
            return False
        # A value is put back whatever it was meanwhile; an object comes from where it went to.
        return self.kind is not EffectKind.PLACE or self.before == other.after


def effects_of(action: str, what: str, details: Sequence[Detail]) -> tuple[Effect, ...]:
    """The effects of a record, at most 200."""
    if action not in CHANGING:
        return ()
    if action in ("Moved", "Renamed"):
        return tuple(_moved(action, what, details))[:_MOST]
    return tuple(_changed(action, details))[:_MOST]


def names_of(action: str, what: str, details: Sequence[Detail]) -> tuple[str, ...]:
    """What the record's object was and is called, as it came: its own What first.

    Of what was moved or renamed, where it stood and where it stands.
    """
    names = [what]
    if action in ("Moved", "Renamed"):
        for detail in details:
            names += _places(action, what, detail) or ()
    return tuple(dict.fromkeys(names))


def _changed(action: str, details: Sequence[Detail]) -> Iterator[Effect]:
    members = [effect for detail in details for effect in _members(detail)]
    if action in ("Added", "Removed") and not members:
        states = ("", THERE) if action == "Added" else (THERE, "")
        yield Effect(EffectKind.EXISTENCE, "", *states)
        return
    yield from members
    for detail in details:
        before, after = detail.before or "", detail.after or ""
        if before != after:
            shown = detail.property_name or ""
            states = (folded(before), folded(after))
            yield Effect(EffectKind.VALUE, folded(shown), *states, shown=shown, was=before)


def _members(detail: Detail) -> Iterator[Effect]:
    match = _MEMBER.fullmatch(detail.message or "")
    if match is None:
        return
    names = _QUOTED.findall(match[2]) or [match[2].strip()]
    states = ("", THERE) if match[1].casefold() == "added" else (THERE, "")
    for name in names[:_MOST]:
        key = f"{folded(detail.property_name or '')}\n{folded(name)}"
        yield Effect(EffectKind.MEMBER, key, *states, shown=name)


def _moved(action: str, what: str, details: Sequence[Detail]) -> Iterator[Effect]:
    for detail in details:
        places = _places(action, what, detail)
        if places is not None:
            before, after = map(folded, places)
            yield Effect(EffectKind.PLACE, "", before, after, was=places[0])


def _places(action: str, what: str, detail: Detail) -> tuple[str, str] | None:
    """Where an object stood and where it stands, whole; None of a detail that does not say it."""
    parent, separator, name = _split(what)
    before, after = detail.before or "", detail.after or ""
    which = folded(detail.property_name or "")
    if not before or not after or before == after:
        return None
    if action == "Renamed" and which in _NAMES:
        return f"{parent}{separator}{before}", f"{parent}{separator}{after}"
    if action != "Moved" or which not in _PLACES:
        return None
    if folded(name) in (folded(_split(before)[2]), folded(_split(after)[2])):
        return before, after
    # Some sources tell the folders alone.
    return f"{before}{separator}{name}", f"{after}{separator}{name}"


def _split(path: str) -> tuple[str, str, str]:
    """Folder, separator and name of an object."""
    cut = max(path.rfind("\\"), path.rfind("/"))
    return (path[:cut], path[cut], path[cut + 1 :]) if cut >= 0 else ("", "\\", path)
