"""Pages: the next so many records of a query, found and written out without holding up others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from netwrix_tui.demo.query_order import QueryOrder
from netwrix_tui.demo.search_matching import Search
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
    """The places of one page in its query, and the place at which the next one begins."""

    places: list[int]
    next_place: int


async def find(order: QueryOrder, search: Search, start: int, count: int, breath: Breath) -> Found:
    """The first ``count`` matches from ``start`` on."""
    places: list[int] = []
    for chunk in order.chunks(search, start):
        places += chunk
        if len(places) >= count:
            del places[count:]
            return Found(places, places[-1] + 1)
        await breath.take()
    return Found(places, max(start, len(order)))


async def written(
    order: QueryOrder, places: list[int], wire_format: WireFormat, breath: Breath
) -> list[bytes]:
    """The records at the places, in a wire format."""
    encode = codec(wire_format).encode_record
    records: list[bytes] = []
    for at in range(0, len(places), _WRITTEN_AT_ONCE):
        records += [encode(order.record(i)) for i in places[at : at + _WRITTEN_AT_ONCE]]
        await breath.take()
    return records
