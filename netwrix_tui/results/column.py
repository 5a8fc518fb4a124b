"""A column of text that holds each distinct value once and every row as a small number."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

_SHORT_CODES = 1 << 16
"""So many distinct values fit into two bytes a row; beyond, a row takes four."""

_COUNTED = 20_000
"""Distinct values that are looked at for the most frequent ones, within the time of a key."""


class Column:
    """Text by row, as codes into a list of the distinct values.

    One thread extends it; others may read the rows that were there before the extension began,
    without a lock: nothing that a reader holds is ever changed or taken away, only added to.
    """

    __slots__ = ("_code_of", "_codes", "_counts", "_values")

    def __init__(self) -> None:
        self._codes: array[int] = array("H")
        self._values: list[str] = []
        self._counts: list[int] = []
        self._code_of: dict[str, int] = {}

    def __getitem__(self, row: int) -> str:
        return self._values[self._codes[row]]

    @property
    def codes(self) -> array[int]:
        """The code of each row. It is only ever added to: read it up to the rows you know of."""
        return self._codes

    def texts(self, codes: Sequence[int]) -> list[str]:
        """The values that some codes stand for, in their order."""
        return list(map(self._values.__getitem__, codes))

    @property
    def distinct(self) -> int:
        """How many different values there are."""
        return len(self._values)

    def extend(self, texts: list[str]) -> None:
        """Append one row for each text."""
        # Almost every value was seen before: asking for all of them at once is the fast way.
        coded = list(map(self._code_of.get, texts))
        codes = [code for code in coded if code is not None]
        if len(codes) < len(coded):
            codes = list(map(self._code, texts))
        for code, times in Counter(codes).items():
            self._counts[code] += times
        if len(self._values) > _SHORT_CODES and self._codes.typecode == "H":
            # A reader goes on with the old array, which stays as it is.
            self._codes = array("I", self._codes)
        self._codes.extend(codes)

    def most_frequent(self, most: int) -> list[str]:
        """The distinct values, the most frequent first, empty text left out; ``most`` at most.

        In a column of a great many distinct values, only those seen first are looked at.
        """
        counted = zip(self._counts[:_COUNTED], self._values, strict=False)
        found = sorted((pair for pair in counted if pair[1]), key=itemgetter(0), reverse=True)
        return [text for _, text in found[:most]]

    def _code(self, text: str) -> int:
        code = self._code_of.get(text)
        if code is None:
            code = len(self._values)
            self._counts.append(0)
            self._values.append(text)
            self._code_of[text] = code
        return code
