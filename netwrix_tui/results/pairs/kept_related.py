"""What belongs to each other in one store, worked out once for all who ask. Any thread may ask."""

from __future__ import annotations

from array import array
from collections.abc import Generator
from threading import Lock

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.pairs.object_index import ObjectIndex
from netwrix_tui.results.pairs.related import AllRelated, Related, find_all_related, find_related
from netwrix_tui.results.pairs.related_words import is_restored
from netwrix_tui.results.view.cooperative_steps import Steps, slices
from netwrix_tui.results.view.undone_rows import Fate, UndoneRows

_TURN = 0.02
"""Seconds that one waits for another at a time."""


class KeptRelated:
    """Pairs and runs of a store. Who asks while another is at it waits for that one's answer."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._index = ObjectIndex(store)
        self._lock = Lock()
        self._every: AllRelated | None = None
        self._undone: UndoneRows | None = None

    def of_row(self, row: int) -> Steps[Related]:
        """What belongs to one record."""
        yield from self._turn()
        try:
            return (yield from find_related(self._index, row))
        finally:
            self._lock.release()

    def of_all(self) -> Steps[AllRelated]:
        """What belongs to all of those that are loaded by now."""
        yield from self._turn()
        try:
            return (yield from self._found())
        finally:
            self._lock.release()

    def undone(self) -> Steps[UndoneRows]:
        """The same as codes of the rows."""
        yield from self._turn()
        try:
            every = yield from self._found()
            if self._undone is None:
                self._undone = yield from _undone_rows(every)
            return self._undone
        finally:
            self._lock.release()

    def _found(self) -> Steps[AllRelated]:
        if self._every is None or self._every.upto < len(self.store):
            self._every = yield from find_all_related(self._index)
            self._undone = None
        return self._every

    def _turn(self) -> Generator[None]:
        # In short turns: whoever waits may be told that nobody wants it any more.
        while not self._lock.acquire(timeout=_TURN):
            yield


def _undone_rows(every: AllRelated) -> Steps[UndoneRows]:
    codes = array("B")
    for start, end in slices(0, every.upto):
        codes.extend([Fate.BURST.value if run else 0 for run in every.run_of[start:end]])
        yield
    pairs = every.pairs
    for row, counters in pairs.undone_by.items():
        codes[row] |= Fate.RESTORED if is_restored(counters[0]) else Fate.UNDONE
        if not pairs.is_whole(row):
            codes[row] |= Fate.PARTLY
    yield
    for row in pairs.undoes:
        codes[row] |= Fate.UNDOES
    return UndoneRows(codes)
