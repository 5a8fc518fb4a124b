"""Throttle: many changes, announced ten to twenty times a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_INTERVAL = 0.05
"""Seconds between two calls: a terminal shows no more, and each call costs the screen a frame."""

_LONG_INTERVAL = 0.1
"""Seconds, where changes go on and on: what is drawn between them is time that they do not get."""

_STREAK = 3
"""Calls one after the other from which on changes are taken to go on."""


class Throttle:
    """Calls ``announce`` soon after a change, but not more often than the interval allows.

    The last change is always followed by a call. Belongs to one loop.
    """

    __slots__ = ("_announce", "_last", "_loop", "_streak", "_timer")

    def __init__(self, announce: Callable[[], None], loop: asyncio.AbstractEventLoop) -> None:
        self._announce = announce
        self._loop = loop
        self._last = float("-inf")
        self._streak = 0
        self._timer: asyncio.TimerHandle | None = None

    def at_once(self) -> None:
        """Something has changed that somebody waits for."""
        if self._timer is not None:
            self._timer.cancel()
        self._fire()

    def changed(self) -> None:
        """Something has changed."""
        if self._timer is not None:
            return
        if self._loop.time() > self._last + _LONG_INTERVAL:
            self._streak = 0
        interval = _INTERVAL if self._streak < _STREAK else _LONG_INTERVAL
        self._timer = self._loop.call_at(self._last + interval, self._fire)

    def _fire(self) -> None:
        self._timer = None
        self._streak += 1
        self._last = self._loop.time()
        self._announce()
