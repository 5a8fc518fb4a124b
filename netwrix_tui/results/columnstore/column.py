"""Column of text: a small code for each row, and each distinct value held once."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from heapq import nlargest
from itertools import compress, count, islice
from operator import itemgetter
from struct import pack
from typing import cast

from netwrix_tui.records.folded import folded_each
from netwrix_tui.results.columnstore.string_arena import StringArena

_SHORT_CODES = 1 << 16
"""So many codes fit into two bytes a row; beyond, a row takes four."""

KNOWN = 1 << 16
"""Distinct values that are known again when they come again.

To know a value takes some 190 bytes and its text. A column with more values than this hardly ever
repeats one (paths of files), and its further values are put down in 4 bytes and their text, each
time anew.
"""

_COUNTED = 20_000
"""Distinct values that are looked at for the most frequent ones, within the time of a key."""


class Column:
    """Text by row, as codes into a list of values.

    One thread extends it; others may read the rows that were there before the extension began,
    without a lock: nothing that a reader holds is ever changed or taken away, only added to.
    """

    __slots__ = ("_code_of", "_codes", "_counts", "_late", "_values")

    def __init__(self) -> None:
        self._codes: array[int] = array("H")
        self._values: list[str] = []
        self._counts: list[int] = []
        self._code_of: dict[str, int] = {}
        self._late = StringArena()

    def __getitem__(self, row: int) -> str:
        return self._text(self._codes[row])

    @property
    def codes(self) -> array[int]:
        """The code of each row. It is only ever added to: read it up to the rows you know of."""
        return self._codes

    @property
    def distinct(self) -> int:
        """How many codes there are: different values, but for those beyond :data:`KNOWN`."""
        return len(self._values) + len(self._late)

    @property
    def late(self) -> int:
        """How many rows have a value that is not known again when it comes again."""
        return len(self._late)

    def code_of(self, text: str) -> int | None:
        """The code of a value that is known again; None where it is not."""
        return self._code_of.get(text)

    def texts(self, codes: Sequence[int]) -> list[str]:
        """The values that some codes stand for, in their order."""
        if not self._late:
            return list(map(self._values.__getitem__, codes))
        if isinstance(codes, range) and codes.step == 1:
            known, late = self._parts(codes)
            return self._values[known.start : known.stop] + self._late.texts(late)
        return list(map(self._text, codes))

    def folded(self, codes: Sequence[int]) -> list[str]:
        """The values that some codes stand for, folded: small and capital letters alike."""
        if not self._late:
            return folded_each(list(map(self._values.__getitem__, codes)))
        if isinstance(codes, range) and codes.step == 1:
            known, late = self._parts(codes)
            return folded_each(self._values[known.start : known.stop]) + self._late.folded(late)
        # What is sorted by runs has the known ones first.
        ahead = sum(map(KNOWN.__gt__, codes))
        if max(codes[:ahead], default=0) >= KNOWN:
            return folded_each(list(map(self._text, codes)))
        late_ones = list(map((-KNOWN).__add__, codes[ahead:]))
        known_ones = folded_each(list(map(self._values.__getitem__, codes[:ahead])))
        return known_ones + self._late.folded(late_ones)

    def _parts(self, codes: range) -> tuple[range, range]:
        """Codes of values that are known again, and the numbers of the late ones behind them."""
        known = range(min(codes.start, KNOWN), min(codes.stop, KNOWN))
        return known, range(max(codes.start, KNOWN) - KNOWN, max(codes.stop, KNOWN) - KNOWN)

    def extend(self, texts: list[str]) -> None:
        """Append one row for each text."""
        # Almost every value was seen before: asking for all of them at once is the fast way.
        coded = list(map(self._code_of.get, texts))
        if None in coded:
            coded = self._learnt(texts, coded)
        counts = self._counts
        for code, times in Counter(coded).items():
            if code is not None:
                counts[code] += times
        codes = self._with_late(texts, coded)
        if self.distinct > _SHORT_CODES and self._codes.typecode == "H":
            # A reader goes on with the old array, which stays as it is.
            self._codes = array("I", self._codes)
        self._codes.frombytes(pack(f"{len(codes)}{self._codes.typecode}", *codes))

    def most_frequent(self, most: int) -> list[str]:
        """The distinct values, the most frequent first, empty text left out; ``most`` at most.

        In a column of a great many distinct values, only those seen first are looked at.
        """
        counted = zip(self._counts[:_COUNTED], self._values, strict=False)
        found = sorted((pair for pair in counted if pair[1]), key=itemgetter(0), reverse=True)
        return [text for _, text in found[:most]]

    def top(self, most: int) -> list[tuple[str, int]]:
        """The most frequent values with how often each is there, empty text included."""
        counts = self._counts
        # Of the values: another thread adds a count first, and then its value.
        codes = nlargest(most, range(len(self._values)), key=counts.__getitem__)
        return [(self._values[code], counts[code]) for code in codes]

    def _text(self, code: int) -> str:
        # Values are only added: what lies beyond those known now was late when it came.
        return self._values[code] if code < KNOWN else self._late[code - KNOWN]

    def _learnt(self, texts: list[str], coded: list[int | None]) -> list[int | None]:
        """The codes, after those values were given one that have none yet, as long as there is
        room for them.
        """
        first = len(self._values)
        if first == KNOWN:
            return coded
        unknown = dict.fromkeys(compress(texts, [code is None for code in coded]))
        new = list(islice(unknown, KNOWN - first))
        # The values first: what is counted has a value.
        self._values.extend(new)
        self._counts.extend(bytes(len(new)))
        self._code_of.update(zip(new, range(first, first + len(new)), strict=True))
        return list(map(self._code_of.get, texts))

    def _with_late(self, texts: list[str], coded: list[int | None]) -> list[int]:
        """The codes of all rows, with a further one for each text that has none."""
        if None not in coded:
            return cast("list[int]", coded)
        further = count(KNOWN + len(self._late))
        codes = [next(further) if code is None else code for code in coded]
        self._late.append(list(compress(texts, [code is None for code in coded])))
        return codes
