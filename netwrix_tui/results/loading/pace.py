"""Pace of a search: how many of its requests may be under way at a time, however many parts it has.

Several servers, and several searches that are joined, share one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from netwrix_tui.client.connection import MOST_AT_A_TIME


class SideBySide(Protocol):
    """What asks for slices of time side by side."""

    @property
    def at_a_time(self) -> int:
        """How many of its requests may be under way at a time just now; 0 once it is over."""

    @property
    def why_not(self) -> str:
        """Why it goes one page after the other, in few words; empty where it does not."""

    def cancel(self) -> None:
        """Give up what is under way."""


class Pace:
    """How many requests at a time. Belongs to the loop's thread, but for what it tells.

    ``most`` is how many there may be, 1 for one page after the other. ``is_wide`` says that all is
    wanted, so that pages may be asked for before anybody waits for them; ``wanted`` is how many
    records are, None for all. ``waiting`` is how many pages may wait for their turn, for each
    request. ``account`` tells how many requests at a time the account can have
    proven: by Basic and Digest, each of them waits for the one before. None where that is no
    question: the source takes one request at a time.
    """

    def __init__(
        self,
        most: int = 1,
        *,
        is_wide: bool = True,
        wanted: int | None = None,
        waiting: int = 8,
        account: Callable[[], int] = lambda: MOST_AT_A_TIME,
    ) -> None:
        self.most = max(1, min(most, MOST_AT_A_TIME))
        self.is_wide = is_wide
        self.wanted = wanted
        self.most_waiting = waiting * self.most
        """Pages that may wait for their turn."""
        self._account = account
        self.under_way = 0
        """Requests that are under way, of all parts."""
        self._parts: list[SideBySide] = []

    @property
    def allowed(self) -> int:
        """How many requests there may be at a time just now."""
        return max(1, min(self.most, self._account())) if self.is_wide else 1

    @property
    def at_a_time(self) -> int:
        """How many requests are under way at a time, as the servers take them; 1 at least."""
        sizes = sum(part.at_a_time for part in list(self._parts))
        return max(1, min(sizes, self.allowed))

    @property
    def why_not(self) -> str:
        """Why it is one page after the other where several were wanted; else empty."""
        if self.most == 1 or not self.is_wide:
            return ""
        if self.allowed == 1:
            return "each request is signed in" if self._account() else ""
        parts = list(self._parts)
        reasons = [part.why_not for part in parts]
        return reasons[0] if reasons and all(reasons) else ""

    def join(self, part: SideBySide) -> None:
        """Another part shares it."""
        self._parts.append(part)

    def cancel(self) -> None:
        """Give up what is under way, and ask for nothing before it is waited for."""
        for part in self._parts:
            part.cancel()


class OneByOne:
    """A part that has no slices of time."""

    at_a_time = 1

    def __init__(self, why_not: str) -> None:
        self.why_not = why_not

    def cancel(self) -> None:
        """Nothing is under way beside the page that is waited for."""
