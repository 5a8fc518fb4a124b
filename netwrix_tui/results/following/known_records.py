"""Records of a followed search that have come, known by their RIDs, so that none comes twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice

from netwrix_tui.wire.page import Page

MOST_KNOWN = 20_000
"""RIDs that are remembered. Each is needed only while a server may send its record again."""


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

    def known(self, page: Page) -> tuple[str, ...]:
        """The RIDs of those records of a page that came before."""
        return tuple(key for key in _keys(page) if key in self._rids)

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
