"""Rows that came while a search was followed: they are shown above the others."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import overload


class ConcatenatedRanges(Sequence[int]):
    """Ranges one after the other, as one sequence: a million rows in a handful of numbers."""

    __slots__ = ("_ends", "_ranges")

    def __init__(self, ranges: Sequence[range]) -> None:
        self._ranges = [piece for piece in ranges if piece]
        self._ends = list(accumulate(map(len, self._ranges)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, at: int) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...

    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        if at < 0:
            at += len(self)
        if not 0 <= at < len(self):
            raise IndexError(f"no place {at} among {len(self)} rows")
        piece = bisect_right(self._ends, at)
        return self._ranges[piece][at - self._ends[piece]]


@dataclass(frozen=True, slots=True)
class FollowedRows:
    """Rows as ranges that rise and do not touch. Immutable: it is read while a store grows."""

    ranges: tuple[range, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __len__(self) -> int:
        return sum(map(len, self.ranges))

    def __contains__(self, row: int) -> bool:
        place = bisect_right(self.ranges, row, key=_start)
        return place > 0 and row in self.ranges[place - 1]

    def with_(self, first: int, end: int) -> FollowedRows:
        """These, and the rows from ``first``, above all of them, up to ``end``."""
        if self.ranges and self.ranges[-1].stop == first:
            return FollowedRows((*self.ranges[:-1], range(self.ranges[-1].start, end)))
        return FollowedRows((*self.ranges, range(first, end)))

    def below(self, upto: int) -> FollowedRows:
        """Those that are below a row."""
        if not self.ranges or self.ranges[-1].stop <= upto:
            return self
        cut = (range(piece.start, min(piece.stop, upto)) for piece in self.ranges)
        return FollowedRows(tuple(piece for piece in cut if piece))

    def rank(self, row: int) -> int:
        """Rises in the order shown: the last arrival first, then the others as they came."""
        return -row - 1 if row in self else row

    def followed_first(self, upto: int) -> Sequence[int]:
        """All rows up to one, in the order shown."""
        if not self.ranges:
            return range(upto)
        return ConcatenatedRanges(
            [*(piece[::-1] for piece in reversed(self.ranges)), *self._others(upto)]
        )

    def with_followed_first(self, rows: array[int]) -> array[int]:
        """Some rows, which rise, in the order shown."""
        result = array("I")
        for piece in reversed(self.ranges):
            result += _within(rows, piece)[::-1]
        for piece in self._others(rows[-1] + 1 if rows else 0):
            result += _within(rows, piece)
        return result

    def among(self, rows: Sequence[int]) -> int:
        """How many of some rows, which rise, are of these."""
        return sum(
            bisect_left(rows, piece.stop) - bisect_left(rows, piece.start) for piece in self.ranges
        )

    def _others(self, upto: int) -> list[range]:
        starts = [0, *(piece.stop for piece in self.ranges)]
        ends = [*(piece.start for piece in self.ranges), upto]
        return [range(start, end) for start, end in zip(starts, ends, strict=True)]


def _start(piece: range) -> int:
    return piece.start


def _within(rows: array[int], piece: range) -> array[int]:
    return rows[bisect_left(rows, piece.start) : bisect_left(rows, piece.stop)]
