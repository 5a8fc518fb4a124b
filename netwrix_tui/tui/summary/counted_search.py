"""The search of an explorer, as far as its records are counted."""

from __future__ import annotations

from typing import Protocol

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.session.session import Session


class CountedSearch(Protocol):
    """The search whose records are counted."""

    @property
    def session(self) -> Session:
        """Where searches go, and as whom."""

    @property
    def plan(self) -> SearchPlan:
        """What was searched for."""

    @property
    def phase(self) -> PagerPhase:
        """Where the loading stands."""

    @property
    def is_loading_all(self) -> bool:
        """True while page after page is loaded to the end."""

    def load_all(self) -> None:
        """Load everything that there is, or pause that."""
