"""Sorting: by which keys, and how millions of rows are put in order, stable, in short steps.

A long list is never sorted as a whole, which would hold the interpreter up for a second: runs of
some thousand rows are sorted, cut into many small buckets, and those are merged.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from operator import eq, itemgetter
from typing import Any

from netwrix_tui.results.columnstore.column import Column
from netwrix_tui.results.view.cooperative_steps import Steps, slices

UNUSUAL = "unusual"
"""Stands for a field where it sorts by how unusual a record is among those loaded."""

Rows = Sequence[int]
KeysOf = Callable[[Rows], Sequence[Any]]
"""Gets the keys of some rows, in their order; keys can be compared with each other."""

BUCKET = 4_096
"""Rows that are merged at a time, about."""

RUN = 16_384
"""Rows that are sorted at a time as they come: in less than ten milliseconds."""

_SAMPLES = 8
"""Keys drawn for each bucket: more of them make the buckets more even."""

_SCATTER = 2_654_435_761
"""A prime: its multiples lie scattered over any number of rows."""

COUNTING = 1 << 12
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
    distinct = column.distinct
    rank_of = array("I", bytes(4 * distinct))
    rank = -1

    def take(codes: Sequence[int], keys: Sequence[Any]) -> None:
        nonlocal rank
        if not any(map(eq, keys, islice(keys, 1, None))):
            for rank, code in enumerate(codes, rank + 1):  # noqa: B020 - on from the last one
                rank_of[code] = rank
            return
        exact = list(zip(keys, column.texts(codes), strict=True))
        before = None
        for at in sorted(range(len(codes)), key=exact.__getitem__):
            if exact[at] != before:
                rank, before = rank + 1, exact[at]
            rank_of[codes[at]] = rank

    yield from _in_order(range(distinct), column.folded, take)
    return rank_of


def sort_by_key(rows: Rows, keys_of: KeysOf, *, descending: bool) -> Steps[array[int]]:
    """The rows sorted by their keys; those with equal keys stay in their order."""
    result = array("I")

    def take(some: Sequence[int], _: Sequence[Any]) -> None:
        result.extend(array("I", some))

    yield from _in_order(rows, keys_of, take, descending=descending)
    return result


def _in_order(
    rows: Rows,
    keys_of: KeysOf,
    take: Callable[[Sequence[int], Sequence[Any]], None],
    *,
    descending: bool = False,
) -> Steps[None]:
    """Give the rows in the order of their keys, with these, some thousand at a time.

    Some thousand are sorted as they come, cut where buckets end, and the cuts of all of them are
    merged bucket by bucket, which for a list sort is runs that are in order already: nothing in
    Python is done for each row. Equal keys are of one bucket.
    """
    splitters = _splitters(rows, keys_of)
    buckets = [array("I") for _ in range(len(splitters) + 1)]
    for start, end in slices(0, len(rows), RUN):
        piece = rows[start:end]
        if not splitters:
            buckets[0].extend(piece)
            continue
        keys = keys_of(piece)
        yield
        picked = _picker(sorted(range(len(piece)), key=keys.__getitem__))
        run, keys = array("I", picked(piece)), picked(keys)
        cut = 0
        for bucket, splitter in zip(buckets, splitters, strict=False):
            before, cut = cut, bisect_right(keys, splitter, cut)
            if cut > before:
                bucket.extend(run[before:cut])
        buckets[-1].extend(run[cut:])
        yield
    if descending:
        buckets.reverse()
    for number, bucket in enumerate(buckets):
        buckets[number] = _EMPTY
        if bucket:
            keys = keys_of(its := bucket.tolist())
            picked = _picker(sorted(range(len(its)), key=keys.__getitem__, reverse=descending))
            take(picked(its), picked(keys))
        yield


def _picker(order: list[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """Gets what stands at these places."""
    if len(order) == 1:
        return lambda those: (those[order[0]],)
    return itemgetter(*order)


_EMPTY: array[int] = array("I")


def _splitters(rows: Rows, keys_of: KeysOf) -> list[Any]:
    """The greatest key of each bucket but the last, rising."""
    wanted = len(rows) // BUCKET
    if wanted < 2:
        return []
    # Scattered: every so many rows, records that repeat in a pattern would all look alike.
    drawn = [rows[number * _SCATTER % len(rows)] for number in range(wanted * _SAMPLES)]
    return sorted(set(sorted(keys_of(drawn))[_SAMPLES::_SAMPLES]))


def sort_by_rank(
    rows: Rows, codes: array[int], rank_of: array[int], *, descending: bool
) -> Steps[array[int]]:
    """The rows sorted by the rank of their codes; those of equal rank stay in their order."""
    if len(rank_of) > COUNTING:
        result = yield from _placed(rows, codes, rank_of, descending=descending)
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


def _placed(
    rows: Rows, codes: array[int], rank_of: array[int], *, descending: bool
) -> Steps[array[int]]:
    """The same where ranks are many: counted, and each row put down behind those before it."""
    places = array("I", bytes(4 * len(rank_of)))
    for start, end in slices(0, len(rows)):
        for rank in map(rank_of.__getitem__, _codes(codes, rows[start:end])):
            places[rank] += 1
        yield
    total = 0
    for start, end in slices(0, len(places)):
        before = list(accumulate(places[start:end], initial=total))
        total = before[-1]
        where = map(len(rows).__sub__, before[1:]) if descending else before[:-1]
        places[start:end] = array("I", where)
        yield
    result = array("I", bytes(4 * len(rows)))
    for start, end in slices(0, len(rows)):
        piece = rows[start:end]
        ranked = map(rank_of.__getitem__, _codes(codes, piece))
        for row, rank in zip(piece, ranked, strict=False):
            place = places[rank]
            result[place] = row
            places[rank] = place + 1
        yield
    return result


def _codes(codes: array[int], rows: Rows) -> Sequence[int]:
    if isinstance(rows, range):
        return codes[rows.start : rows.stop : rows.step]
    return list(map(codes.__getitem__, rows))
