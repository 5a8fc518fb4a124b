"""Load rate: records a second while everything is loaded, and the time that is left."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_WINDOW = 5.0
"""Seconds over which the rate is taken: long enough to be read, short enough to be true."""

_SOON = 2.0
"""Seconds before which nothing is said of how long it will take."""

_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Progress:
    """``rate`` in records a second, 0 as long as it is not known; ``left`` in seconds.

    ``left`` is None where nobody can tell: a server does not say how many records there are.
    """

    rate: float = 0.0
    left: float | None = None


class LoadRate:
    """Watches records come in, newest first, down to the second ``earliest`` of the search.

    ``earliest`` is in seconds since the epoch, None where the search has no beginning. Times are
    those of :func:`time.monotonic`.
    """

    __slots__ = ("_began", "_earliest", "_now", "_samples")

    def __init__(self, earliest: int | None) -> None:
        self._earliest = earliest
        self._samples: deque[tuple[float, int]] = deque()
        self._began: tuple[float, int] | None = None
        self._now: tuple[float, int] | None = None

    def note(self, now: float, records: int, moment: int | None) -> None:
        """So many records are there now; the last is of this moment (microseconds), if known.

        Where records do not come newest first, no moment is known.
        """
        self._samples.append((now, records))
        while len(self._samples) > 2 and now - self._samples[0][0] > _WINDOW:
            self._samples.popleft()
        self._now = None if moment is None else (now, moment)
        if self._began is None:
            self._began = self._now

    def progress(self) -> Progress:
        """What can be said now."""
        if len(self._samples) < 2:
            return Progress()
        (first, before), (last, after) = self._samples[0], self._samples[-1]
        rate = (after - before) / (last - first) if last > first else 0.0
        return Progress(rate, self._left())

    def _left(self) -> float | None:
        if self._earliest is None or self._began is None or self._now is None:
            return None
        took, covered = self._now[0] - self._began[0], self._began[1] - self._now[1]
        if took < _SOON or covered <= 0:
            return None
        return max(0.0, (self._now[1] - self._earliest * _SECOND) / covered * took)
