"""Arrival order of the records, as observed: the vendor's documentation names none."""

from __future__ import annotations

from enum import StrEnum


class ArrivalOrder(StrEnum):
    """How the moments of the records run in the order of arrival; a case keeps the text."""

    UNKNOWN = ""
    NEWEST_FIRST = "newest first"
    OLDEST_FIRST = "oldest first"
    MIXED = "in no order of time"

    @property
    def words(self) -> str:
        """What the screen says of it."""
        if self is ArrivalOrder.MIXED:
            return "not strictly newest first; S on When sorts"
        return self.value


class OrderObserver:
    """Watches moments arrive. Equal moments fit any order; unreadable ones are not shown to it."""

    __slots__ = ("_falling", "_last", "_rising")

    def __init__(self) -> None:
        self._last: int | None = None
        self._rising = True
        self._falling = True

    def watch(self, timestamps: list[int]) -> ArrivalOrder:
        """Take in further moments; returns the order of all that were seen."""
        if not timestamps:
            return self._order()
        line = timestamps if self._last is None else [self._last, *timestamps]
        # Sorting what is in order already is one pass without Python code.
        self._rising = self._rising and line == sorted(line)
        self._falling = self._falling and line == sorted(line, reverse=True)
        self._last = line[-1]
        return self._order()

    def _order(self) -> ArrivalOrder:
        if self._rising and self._falling:
            return ArrivalOrder.UNKNOWN
        if self._falling:
            return ArrivalOrder.NEWEST_FIRST
        return ArrivalOrder.OLDEST_FIRST if self._rising else ArrivalOrder.MIXED
