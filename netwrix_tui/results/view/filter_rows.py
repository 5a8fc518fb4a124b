"""Row filter: the rows that match a quick filter; each distinct value is tested once."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import compress, repeat
from operator import contains, eq

from netwrix_tui.records.folded import folded_each
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.column import Column
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.columnstore.timestamps import UNKNOWN
from netwrix_tui.results.view.cooperative_steps import SLICE, Steps, slices
from netwrix_tui.results.view.quick_filter import QuickFilter, Term
from netwrix_tui.results.view.shown_times import time_words, within
from netwrix_tui.results.view.undone_rows import UNDONE, UndoneRows

_TIMES = 2_048
"""Times that are put into words between two pauses."""


def filter_rows(
    store: Store,
    quick_filter: QuickFilter,
    first: int,
    end: int,
    undone: UndoneRows | None = None,
) -> Steps[array[int]]:
    """The rows from ``first`` up to ``end`` that match, in their order.

    ``undone`` is what undid them, where a term asks that.
    """
    tests = []
    for term in quick_filter.terms:
        tests.append((yield from _test(store, term, undone)))
    rows = array("I")
    for start, stop in slices(first, end):
        hits = (1 << 8 * (stop - start)) // 255  # a byte of 1 for each row
        for test in tests:
            hits &= yield from test.hits(start, stop)
            if not hits:
                break
        rows.extend(compress(range(start, stop), hits.to_bytes(stop - start, "little")))
        yield
    return rows


class _Test:
    """A term over the rows of a store, as flags of the codes of each column."""

    def __init__(
        self, term: Term, store: Store, flags: list[tuple[Column | UndoneRows, bytearray]]
    ) -> None:
        self._term = term
        self._store = store
        self._flags = flags
        self._is_time = _time_test(term) if "when" in term.fields else None

    def hits(self, start: int, stop: int) -> Steps[int]:
        """A byte for each of the rows, the first one lowest: 1 where the term holds."""
        every = (1 << 8 * (stop - start)) // 255
        hits = 0
        for column, flags in self._flags:
            codes = column.codes[start:stop]
            hits |= int.from_bytes(bytes(map(flags.__getitem__, codes)), "little")
        if self._is_time is not None and hits != every:
            hits |= yield from self._times(self._is_time, start, stop)
        return every ^ hits if self._term.excludes else hits

    def _times(self, is_time: Callable[[int], bool], start: int, stop: int) -> Steps[int]:
        found = bytearray()
        moments, when, text = self._store.timestamps, self._store.when, self._term.text
        for first, end in slices(start, stop, _TIMES):
            found.extend(
                # What names no moment is shown as it was sent.
                text in when(row).casefold() if moments[row] == UNKNOWN else is_time(moments[row])
                for row in range(first, end)
            )
            yield
        return int.from_bytes(found, "little")


def _time_test(term: Term) -> Callable[[int], bool]:
    """Tells of a moment, in microseconds since the epoch, whether it is what a term means."""
    if term.spans is not None:
        return within(term.spans)
    words, text = time_words(term.zone or UTC_ZONE), term.time_text
    return lambda moment: text in words(moment)


def _test(store: Store, term: Term, undone: UndoneRows | None) -> Steps[_Test]:
    tested: list[tuple[Column | UndoneRows, bytearray]] = []
    for field in term.fields:
        column = undone if field == UNDONE else None if field == "when" else store.column(field)
        if column is None:
            continue
        flags = bytearray()
        for start, end in slices(0, column.distinct, SLICE // 4):
            some = range(start, end)
            if isinstance(column, Column):
                texts = column.folded(some)
            else:
                texts = folded_each(column.texts(some))
            if term.is_whole:
                flags.extend(map(eq, texts, repeat(term.text)))
            else:
                flags.extend(map(contains, texts, repeat(term.text)))
            yield
        if 1 in flags:
            tested.append((column, flags))
    return _Test(term, store, tested)
