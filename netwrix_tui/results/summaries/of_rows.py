"""Summary of a stream of records: batch by batch, in memory by groups and different values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import count, repeat

from netwrix_tui.records.record import Row
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.timestamps import QUARTER, UNKNOWN, timestamp_of
from netwrix_tui.results.summaries.group_keys import (
    DISTINCT_FIELDS,
    GroupKey,
    KeyKind,
    TimeValues,
    part_of,
)
from netwrix_tui.results.summaries.group_tally import GroupTally
from netwrix_tui.results.summaries.summary import Summary
from netwrix_tui.results.view.cooperative_steps import Steps

MOST_PAIRS = 1 << 21
"""Pairs of a group and a value that are told apart for a field where nothing else is loaded."""

Reader = Callable[[Sequence[Row], Sequence[int]], Iterable[str]]


class RowTally:
    """Counts rows that nobody keeps. ``server`` is what those are of that do not say it."""

    def __init__(self, keys: Sequence[GroupKey], zone: ShownZone, server: str = "") -> None:
        self._keys = tuple(keys)
        self._groups = group_values(keys, zone, server)
        self._tally = GroupTally(len(DISTINCT_FIELDS), most_pairs=MOST_PAIRS)
        fields = [key.field for key in keys if key.kind is KeyKind.COLUMN]
        self._numbers = [
            None if name in fields else _Numbers() for name in DISTINCT_FIELDS
        ]  # fmt: skip

    @property
    def records(self) -> int:
        """How many rows were counted."""
        return self._tally.records

    def add(self, rows: Sequence[Row]) -> None:
        """Count further rows."""
        moments = [_moment(row.when) for row in rows]
        values = [
            None if numbers is None else [numbers[getattr(row, name)] for row in rows]
            for name, numbers in zip(DISTINCT_FIELDS, self._numbers, strict=True)
        ]
        self._tally.add(self._groups(rows, moments), moments, values)

    def summary(self) -> Steps[Summary]:
        """What came of it. Nothing is to be added behind that."""
        counted = yield from self._tally.counted()
        return Summary(self._keys, counted, _texts)


def group_values(
    keys: Sequence[GroupKey], zone: ShownZone, server: str
) -> Callable[[Sequence[Row], Sequence[int]], Iterable[tuple[str, ...]]]:
    """Tells the values of the keys for rows and their moments; without keys, all are one group."""
    readers = [_reader(key, zone, server) for key in keys]

    def values(rows: Sequence[Row], moments: Sequence[int]) -> Iterable[tuple[str, ...]]:
        if not readers:
            return repeat((), len(rows))
        return zip(*(reader(rows, moments) for reader in readers), strict=True)

    return values


class _Numbers(defaultdict[str, int]):
    """A number for each different text, from 1 on; 0 for none."""

    def __init__(self) -> None:
        super().__init__(count(1).__next__, {"": 0})


def _texts(group: Hashable) -> tuple[str, ...]:
    return group  # type: ignore[return-value]  # they are texts from the beginning


def _moment(when: str) -> int:
    moment = timestamp_of(when)
    return UNKNOWN if moment is None else moment


def _reader(key: GroupKey, zone: ShownZone, server: str) -> Reader:
    field = key.field
    if key.kind is KeyKind.PART:
        part = part_of(key)
        return lambda rows, moments: [part(getattr(row, field)) for row in rows]
    if key.kind is KeyKind.TIME:
        values = TimeValues(key, zone)
        values[UNKNOWN // QUARTER] = ""
        return lambda rows, moments: [values[moment // QUARTER] for moment in moments]
    if key.kind is KeyKind.SERVER:
        return lambda rows, moments: [getattr(row, field, "") or server for row in rows]
    return lambda rows, moments: [getattr(row, field) for row in rows]
