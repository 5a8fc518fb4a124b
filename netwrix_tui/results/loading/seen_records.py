"""Which records came already: known by their keys, in a bounded amount of memory.

A record's key is its RID, and where several servers are asked its server's name with it.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from netwrix_tui.wire.page import Page

MOST_KNOWN = 1_000_000
"""Records, up to a page less, that are known at least, and half of those that are known at most.

Each takes 24 to 48 bytes, whatever its RID looks like and whatever the order: 50 MB at most.
"""

MOST_RIDS = 20_000
"""RIDs of a followed search that are remembered whole, for its resume point. Each is needed only
while a server may send its record again."""

_FEWEST_SLOTS = 1 << 15
_31 = (1 << 31) - 1
_UNKNOWN = 0
"""Stands for content that is not known; no content has this digest."""


@dataclass(frozen=True, slots=True)
class Novelty:
    """What of a page is new. ``new`` are the indices of the records to go on with.

    Those without a RID always go on, for nothing says that they are the same; ``fresh`` counts the
    records that did not come before, and of those without a RID only the ones with content that did
    not come before. ``duplicates`` came before, and ``changed`` of them with other bytes.
    """

    new: list[int]
    fresh: int
    duplicates: int
    changed: int


class SeenRecords:
    """The RIDs of the records that came, as 64-bit digests; the oldest are forgotten in the end.

    Among a million records two different RIDs are taken for the same one in 37 million runs.
    """

    __slots__ = ("_most", "_now", "_once", "has_forgotten")

    def __init__(self, most: int = MOST_KNOWN) -> None:
        """``most`` records are known at least; once twice as many came, the older half goes."""
        self._most = most
        self._now = _Table()
        self._once: _Table | None = None
        self.has_forgotten = False
        """True where some record that came is not known any more."""

    def know(self, rids: Iterable[str]) -> None:
        """These came before; their content is not known."""
        keys = [_digest(rid) for rid in rids]
        self._make_room(len(keys))
        self._now.add(keys, [_UNKNOWN] * len(keys))

    def take(self, page: Page) -> Novelty:
        """Say what of a page is new, and know all of it from now on."""
        self._make_room(len(page))
        rids = [row.key for row in page.rows]
        contents = [_digest(raw) & _31 or 1 for raw in page.raws]
        keys = [_digest(rid or raw) for rid, raw in zip(rids, page.raws, strict=True)]
        before = self._now.add(keys, contents)
        if self._once is not None:
            once = self._once.content
            before = [
                once(key) if there is None else there
                for key, there in zip(keys, before, strict=True)
            ]
        fresh = before.count(None)
        if fresh == len(before):
            return Novelty(list(range(fresh)), fresh, 0, 0)
        new = [at for at, there in enumerate(before) if there is None or not rids[at]]
        changed = [
            there not in (None, _UNKNOWN, content) and bool(rid)
            for rid, there, content in zip(rids, before, contents, strict=True)
        ]
        return Novelty(new, fresh, len(before) - len(new), sum(changed))

    def _make_room(self, count: int) -> None:
        if self._now.count + count > self._most and self._now.count:
            self.has_forgotten = self.has_forgotten or self._once is not None
            self._once, self._now = self._now, _Table()
        self._now.make_room(count)


class KnownRecords:
    """The records that came, by their RIDs; the oldest are forgotten."""

    def __init__(self, rids: Iterable[str]) -> None:
        self._rids = dict.fromkeys(rids)
        self.has_forgotten = len(self._rids) >= MOST_RIDS
        """True where some record that came is not known any more."""

    def all(self) -> tuple[str, ...]:
        """The RIDs, the latest last."""
        return tuple(self._rids)

    def unknown(self, page: Page) -> Iterator[int]:
        """Which records of a page are new; one that comes twice in it is so once."""
        here: set[str] = set()
        for index, key in enumerate(_keys(page)):
            if key not in self._rids and key not in here:
                here.add(key)
                yield index

    def known(self, page: Page) -> tuple[str, ...]:
        """The RIDs of those records of a page that came before."""
        return tuple(key for key in _keys(page) if key in self._rids)

    def learn(self, page: Page) -> int:
        """Remember a page; returns how many of its records were not known."""
        before = len(self._rids)
        self._rids.update(dict.fromkeys(_keys(page)))
        new = len(self._rids) - before
        for rid in list(islice(self._rids, max(0, len(self._rids) - MOST_RIDS))):
            del self._rids[rid]
            self.has_forgotten = True
        return new


class _Table:
    """Digests with 31 bits of each one's content, in two arrays: open addressing, half full."""

    __slots__ = ("_contents", "_keys", "_mask", "count")

    def __init__(self) -> None:
        self.count = 0
        self._lay_out(_FEWEST_SLOTS)

    def add(self, keys: Sequence[int], contents: Sequence[int]) -> list[int | None]:
        """Note digests; returns what each came with before, None for a new one.

        There has to be room.
        """
        own_keys, own_contents, mask = self._keys, self._contents, self._mask
        before: list[int | None] = []
        for key, content in zip(keys, contents, strict=True):
            at = key & mask
            while (there := own_keys[at]) and there != key:
                at = (at + 1) & mask
            if there:
                before.append(own_contents[at])
                continue
            own_keys[at] = key
            own_contents[at] = content
            before.append(None)
        self.count += before.count(None)
        return before

    def content(self, key: int) -> int | None:
        """The content that a digest came with; None where it did not come."""
        at = key & self._mask
        while there := self._keys[at]:
            if there == key:
                return self._contents[at]
            at = (at + 1) & self._mask
        return None

    def make_room(self, count: int) -> None:
        """Take care that so many more keep it at most half full."""
        slots = self._mask + 1
        if (self.count + count) * 2 <= slots:
            return
        while (self.count + count) * 2 > slots:
            slots *= 2
        keys, contents = self._keys, self._contents
        self._lay_out(slots)
        mask, laid, laid_contents = self._mask, self._keys, self._contents
        for key, content in zip(keys, contents, strict=True):
            if key:
                at = key & mask
                while laid[at]:
                    at = (at + 1) & mask
                laid[at] = key
                laid_contents[at] = content

    def _lay_out(self, slots: int) -> None:
        self._mask = slots - 1
        self._keys = array("q", bytes(8 * slots))
        self._contents = array("i", bytes(4 * slots))


def _keys(page: Page) -> Iterator[str]:
    """The records' RIDs; for one without, what its bytes come to."""
    for row, raw in zip(page.rows, page.raws, strict=True):
        yield row.rid or hashlib.sha256(raw).hexdigest()


def _narrow(data: str | bytes) -> int:
    """For a Python of 32 bits, whose own hash is too short."""
    given = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(given, digest_size=8).digest(), signed=True) or 1


def _wide(data: str | bytes) -> int:
    """Python's own hash: a keyed one (SipHash), which each text and each bytes object keeps."""
    return hash(data) or 1


_digest = _wide if sys.hash_info.width >= 64 else _narrow
