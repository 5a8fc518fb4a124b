"""Where one is in following a search: marks, and the records that are known by their RIDs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

import msgspec

from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.wire.page import Page

MOST_KNOWN = 20_000
"""RIDs that are remembered. Each is needed only while a server may send its record again."""


class FollowPlace(ExtensibleStruct, frozen=True, omit_defaults=True):
    """A place to go on from, also in another run.

    The search looks from ``start`` on in time; of what was there already, records from ``since``
    on were wanted. ``looked`` is when the server last answered. ``marks`` are of its one or several
    searches, in their order, and ``seen`` the RIDs that came, the latest last.
    """

    start: datetime
    since: datetime
    looked: datetime | None = None
    caught_up: bool = False
    marks: tuple[str | None, ...] = ()
    seen: tuple[str, ...] = ()

    def having_seen(self, rids: Iterable[str]) -> FollowPlace:
        """The same place, but these records came."""
        return msgspec.structs.replace(self, seen=(*self.seen, *rids))

    def starting(self, start: datetime) -> FollowPlace:
        """The same place with another start."""
        return msgspec.structs.replace(self, start=start)


class KnownRecords:
    """The records that came, by their RIDs; the oldest are forgotten."""

    def __init__(self, rids: Iterable[str]) -> None:
        self._rids = dict.fromkeys(rids)
        self.has_forgotten = len(self._rids) >= MOST_KNOWN
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

    def learn(self, page: Page) -> int:
        """Remember a page; returns how many of its records were not known."""
        before = len(self._rids)
        self._rids.update(dict.fromkeys(_keys(page)))
        new = len(self._rids) - before
        for rid in list(islice(self._rids, max(0, len(self._rids) - MOST_KNOWN))):
            del self._rids[rid]
            self.has_forgotten = True
        return new


def _keys(page: Page) -> Iterator[str]:
    """The records' RIDs; for one without, what its bytes come to."""
    for row, raw in zip(page.rows, page.raws, strict=True):
        yield row.rid or hashlib.sha256(raw).hexdigest()
