"""Live feed of a loaded search, as the search sees it: the protocol, and where a feed stands.

What feeds it is :mod:`netwrix_tui.results.following`, a floor above: whoever begins to follow
hands the feed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from netwrix_tui.errors import NetwrixTuiError


class FollowPhase(StrEnum):
    """Where the following of a search stands."""

    LOOKING = "looking"  # the first look is under way
    WAITING = "waiting"
    PAUSED = "paused"
    MISSED = "missed"  # the last look failed, another will come
    ENDED = "ended"  # for a reason that waiting does not mend


@dataclass(frozen=True, slots=True)
class FollowState:
    """``arrived`` records have come since it began; ``error`` says why it missed or ended.

    ``repeats`` is True where the last look ended because the server sent the same again and again.
    ``left_out`` is how many records came that the server's marks had left out.
    ``looked`` and ``due`` are the last and the next look, in seconds of :func:`time.monotonic`.
    """

    phase: FollowPhase = FollowPhase.LOOKING
    arrived: int = 0
    looked: float | None = None
    due: float | None = None
    error: NetwrixTuiError | None = None
    repeats: bool = False
    left_out: int = 0

    @property
    def is_over(self) -> bool:
        """True once nothing more comes of it."""
        return self.phase is FollowPhase.ENDED


class LiveFeed(Protocol):
    """Appends new records to one loaded search. Every method may be called from any thread."""

    @property
    def state(self) -> FollowState:
        """Where it stands."""

    def pause(self, *, paused: bool) -> None:
        """Begin no look any more, or look again and at once."""

    def stop(self) -> None:
        """End it for good, also in the middle of a request; it may be called twice."""
