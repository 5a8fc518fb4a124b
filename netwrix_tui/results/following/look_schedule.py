"""When a followed search is looked at: how often, and when without its mark.

:class:`PollBackoff` says how long to wait until the next look. :class:`Sweeps` says after which
looks the search is looked at without its mark, too, for what the mark leaves out without a word:
what a mark stands for is the server's secret. Where it is a position, a late record moves what lies
before it; where the newest come first, all that is new lies before it; where it is a moment, one
record of the year 2099 hides whatever comes after it; and a server that was set up anew may answer
an old mark with nothing. So the search is looked at without its mark from time to time, over a
window up to now: what came already is known by its RID.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from netwrix_tui.records.amounts import records_words

_PATIENT_LOOKS = 3
"""Looks in a row without anything new before they become rarer."""
_QUIET_FACTOR = 6
_LONGEST_QUIET = 60.0
_LONGEST_TROUBLE = 300.0
_JITTER = 0.1

_SHALLOW = timedelta(hours=1)
_LEAST = timedelta(minutes=5)

SWEEP_EVERY = 6
"""Looks of which one is followed by a sweep of the last hour."""
_DEEP_EVERY = 60
"""Looks of which one is followed by a sweep of all the time within which a record may be late."""
_DISTRUSTED_LOOKS = 20
"""Looks that are each followed by a sweep, once a mark has left something out."""

MOST_SWEPT = 20_000
MOST_PAGES = 100
"""Records, and pages, of which none is new, after which a sweep ends; the next one goes half as far
back."""


@dataclass(frozen=True, slots=True)
class PollBackoff:
    """``interval`` is in seconds between two looks while records come.

    In silence the pauses grow to six times as long, but not beyond a minute; after errors they
    double up to five minutes. An interval that is longer than these bounds stays as it is. Each
    pause is up to a tenth shorter or longer, so that many clients do not come at once.
    """

    interval: float = 10.0

    @property
    def longest_quiet(self) -> float:
        """The most seconds between two looks at a server that answers."""
        return max(self.interval, min(_QUIET_FACTOR * self.interval, _LONGEST_QUIET))

    @property
    def longest_trouble(self) -> float:
        """The most seconds between two looks at a server that does not."""
        return max(self.interval, _LONGEST_TROUBLE)

    def quiet(self, looks: int) -> float:
        """Seconds to wait after so many looks in a row that found nothing new."""
        grown: float = self.interval * 1.5 ** min(max(0, looks - _PATIENT_LOOKS), 20)
        return _about(min(grown, self.longest_quiet))

    def trouble(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row, of which there is at least one."""
        grown: float = self.interval * 2 ** min(failures, 30)
        return _about(min(grown, self.longest_trouble))


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
        return (self.shallow,) if is_distrusted or self._looks % SWEEP_EVERY == 0 else ()

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
        f"The server's continuation mark left out {records_words(count)}, which a look "
        "without it found: they came late, or the mark does not count them. Looks without the mark "
        "are more frequent now; what comes more than a day late may be missed."
    )


def _about(seconds: float) -> float:
    return seconds * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - spreads load
