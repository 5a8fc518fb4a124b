"""Pages: the next so many records of a query, found and written out without holding up others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.demo.matching import Search
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

_TURN = 0.005
"""Seconds of work after which other connections get their turn."""
_WRITTEN_AT_ONCE = 32


class ClientGone(Exception):
    """Whoever asked has hung up: the work is for nobody."""


class Breath:
    """Lets the event loop run every 5 ms, and ends work that nobody waits for any more."""

    def __init__(self, still_wanted: Callable[[], bool]) -> None:
        self._still_wanted = still_wanted
        self._since = monotonic()

    async def take(self) -> None:
        """Called often in long work. Raises ClientGone."""
        if monotonic() - self._since < _TURN:
            return
        await asyncio.sleep(0)
        if not self._still_wanted():
            raise ClientGone
        self._since = monotonic()


@dataclass(frozen=True, slots=True)
class Found:
    """The indices of one page, and the index at which the next one begins."""

    indices: list[int]
    next_index: int


async def find(dataset: Dataset, search: Search, start: int, count: int, breath: Breath) -> Found:
    """The first ``count`` matches from ``start`` on."""
    indices: list[int] = []
    for chunk in search.chunks(start):
        indices += chunk
        if len(indices) >= count:
            del indices[count:]
            return Found(indices, indices[-1] + 1)
        await breath.take()
    return Found(indices, max(start, len(dataset)))


async def written(
    dataset: Dataset, indices: list[int], wire_format: WireFormat, breath: Breath
) -> list[bytes]:
    """The records at the indices, in a wire format."""
    encode = codec(wire_format).encode_record
    records: list[bytes] = []
    for at in range(0, len(indices), _WRITTEN_AT_ONCE):
        records += [encode(dataset.record(i)) for i in indices[at : at + _WRITTEN_AT_ONCE]]
        await breath.take()
    return records
