"""Pairing: which record undoes which, among records of the same objects. Pure.

A record is undone by the first later one that puts back what it changed; a second one of the same,
as the doubles after a switch of the domain controller, undoes nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from netwrix_tui.records.effects import Effect, EffectKind

_MOST_OPEN = 16
"""Effects on one thing that wait for their counter-action; of more, the latest."""

Thing = tuple[object, ...]
"""What an effect is on: the object, the kind of the effect, and the property or the member."""


@dataclass(frozen=True, slots=True)
class Event:
    """A record with effects: its row, the object that it is about, and what it changed there."""

    row: int
    thing: Thing
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Counter:
    """The other record of a pair: its row, and the effect of this one that the pair is about."""

    row: int
    effect: Effect


@dataclass(slots=True)
class Pairs:
    """By row: what undid a record, and what a record undoes, the first effect first.

    ``effects`` is how many effects a row has that is one of a pair.
    """

    undone_by: dict[int, list[Counter]] = field(default_factory=dict)
    undoes: dict[int, list[Counter]] = field(default_factory=dict)
    effects: dict[int, int] = field(default_factory=dict)

    def is_whole(self, row: int) -> bool:
        """True where all that a record changed was undone."""
        return len(self.undone_by.get(row, ())) >= self.effects.get(row, 1)


class Pairing:
    """Takes events in the order in which they happened, and pairs them."""

    def __init__(self, pairs: Pairs | None = None) -> None:
        """``pairs`` takes what is found; by default a new one."""
        self.pairs = pairs if pairs is not None else Pairs()
        self._open: dict[Thing, list[tuple[Event, Effect]]] = {}

    def take(self, events: Iterable[Event]) -> None:
        """Pair further events, none of which is earlier than those before."""
        for event in events:
            for effect in event.effects:
                self._close(event, effect)
            for effect in event.effects:
                waiting = self._open.setdefault(_thing(event, effect, effect.after), [])
                waiting.append((event, effect))
                del waiting[:-_MOST_OPEN]

    def _close(self, event: Event, effect: Effect) -> None:
        waiting = self._open.get(_thing(event, effect, effect.before))
        if not waiting:
            return
        undone = [
            (its, theirs) for its, theirs in waiting
            if effect.undoes(theirs) and _is_of_one(event, its, effect)
        ]  # fmt: skip
        for its, theirs in undone:
            self.pairs.undone_by.setdefault(its.row, []).append(Counter(event.row, theirs))
            self.pairs.effects[its.row] = len(its.effects)
        if undone:
            self.pairs.undoes.setdefault(event.row, []).append(Counter(undone[-1][0].row, effect))
            waiting[:] = [each for each in waiting if each not in undone]


def _is_of_one(event: Event, other: Event, effect: Effect) -> bool:
    """True where two events name one object; of a move, by where it stood or where it stands."""
    if effect.kind is not EffectKind.PLACE:
        return True
    names = (event.thing[0], effect.before, effect.after)
    return other.thing[0] in names and event.thing[0] in (other.thing[0], *names[1:])


def _thing(event: Event, effect: Effect, path: str) -> Thing:
    """Of what was moved or renamed, where it stands; of all else, the object and what of it."""
    if effect.kind is EffectKind.PLACE:
        return (effect.kind, *event.thing[1:], path)
    return (*event.thing, effect.kind, effect.name)
