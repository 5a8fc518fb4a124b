"""Many changes, few calls: what streams in is announced some twenty times a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_INTERVAL = 0.05
"""Seconds between two calls: a terminal shows no more, and each call costs the screen a layout."""


class Coalesced:
    """Calls ``announce`` soon after a change, but not more often than the interval allows.

    The last change is always followed by a call. Belongs to one loop.
    """

    __slots__ = ("_announce", "_last", "_loop", "_timer")

    def __init__(self, announce: Callable[[], None], loop: asyncio.AbstractEventLoop) -> None:
        self._announce = announce
        self._loop = loop
        self._last = float("-inf")
        self._timer: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """Something has changed."""
        if self._timer is None:
            self._timer = self._loop.call_at(self._last + _INTERVAL, self._fire)

    def _fire(self) -> None:
        self._timer = None
        self._last = self._loop.time()
        self._announce()
