"""Poll backoff: how often a server is asked whether there is something new."""

from __future__ import annotations

import random
from dataclasses import dataclass

_PATIENT_LOOKS = 3
"""Looks in a row without anything new before they become rarer."""
_QUIET_FACTOR = 6
_LONGEST_QUIET = 60.0
_LONGEST_TROUBLE = 300.0
_JITTER = 0.1


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


def _about(seconds: float) -> float:
    return seconds * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - spreads load
