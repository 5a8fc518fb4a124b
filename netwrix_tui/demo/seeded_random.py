"""Seeded random numbers: a record is drawn anew from its salt each time, always the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")

# Knuth's constants for a 64-bit linear congruential generator; only its upper bits are used.
_FACTOR = 6364136223846793005
_STEP = 1442695040888963407
_MASK = (1 << 64) - 1


class SeededRandom:
    """A stream of small numbers that depends on nothing but the salt.

    ``random.Random`` takes ten microseconds to seed, which is as long as a whole record may take.
    """

    __slots__ = ("_state",)

    def __init__(self, salt: int) -> None:
        self._state = salt * _FACTOR + _STEP & _MASK

    def below(self, bound: int) -> int:
        """A number from 0 up to ``bound``, which is not reached."""
        self._state = state = self._state * _FACTOR + _STEP & _MASK
        return (state >> 32) * bound >> 32

    def pick(self, choices: Sequence[_T]) -> _T:
        """One of the choices."""
        self._state = state = self._state * _FACTOR + _STEP & _MASK
        return choices[(state >> 32) * len(choices) >> 32]

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.below(100) < percent
