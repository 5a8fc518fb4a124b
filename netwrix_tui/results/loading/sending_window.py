"""Sending window: how many requests are under way at a time, as the server takes them. Pure."""

from __future__ import annotations

MOST = 8
"""Requests that are under way at a time at most, whoever wants more."""

_SLOWER = 2.0
"""Times the shortest page from which the server is taken to have enough."""


_NOTHING = 0.05
"""Seconds that say nothing of a server: a machine has that much to do itself."""


class SendingWindow:
    """Grows by one with each page that takes no longer than before, and shrinks where pages take
    twice as long, by half where one fails: like the window of a connection.
    """

    def __init__(self, most: int) -> None:
        self.most = max(1, min(most, MOST))
        self._size = 1.0
        self._shortest: float | None = None

    @property
    def size(self) -> int:
        """How many may be under way."""
        return max(1, min(self.most, int(self._size)))

    def took(self, seconds: float) -> None:
        """A page has come after so many seconds."""
        shortest = self._shortest = min(seconds, self._shortest or seconds)
        is_slower = seconds > max(_SLOWER * shortest, shortest + _NOTHING)
        if is_slower and self._size > 1:
            self._size = max(1.0, self._size - 0.5)
        else:
            self._size = min(float(self.most), self._size + 1)

    def failed(self) -> None:
        """A request has failed."""
        self._size = max(1.0, self._size / 2)
