"""Keeper of a search, as loading needs it: what is asked and what comes is handed to it.

What keeps is :mod:`netwrix_tui.case`, a floor above: whoever begins a search hands it in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from netwrix_tui.errors import NetwrixTuiError
    from netwrix_tui.wire.page import Answer, Page


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a search has come; ``is_drained`` once the server has no more."""

    records: int
    doubles: int
    damaged: int
    arrival_order: str
    in_slices: bool
    is_drained: bool = False
    why: str = ""
    """Why it failed; empty where it did not."""


class SearchKeeper(Protocol):
    """Keeps one search. Its methods may be called on any thread and return at once."""

    def answered(self, answer: Answer) -> None:
        """A request was answered by a page."""

    def failed(self, sent: datetime, mark: str | None, error: NetwrixTuiError) -> None:
        """A request brought no page."""

    def took(self, page: Page, mark: str | None, *, by_following: bool) -> None:
        """The search took these records; ``mark`` leads to the next. Those that arrived have none.

        Their answers were told before.
        """

    def stands(self, standing: Standing) -> None:
        """The search has come so far."""

    async def room(self) -> None:
        """Wait until it can take more, where it is slower than the server."""
