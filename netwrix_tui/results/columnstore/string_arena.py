"""String arena: texts by number, their bytes end to end, and four bytes each to find them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate

_FORM = ("utf-8", "surrogatepass")


class StringArena:
    """Texts in the order in which they were put down; none is looked for by what it says.

    Written by one thread; texts that were there before the writing began are read without a lock.
    """

    __slots__ = ("_blocks", "_ends", "_firsts")

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._firsts: list[int] = []
        self._ends: array[int] = array("I")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        block = bisect_right(self._firsts, number) - 1
        start = self._ends[number - 1] if number > self._firsts[block] else 0
        return self._blocks[block][start : self._ends[number]].decode(*_FORM)

    def append(self, texts: list[str]) -> None:
        """Put down further texts, at least one."""
        first = len(self._ends)
        encoded = [text.encode(*_FORM) for text in texts]
        self._ends.extend(accumulate(map(len, encoded)))
        self._blocks.append(b"".join(encoded))
        # Last: a block is found through its first text.
        self._firsts.append(first)
