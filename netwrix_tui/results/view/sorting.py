"""Sorting: by which keys, and how millions of rows are put in order, stable, in short steps.

A long list is never sorted as a whole, which would hold the interpreter up for a second: rows are
dealt into many small buckets, and those are sorted.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from netwrix_tui.records.folded import folded
from netwrix_tui.results.columnstore.column import Column
from netwrix_tui.results.view.cooperative_steps import SLICE, Steps, slices

UNUSUAL = "unusual"
"""Stands for a field where it sorts by how unusual a record is among those loaded."""

Rows = Sequence[int]
KeysOf = Callable[[Rows], Sequence[Any]]
"""Gets the keys of some rows, in their order; keys can be compared with each other."""

BUCKET = 1_024
"""Rows that are sorted at a time, about."""

_SAMPLES = 4
"""Keys drawn for each bucket: more of them make the buckets more even."""

_SCATTER = 2_654_435_761
"""A prime: its multiples lie scattered over any number of rows."""

COUNTING = 1 << 16
"""Ranks up to which each has a bucket of its own."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """A field of :class:`~netwrix_tui.records.record.Row`, or UNUSUAL, and a direction."""

    field: str
    descending: bool = False

    @property
    def sign(self) -> str:
        """How a heading shows it."""
        return "▼" if self.descending else "▲"


SortKeys = tuple[SortKey, ...]
"""The keys, the weightiest first; empty for the order of arrival."""

MOST_UNUSUAL: SortKeys = (SortKey(UNUSUAL, descending=True),)


def is_by_unusual(sort_keys: SortKeys) -> bool:
    """Whether it sorts by what is unusual, alone or among others."""
    return any(key.field == UNUSUAL for key in sort_keys)


def sorted_by(sort_keys: SortKeys, field: str) -> SortKeys:
    """The next state of sorting by this field alone: upwards, downwards, as the records came."""
    alone = sort_keys if len(sort_keys) == 1 and sort_keys[0].field == field else ()
    return _turned(alone, field)


def sorted_further_by(sort_keys: SortKeys, field: str) -> SortKeys:
    """The next state of this field among the keys: added as the last, turned, taken away."""
    return _turned(sort_keys, field)


def sign_of(sort_keys: SortKeys, field: str) -> str:
    """What the heading of a field shows: its direction, and its number where there are several."""
    for number, key in enumerate(sort_keys, 1):
        if key.field == field:
            return f"{key.sign}{number}" if len(sort_keys) > 1 else key.sign
    return ""


def _turned(sort_keys: SortKeys, field: str) -> SortKeys:
    for key in sort_keys:
        if key.field != field:
            continue
        if key.descending:
            return tuple(other for other in sort_keys if other is not key)
        turned = replace(key, descending=True)
        return tuple(turned if other is key else other for other in sort_keys)
    return (*sort_keys, SortKey(field))


def ranks(column: Column) -> Steps[array[int]]:
    """The rank of each of a column's codes among the texts, small and capital letters alike.

    Texts that differ in nothing else are told apart; equal ones have one rank.
    """

    def keys_of(codes: Rows) -> list[tuple[str, str]]:
        return [(folded(text), text) for text in column.texts(codes)]

    distinct = column.distinct
    order = yield from sort_by_key(range(distinct), keys_of, descending=False)
    rank_of = array("I", bytes(4 * distinct))
    rank, before = -1, None
    for start, end in slices(0, distinct, SLICE // 4):
        codes = order[start:end]
        for code, text in zip(codes, column.texts(codes), strict=True):
            if text != before:
                rank, before = rank + 1, text
            rank_of[code] = rank
        yield
    return rank_of


def sort_by_key(rows: Rows, keys_of: KeysOf, *, descending: bool) -> Steps[array[int]]:
    """The rows sorted by their keys; those with equal keys stay in their order."""
    wanted = max(1, len(rows) // BUCKET)
    sample: list[Any] = []
    if wanted > 1:
        # Scattered: every so many rows, records that repeat in a pattern would all look alike.
        drawn = [rows[number * _SCATTER % len(rows)] for number in range(wanted * _SAMPLES)]
        sample = sorted(keys_of(drawn))
    splitters = sample[_SAMPLES::_SAMPLES]
    buckets = [array("I") for _ in range(len(splitters) + 1)]
    for start, end in slices(0, len(rows), SLICE // 8):
        piece = rows[start:end]
        for row, key in zip(piece, keys_of(piece), strict=True):
            buckets[bisect_right(splitters, key)].append(row)
        yield
    result = array("I")
    for bucket in reversed(buckets) if descending else buckets:
        order = dict(zip(bucket, keys_of(bucket), strict=True))
        result.extend(sorted(bucket, key=order.__getitem__, reverse=descending))
        yield
    return result


def sort_by_rank(
    rows: Rows, codes: array[int], rank_of: array[int], *, descending: bool
) -> Steps[array[int]]:
    """The rows sorted by the rank of their codes; those of equal rank stay in their order."""
    if len(rank_of) > COUNTING:

        def keys_of(some: Rows) -> list[int]:
            return list(map(rank_of.__getitem__, _codes(codes, some)))

        result = yield from sort_by_key(rows, keys_of, descending=descending)
        return result
    buckets = [array("I") for _ in range(len(rank_of))]
    adders = [bucket.append for bucket in buckets]
    adder_of = [adders[rank] for rank in rank_of]
    for start, end in slices(0, len(rows)):
        piece = rows[start:end]
        adding = map(adder_of.__getitem__, _codes(codes, piece))
        for add, row in zip(adding, piece, strict=False):
            add(row)
        yield
    result = array("I")
    for bucket in reversed(buckets) if descending else buckets:
        result.extend(bucket)
    return result


def _codes(codes: array[int], rows: Rows) -> Sequence[int]:
    if isinstance(rows, range):
        return codes[rows.start : rows.stop : rows.step]
    return list(map(codes.__getitem__, rows))
