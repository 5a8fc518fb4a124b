"""Controller of all answers about the record under the cursor."""

from __future__ import annotations

from collections.abc import Callable

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.tui.answers.history_controller import AfterError, HistoryController
from netwrix_tui.tui.answers.related_controller import RelatedController
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.table.results_table import ResultsTable


class AnswersController:
    """What belongs to a record, and whether it is normal."""

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        viewer: RecordViewer,
        worker: ApiWorker,
        *,
        session: Callable[[], Session],
        plan: Callable[[], SearchPlan],
        begin: BeginSearch,
        show_record: Callable[[], None],
        after_error: AfterError,
    ) -> None:
        """``plan`` is that of the search; ``show_record`` shows the record under the cursor."""
        history = HistoryController(
            host, table, worker, session=session, begin=begin, after_error=after_error
        )
        related = RelatedController(
            host, table, viewer, plan=plan, begin=begin, show_record=show_record
        )
        self.ask_history = history.ask
        self.record_shown = related.record_shown
        self.catch_up = related.catch_up
        self.go = related.go
        self.end = related.end
