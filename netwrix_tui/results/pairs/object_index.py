"""Index of a store's rows by what their object is called, in eight bytes a row.

A column tells equal texts apart once there are many; the index does not: it holds a hash of each
row's What, small and capital letters alike. What is found by it is compared as text.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import islice

from netwrix_tui.records.folded import folded
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.cooperative_steps import Steps, slices

_SIZE = 8

_SLICE = 4_096


class ObjectIndex:
    """Rows of each object. One thread extends it by :meth:`catching_up`; any may ask."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._hashes = bytearray()

    def __len__(self) -> int:
        """How many rows it knows."""
        return len(self._hashes) // _SIZE

    def catching_up(self) -> Steps[None]:
        """Take up the rows that the store has got since; some 1 s for a million."""
        column, upto = self.store.column("what"), len(self.store)
        for start, end in slices(len(self), upto, _SLICE):
            codes = column.codes[start:end]
            texts = column.texts(codes)
            self._hashes += array("q", [hash(folded(text)) for text in texts]).tobytes()
            yield

    def rows(self, name: str, near: int, most: int) -> list[int]:
        """The rows whose What is this folded name, so many above and below a row, which rise."""
        return [
            *reversed(list(islice(self._found(name, near, above=True), most))),
            *islice(self._found(name, near, above=False), most),
        ]

    def hashes(self) -> array[int]:
        """The hash of each row's object: a copy."""
        hashes = array("q")
        hashes.frombytes(bytes(self._hashes))
        return hashes

    def _found(self, name: str, near: int, *, above: bool) -> Iterator[int]:
        needle = array("q", [hash(name)]).tobytes()
        column, end = self.store.column("what"), len(self._hashes)
        at = near * _SIZE
        while True:
            if above:
                # What begins below the place, and so may end in it.
                at = self._hashes.rfind(needle, 0, at + _SIZE - 1)
            else:
                at = self._hashes.find(needle, at, end)
            if at < 0:
                return
            row, rest = divmod(at, _SIZE)
            if not rest and folded(column[row]) == name:
                yield row
            at += 0 if above else 1
