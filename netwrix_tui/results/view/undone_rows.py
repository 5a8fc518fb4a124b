"""What undid each row of a store, as codes of few words: to sort, filter and count by.

Who pairs the records stands above (:mod:`netwrix_tui.results.pairs`) and hands it in.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntFlag

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.cooperative_steps import Steps

UNDONE = "undone"
"""Stands for a field where it is about what undid a record."""


class Fate(IntFlag):
    """What became of what a record did. A bit each; several may hold."""

    UNDONE = 1
    RESTORED = 2
    """Undone, and what was undone is that something was taken away."""
    PARTLY = 4
    """Not all that it changed."""
    UNDOES = 8
    """It undoes another record itself."""
    BURST = 16
    """It is one of many of its kind, close together."""


CODES = 32


def fate_words(fate: int) -> str:
    """``partly undone · burst``; empty where nothing is known."""
    parts = []
    if fate & (Fate.UNDONE | Fate.RESTORED):
        head = "restored" if fate & Fate.RESTORED else "undone"
        parts.append(f"partly {head}" if fate & Fate.PARTLY else head)
    if fate & Fate.UNDOES:
        parts.append("undoes")
    if fate & Fate.BURST:
        parts.append("burst")
    return " · ".join(parts)


FATES = tuple(map(fate_words, range(CODES)))
"""The words of each code."""


def _rank(fate: int) -> int:
    if fate & (Fate.UNDONE | Fate.RESTORED):
        return 1 if fate & Fate.PARTLY else 0
    if fate & Fate.UNDOES:
        return 2
    return 3 if fate & Fate.BURST else 4


RANKS = array("I", map(_rank, range(CODES)))
"""How each code sorts: what was undone first, what has nothing to do with another record last."""


@dataclass(frozen=True, slots=True)
class UndoneRows:
    """The :class:`Fate` of each row that a store had, as a column of codes has its values."""

    codes: array[int]
    distinct: int = CODES

    def texts(self, codes: Sequence[int]) -> list[str]:
        """The words that some codes stand for, in their order."""
        return [FATES[code] for code in codes]


FindUndone = Callable[[Store], Steps[UndoneRows]]
"""Finds what undid the rows that a store has when it is begun with, and those that come meanwhile;
on any thread, some seconds for a million.
"""


def nothing_undone(store: Store) -> Steps[UndoneRows]:
    """Of nothing is it known what undid it."""
    yield
    return UndoneRows(array("B", bytes(len(store))))
