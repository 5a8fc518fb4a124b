"""Column of RIDs: the key of a record, by which duplicates are recognised."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat

_DIGITS = 49
_BYTES = 25
"""A packed RID: its digits, and a zero before them that makes their number even."""

_ODD = b"\xff" * _BYTES
"""Stands for a RID of any other form, which is kept beside; no packed one begins like this."""

_SPAN = 1_000
"""Rows at least whose RIDs are looked through together."""

_MOST_SPANS = 16
"""Spans that a page may overlap with before all RIDs are kept at hand."""


@dataclass(slots=True)
class _Span:
    """Neighbouring rows, with the least and the greatest of their RIDs."""

    low: bytes
    high: bytes
    keys: bytearray = field(default_factory=bytearray)

    def known(self) -> set[bytes]:
        return {bytes(self.keys[at : at + _BYTES]) for at in range(0, len(self.keys), _BYTES)}


class RidColumn:
    """RIDs by row, packed into half their length where they have the vendor's form.

    A RID is 17 decimal and 32 hexadecimal digits, the first of which are a time: what a server
    sends in the order of time overlaps with little of what came before, and only that is looked
    through for doubles. Where a server sends them in no order, all are kept in a set, which takes
    some 100 bytes more for each. Written by one thread, read without a lock.
    """

    __slots__ = ("_all", "_at_hand", "_firsts", "_last", "_odd", "_odd_known", "_rows", "_spans")

    def __init__(self) -> None:
        self._spans: list[_Span] = []
        self._firsts: array[int] = array("I")
        self._rows = 0
        self._odd: dict[int, str] = {}
        self._odd_known: set[str] = set()
        self._at_hand: dict[int, set[bytes]] = {}
        self._all: set[bytes] | None = None
        self._last: tuple[list[str], list[bytes | None]] = ([], [])
        """The RIDs that were asked about last, and those packed: they are appended next."""

    def text(self, row: int) -> str:
        """The RID, exactly as it was received; empty where the record has none."""
        odd = self._odd.get(row)
        if odd is not None:
            return odd
        span = bisect_right(self._firsts, row) - 1
        at = (row - self._firsts[span]) * _BYTES
        return bytes(self._spans[span].keys[at : at + _BYTES]).hex().upper()[1:]

    def texts(self, rows: Sequence[int]) -> list[str]:
        """The RIDs of many rows, each as :meth:`text` has it."""
        if self._odd:
            return list(map(self.text, rows))
        firsts, keys = self._firsts.tolist(), [span.keys for span in self._spans]
        pieces = []
        for row, after in zip(rows, map(bisect_right, repeat(firsts), rows), strict=False):
            at = (row - firsts[after - 1]) * _BYTES
            pieces.append(keys[after - 1][at : at + _BYTES])
        digits = b"".join(pieces).hex().upper()
        return [digits[at + 1 : at + 2 * _BYTES] for at in range(0, len(digits), 2 * _BYTES)]

    def rows_of(self, rids: Iterable[str]) -> dict[str, int]:
        """The rows of those of these RIDs that are there."""
        wanted = list(dict.fromkeys(rids))
        rows: dict[str, int] = {}
        for rid, key in zip(wanted, _packed_each(wanted), strict=True):
            row = self._odd_row(rid) if key is None else self._packed_row(key)
            if row is not None:
                rows[rid] = row
        return rows

    def _odd_row(self, rid: str) -> int | None:
        if rid not in self._odd_known:
            return None
        return next((row for row, odd in list(self._odd.items()) if odd == rid), None)

    def _packed_row(self, key: bytes) -> int | None:
        for number, span in enumerate(list(self._spans)):
            if not span.low <= key <= span.high:
                continue
            at = span.keys.find(key)
            while at >= 0 and at % _BYTES:
                at = span.keys.find(key, at + 1)
            if at >= 0:
                return self._firsts[number] + at // _BYTES
        return None

    def new(self, rids: list[str]) -> list[int]:
        """Which of these RIDs are not there yet, each the first of its like.

        An empty RID says nothing about its record and is always new.
        """
        keys = _packed_each(rids)
        self._last = rids, keys
        packed = [key for key in keys if key is not None]
        known = self._overlapping(packed)
        fresh = set(packed)
        if len(fresh) == len(keys) and all(map(fresh.isdisjoint, known)):
            return list(range(len(keys)))
        seen: set[bytes | str] = set()
        kept = []
        for index, (key, rid) in enumerate(zip(keys, rids, strict=True)):
            if key is None:
                is_duplicate = rid in seen or rid in self._odd_known
            else:
                is_duplicate = key in seen or any(key in keys for keys in known)
            if not is_duplicate:
                kept.append(index)
                if rid:
                    seen.add(rid if key is None else key)
        return kept

    def append(self, rids: list[str]) -> None:
        """Append one row for each of these RIDs, all of which are new."""
        asked, keys = self._last
        if rids is not asked:
            keys = _packed_each(rids)
        self._last = ([], [])
        for row, (key, rid) in enumerate(zip(keys, rids, strict=True), self._rows):
            if key is None:
                self._odd[row] = rid
                self._odd_known.add(rid)
        self._odd_known.discard("")
        packed = [key for key in keys if key is not None]
        if self._all is not None:
            self._all.update(packed)
        low, high = min(packed, default=_ODD), max(packed, default=b"")
        blob = b"".join([key or _ODD for key in keys])
        last = self._spans[-1] if self._spans else None
        if last is not None and len(last.keys) < _SPAN * _BYTES:
            self._at_hand.pop(len(self._spans) - 1, None)
            last.low, last.high = min(last.low, low), max(last.high, high)
            last.keys += blob
        else:
            self._spans.append(_Span(low, high, bytearray(blob)))
            self._firsts.append(self._rows)
        self._rows += len(rids)

    def _overlapping(self, packed: list[bytes]) -> list[set[bytes]]:
        """Sets of keys among which any of these may be."""
        if self._all is not None:
            return [self._all]
        if not packed:
            return []
        low, high = min(packed), max(packed)
        spans = [i for i, s in enumerate(self._spans) if s.low <= high and low <= s.high]
        if len(spans) > _MOST_SPANS:
            self._at_hand.clear()
            self._all = set().union(*(span.known() for span in self._spans))
            return [self._all]
        for number in self._at_hand.keys() - spans:
            del self._at_hand[number]
        for number in spans:
            if number not in self._at_hand:
                self._at_hand[number] = self._spans[number].known()
        return list(self._at_hand.values())


def _packed_each(rids: list[str]) -> list[bytes | None]:
    """Each RID packed; None where it has not the vendor's form."""
    packed: list[bytes | None] = [*_packed(rids)]
    return packed or [next(iter(_packed([rid])), None) for rid in rids]


def _packed(rids: list[str]) -> list[bytes]:
    """The RIDs, packed all at once; empty where one of them has not the vendor's form."""
    if set(map(len, rids)) != {_DIGITS}:
        return []
    digits = "0" + "0".join(rids)
    try:
        packed = bytes.fromhex(digits)
    except ValueError:
        return []
    # fromhex also takes small letters and white space, which would not come back as they were.
    if packed.hex().upper() != digits:
        return []
    return [packed[start : start + _BYTES] for start in range(0, len(packed), _BYTES)]
