"""Sweeps of a followed search: looks without its mark, for what the mark leaves out without a word.

What a mark stands for is the server's secret. Where it is a position, a late record moves what lies
before it; where the newest come first, all that is new lies before it; where it is a moment, one
record of the year 2099 hides whatever comes after it; and a server that was set up anew may answer
an old mark with nothing. So the search is looked at without its mark from time to time, over a
window up to now: what came already is known by its RID.
"""

from __future__ import annotations

from datetime import timedelta

from netwrix_tui.records.amounts import records_words

_SHALLOW = timedelta(hours=1)
_LEAST = timedelta(minutes=5)

_EVERY = 6
"""Looks of which one is followed by a sweep of the last hour."""
_DEEP_EVERY = 60
"""Looks of which one is followed by a sweep of all the time within which a record may be late."""
_DISTRUSTED_LOOKS = 20
"""Looks that are each followed by a sweep, once a mark has left something out."""

MOST_SWEPT = 20_000
MOST_PAGES = 100
"""Records, and pages, of which none is new, after which a sweep ends; the next one goes half as far
back."""


class Sweeps:
    """When the search is looked at without its marks, and how far back from now.

    ``lateness`` is how long after its When a record may still arrive: as far back as it goes.
    """

    def __init__(self, lateness: timedelta) -> None:
        self._deep = lateness
        self._looks = 0
        self._distrusted = 0
        self._is_wanted = False

    def due(self) -> tuple[timedelta, ...]:
        """How far back to sweep after this look: one after the other until something is found.

        None at all as a rule. Counts the look.
        """
        self._looks += 1
        is_wanted, self._is_wanted = self._is_wanted, False
        is_distrusted = self._distrusted > 0
        self._distrusted -= is_distrusted
        if self._looks % _DEEP_EVERY == 0:
            return (self._deep,)
        if is_wanted:
            return (self.shallow, self._deep)
        return (self.shallow,) if is_distrusted or self._looks % _EVERY == 0 else ()

    @property
    def shallow(self) -> timedelta:
        """How far back the frequent sweeps go."""
        return min(_SHALLOW, self._deep)

    def want(self) -> None:
        """The mark gave what it had given before: something came in before it. Sweep soon."""
        self._is_wanted = True

    def distrust(self) -> None:
        """A mark has left a record out: sweep after each of the next looks."""
        self._distrusted = _DISTRUSTED_LOOKS

    def narrow(self, window: timedelta) -> bool:
        """A sweep went through so many records that were known: go half as far back from now on.

        False where it goes back so little that it is gone through whole.
        """
        if window <= _LEAST:
            return False
        self._deep = max(_LEAST, window / 2)
        return True


def marks_leave_out(count: int) -> str:
    """What is to be said of a server whose marks left out so many records, as a sentence."""
    return (
        f"The server's continuation mark left out {records_words(count)}, found by a look without "
        "it: late ones, or ones that its mark does not count on. It is looked at without the mark "
        "more often now; what comes more than a day late may be missed."
    )
