"""The keys of an explorer that follow its search: begin, pause, try again."""

from __future__ import annotations

from textual import on
from textual.screen import Screen

from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.table.follow_controller import FollowController
from netwrix_tui.tui.table.results_table import ResultsTable


class WatchingKeys(Screen[None]):
    """Actions and messages of an explorer, handed to :class:`FollowController`."""

    searching: CurrentSearch
    watching: FollowController

    def action_follow_live(self) -> None:
        """Follow the search that is shown; a second time pauses, a third goes on."""
        self.watching.toggle()
        self.refresh_bindings()

    def action_retry(self) -> None:
        """Fetch the page that failed once more, or follow again."""
        if self.searching.phase is PagerPhase.FAILED:
            self.searching.retry()
        else:
            self.watching.retry()

    @property
    def can_retry(self) -> bool:
        """True where something failed that another try may mend."""
        return self.searching.phase is PagerPhase.FAILED or self.watching.has_ended

    @on(ResultsTable.NewAboveChanged)
    def _new_above_changed(self) -> None:
        self.searching.show_status()
