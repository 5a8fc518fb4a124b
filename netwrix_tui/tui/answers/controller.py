"""Controller of all answers about the record under the cursor."""

from __future__ import annotations

from collections.abc import Callable

from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.tui.answers.history_controller import AfterError, HistoryController
from netwrix_tui.tui.answers.related_controller import RelatedController
from netwrix_tui.tui.answers.unusual_controller import AnsweredSearch, UnusualController
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.sort_filter_controller import SortFilterController


class AnswersController:
    """What belongs to a record, and whether it is normal."""

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        viewer: RecordViewer,
        worker: ApiWorker,
        *,
        search: AnsweredSearch,
        sort_filter: SortFilterController,
        begin: BeginSearch,
        show_record: Callable[[], None],
        after_error: AfterError,
        back: Callable[[], bool],
    ) -> None:
        """``show_record`` shows the record under the cursor; ``back`` goes to the search before,
        False without one.
        """
        history = HistoryController(
            host, table, worker,
            session=lambda: search.session, begin=begin, after_error=after_error, back=back,
        )  # fmt: skip
        related = RelatedController(
            host, table, viewer,
            plan=lambda: search.plan, begin=begin, show_record=show_record,
        )  # fmt: skip
        self._related = related
        self._unusual = UnusualController(host, table, worker, sort_filter, search)
        self.ask_history = history.ask
        self.come_back = history.come_back
        self.record_shown = related.record_shown
        self.go = related.go
        self.find_undone = sort_filter.find_undone = related.find_undone
        self.show_unusual = self._unusual.show_unusual

    def catch_up(self) -> None:
        """More has been loaded, or another column is shown."""
        self._related.catch_up()
        self._unusual.catch_up()

    def end(self) -> None:
        """The screen is left."""
        self._related.end()
        self._unusual.end()
