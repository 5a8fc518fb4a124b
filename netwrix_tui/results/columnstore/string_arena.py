"""String arena: texts by number, their bytes end to end, and four bytes each to find them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate, islice

from netwrix_tui.records.folded import folded_each

_FORM = ("utf-8", "surrogatepass")
BITS = 10
BLOCK = 1 << BITS
"""Texts whose bytes are one block: a number leads to its block without a search."""

WITHIN = BLOCK - 1
_BETWEEN = b"\0"


class StringArena:
    """Texts in the order in which they were put down; none is looked for by what it says.

    Written by one thread; texts that were there before the writing began are read without a lock:
    the last block is replaced by a longer one, which begins like it.
    """

    __slots__ = ("_blocks", "_ends")

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._ends: array[int] = array("I")
        """Where each text ends in its block."""

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        start = self._ends[number - 1] if number & WITHIN else 0
        return self._blocks[number >> BITS][start : self._ends[number]].decode(*_FORM)

    def texts(self, numbers: Sequence[int]) -> list[str]:
        """The texts with these numbers, in their order."""
        if isinstance(numbers, range) and numbers.step == 1:
            return self._consecutive(numbers.start, numbers.stop)
        return [piece.decode(*_FORM) for piece in self._bytes(numbers)]

    def folded(self, numbers: Sequence[int]) -> list[str]:
        """The same, as :func:`folded` makes them: all at once."""
        if isinstance(numbers, range) and numbers.step == 1:
            return folded_each(self._consecutive(numbers.start, numbers.stop))
        pieces = self._bytes(numbers)
        whole = _BETWEEN.join(pieces)
        if whole.isascii():
            found = whole.decode("ascii").lower().split("\0")
            if len(found) == len(pieces):
                return found
        return folded_each([piece.decode(*_FORM) for piece in pieces])

    def append(self, texts: list[str]) -> None:
        """Put down further texts, at least one."""
        first = 0
        while first < len(texts):
            used = len(self._ends) & WITHIN
            some = texts[first : first + BLOCK - used]
            whole = "".join(some)
            data = whole.encode(*_FORM)
            lengths = map(len, some if whole.isascii() else [each.encode(*_FORM) for each in some])
            # The block first: whoever knows of a text finds its bytes.
            if used:
                begin = self._ends[-1]
                self._blocks[-1] += data
            else:
                begin = 0
                self._blocks.append(data)
            self._ends.extend(array("I", islice(accumulate(lengths, initial=begin), 1, None)))
            first += len(some)

    def _bytes(self, numbers: Sequence[int]) -> list[bytes]:
        blocks, ends = self._blocks, self._ends
        return [
            blocks[number >> BITS][ends[number - 1] if number & WITHIN else 0 : ends[number]]
            for number in numbers
        ]

    def _consecutive(self, first: int, end: int) -> list[str]:
        found: list[str] = []
        while first < end:
            stop = min(end, (first | WITHIN) + 1)
            block = self._blocks[first >> BITS]
            ends = self._ends[first:stop]
            starts = array("I", (self._ends[first - 1] if first & WITHIN else 0,)) + ends[:-1]
            if block.isascii():
                text = block.decode("ascii")
                found += [text[a:b] for a, b in zip(starts, ends, strict=True)]
            else:
                found += [block[a:b].decode(*_FORM) for a, b in zip(starts, ends, strict=True)]
            first = stop
        return found
