"""What was started for a session and ends with it, whichever thread starts or ends it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock


class Belongings:
    """Things that run for a session, each known by what ends it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ends: list[Callable[[], None]] = []
        self._is_over = False

    def take(self, end: Callable[[], None]) -> None:
        """Call ``end`` when the session ends: at once, where it has ended meanwhile."""
        with self._lock:
            if not self._is_over:
                self._ends.append(end)
                return
        end()

    def end(self) -> None:
        """End all of them. May take as long as they do; does nothing the second time."""
        with self._lock:
            self._is_over = True
            ends, self._ends = self._ends, []
        for end in reversed(ends):
            end()
