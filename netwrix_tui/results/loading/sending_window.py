"""Sending window: how many requests are under way at a time, as the server takes them. Pure."""

from __future__ import annotations

from collections import deque

from netwrix_tui.client.connection import MOST_AT_A_TIME

_SLOWER = 1.9
"""Times the usual time of a page, about twice, from which the server is taken to have enough."""

_NOTHING = 0.05
"""Seconds that say nothing of a server: a machine has that much to do itself."""

_USUAL = 20
"""Pages of which a quick one, that a quarter of them are no slower than, is the usual one: a server
that has become slower is known by what it does now, and a page out of a cache is no measure."""

_FIRST_HOLD, _LONGEST_HOLD = 8, 64
"""Pages that have to go well before one more is tried than went well last; twice as many with each
time that it did not."""


class SendingWindow:
    """Doubles while pages take no longer than before; smaller by one where they take twice as
    long, by half where a request fails: like the window of a connection.

    Once it had to shrink, it grows by one at a time, after a while, and longer after each attempt
    that failed: a server that allows two connections is not asked for three all the time. Moments
    are in seconds of one clock.
    """

    def __init__(self, most: int) -> None:
        self.most = max(1, min(most, MOST_AT_A_TIME))
        self.size = 1
        """How many may be under way."""
        self._usual: deque[float] = deque(maxlen=_USUAL)
        self._shrunk_at = float("-inf")
        self._is_starting = True
        self._hold = _FIRST_HOLD
        self._good = 0

    def took(self, began: float, now: float, *, is_full: bool = True) -> None:
        """A page that was asked for at ``began`` has come. One that is not full may have taken
        less than others do, and says nothing of how long they take.
        """
        if began < self._shrunk_at:
            return  # it was asked for when there were more
        seconds = now - began
        known = sorted(self._usual) or [seconds]
        usual = known[len(known) // 4]
        if is_full:
            self._usual.append(seconds)
        if seconds > max(_SLOWER * usual, usual + _NOTHING):
            self._shrink(self.size - 1, now)
            return
        self._good += 1
        if self._is_starting or self._good >= self._hold:
            self._good = 0
            self.size = min(self.most, 2 * self.size if self._is_starting else self.size + 1)

    def failed(self, began: float, now: float) -> None:
        """A request that went out at ``began`` has failed."""
        if began >= self._shrunk_at:
            self._shrink(self.size // 2 if self.size > 3 else self.size - 1, now)

    def _shrink(self, size: int, now: float) -> None:
        if self.size > 1:
            if not self._is_starting:
                self._hold = min(2 * self._hold, _LONGEST_HOLD)
            self._is_starting = False
        self._good = 0
        self._shrunk_at = now
        self.size = max(1, size)
