"""Counts of a view: how often each value is there, and how many records at what time.

For a view without a filter the store keeps these counts up while it loads, and reading them costs
nothing. With a filter, :meth:`Counts.updating` counts in steps what came since.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import nlargest
from itertools import pairwise

from netwrix_tui.records.epoch import EPOCH
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.column import KNOWN
from netwrix_tui.results.columnstore.timestamps import QUARTER, UNKNOWN
from netwrix_tui.results.view.cooperative_steps import Steps, slices
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.undone_rows import FATES, UNDONE, FindUndone, nothing_undone
from netwrix_tui.results.view.view import View

_ANCIENT = -(1 << 20)
"""Quarters of an hour before 1970, some 30 years: what lies before that is no time of a record."""

_FAR = 1 << 27
"""Quarters of an hour after 1970, some 3,800 years."""

_WIDTHS = (1, 2, 4, 12, 24, 48, 96, 7 * 96, 30 * 96, 90 * 96, 365 * 96)
"""Widths that a bucket may have, in quarters of an hour."""


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value, as it was received, and how many records have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class TopValues:
    """The most frequent values of a field, and of how many records they are the values.

    ``distinct`` is how many values were told apart. ``uncounted`` records are not among any of
    these counts: their values came when a great many different ones were known already.
    """

    values: tuple[ValueCount, ...] = ()
    records: int = 0
    distinct: int = 0
    uncounted: int = 0


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many records from ``start`` on, up to ``end``, where the next bucket starts."""

    start: datetime
    end: datetime
    count: int

    @property
    def length(self) -> timedelta:
        """How long it is, also where a clock is put forward or back within it.

        Two moments of one zone are compared and subtracted by what its clock shows.
        """
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)


class Counts:
    """Counts of a view's records. For one thread; :meth:`updating` may run on another meanwhile."""

    def __init__(self, view: View, find_undone: FindUndone = nothing_undone) -> None:
        """``find_undone`` finds what undid the records, where that is counted."""
        self._view = view
        self._find_undone = find_undone
        self._fates: tuple[Counter[int], int] = (Counter(), 0)
        """How many records have each code of what undid them, and of how many in all."""
        self._filter = QuickFilter()
        self._counted: dict[str, int] = {}
        self._codes: dict[str, Counter[int]] = {}
        self._quarters: Counter[int] = Counter()

    def updating(self, fields: Sequence[str]) -> Steps[None]:
        """Count the records that the view shows now, by these fields and by time, in steps.

        Only what came since the last time is counted, unless the filter is another. Raises
        KeyError for a field that is no text.
        """
        view = self._view
        matched, loaded = view.matched, len(view.store)
        if view.quick_filter != self._filter or self._filter.asks_what_is_undone:
            self._filter = view.quick_filter
            self._counted, self._codes, self._quarters = {}, {}, Counter()
        if UNDONE in fields:
            yield
            # Counted anew each time: a record that came may have undone earlier ones.
            yield from self._count_undone(matched, loaded)
        if matched is None:
            return
        for field in fields:
            if field == UNDONE:
                continue
            counter = self._codes.setdefault(field, Counter())
            codes = view.store.column(field).codes
            for start, end in slices(self._counted.get(field, 0), len(matched)):
                counter.update(map(codes.__getitem__, matched[start:end]))
                self._counted[field] = end
                yield
        yield from self._update_times(matched)

    def top(self, field: str, most: int) -> TopValues:
        """The values that most records have, of those counted so far."""
        if field == UNDONE:
            fates, records = self._fates
            known = tuple(ValueCount(FATES[code], n) for code, n in fates.most_common(most))
            return TopValues(known, records, len(fates))
        column = self._view.store.column(field)
        if not self._view.quick_filter:
            values = tuple(ValueCount(*pair) for pair in column.top(most))
            return TopValues(values, len(self._view.store), column.distinct, column.late)
        # A copy, as another thread may be counting.
        counter = self._codes.get(field, Counter[int]()).copy()
        uncounted = [code for code in counter if code >= KNOWN]
        for code in uncounted:
            del counter[code]
        codes = nlargest(most, counter, key=counter.__getitem__)
        values = tuple(
            ValueCount(text, counter[code])
            for text, code in zip(column.texts(codes), codes, strict=True)
        )
        counted = self._counted.get(field, 0)
        return TopValues(values, counted, len(counter) + len(uncounted), len(uncounted))

    def timeline(self, zone: ShownZone, most: int) -> list[Bucket]:
        """Records over time in at most so many buckets of one width, the earliest first.

        Buckets begin at whole hours or days, with the zone's offset at the last record; empty ones
        between others are there, too. ``most`` is at least 2.
        """
        quarters = (self._quarters if self._view.quick_filter else self._view.store.quarters).copy()
        return buckets_of(quarters, zone, most)

    def _count_undone(self, matched: array[int] | None, loaded: int) -> Steps[None]:
        undone = yield from self._find_undone(self._view.store)
        counter = Counter[int]()
        if matched is None:
            counter.update(undone.codes[:loaded])
        else:
            for start, end in slices(0, len(matched)):
                counter.update(map(undone.codes.__getitem__, matched[start:end]))
                yield
        self._fates = counter, counter.total()

    def _update_times(self, matched: array[int]) -> Steps[None]:
        timestamps = self._view.store.timestamps
        for start, end in slices(self._counted.get("when", 0), len(matched)):
            known = (timestamps[row] for row in matched[start:end])
            self._quarters.update(moment // QUARTER for moment in known if moment != UNKNOWN)
            self._counted["when"] = end
            yield


def buckets_of(quarters: Counter[int], zone: ShownZone, most: int) -> list[Bucket]:
    """Quarters of an hour, each with its records, in at most so many buckets of one width.

    They are those of :meth:`Counts.timeline`.
    """
    if not quarters:
        return []
    first, last = min(quarters), max(quarters)
    # One fewer than wanted, as the first bucket may begin earlier than the first record.
    least = -(-(last - first + 1) // max(1, most - 1))
    per = next((width for width in _WIDTHS if width >= least), least)
    offset = _moment(last).astimezone(zone.tzinfo).utcoffset() or timedelta()
    shift = offset // timedelta(microseconds=QUARTER)
    counts: Counter[int] = Counter()
    for quarter, count in quarters.items():
        counts[(quarter + shift) // per] += count
    # No calendar reaches further back than a while before its first records.
    earliest = first if first < _ANCIENT else first - per
    latest = last + (1 if last > _FAR else per)
    numbers = range(min(counts), max(counts) + 2)
    starts = [
        _moment(min(latest, max(earliest, number * per - shift))).astimezone(zone.tzinfo)
        for number in numbers
    ]
    return [
        Bucket(start, end, counts[number])
        for number, (start, end) in zip(numbers, pairwise(starts), strict=False)
    ]


def _moment(quarter: int) -> datetime:
    return EPOCH + timedelta(microseconds=quarter * QUARTER)
