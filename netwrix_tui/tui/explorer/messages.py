"""Messages of the panes, each with the method of a controller that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.message import Message

from netwrix_tui.tui.actions.action import PivotRequested
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.explorer.breadcrumbs import Breadcrumbs
from netwrix_tui.tui.explorer.notice import Notice
from netwrix_tui.tui.explorer.results_changed import ResultsChanged
from netwrix_tui.tui.output.save_controller import FileChanged
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.search.body_preview import BodyPreview
from netwrix_tui.tui.search.query_line import QueryLine
from netwrix_tui.tui.search.sentence_line import SentenceLine
from netwrix_tui.tui.table.quick_filter_line import QuickFilterLine
from netwrix_tui.tui.table.results_table import ResultsTable

if TYPE_CHECKING:
    from netwrix_tui.tui.explorer.explorer_screen import Explorer


def _results_changed(of: Explorer, _: ResultsChanged) -> None:
    of.current_search.show()
    of.sort_filter.catch_up()
    of.counts.catch_up()
    of.summary.catch_up()
    of.follow.show()
    of.names.catch_up()
    of.record.catch_up()
    of.answers.catch_up()
    of.refresh_bindings()
    if of.notice.choices and of.focused is of.table:
        of.notice.focus()
    of.history.note_current()


def _filter_taken(of: Explorer, message: QuickFilterLine.FilterTaken) -> None:
    of.sort_filter.filter(message.line)
    of.panes.lay_table_open()


def _marks_changed(of: Explorer, _: ResultsTable.MarksChanged) -> None:
    of.case.note_marks()
    of.current_search.show_status()


def _plan_drafted(of: Explorer, message: QueryLine.PlanDrafted) -> None:
    of.builder.plan = message.plan


MESSAGES: dict[type[Message], Callable[[Explorer, Any], object]] = {
    # Search
    ResultsChanged: _results_changed,
    PivotRequested: lambda of, m: of.pivots.go_on(m.kind),
    SentenceLine.Clicked: lambda of, _: of.navigation.edit_search(),
    QueryLine.PlanDrafted: _plan_drafted,
    QueryLine.SearchRequested: lambda of, m: of.handover.search(m.plan),
    QueryLine.Dismissed: lambda of, _: of.panes.focus(of.table),
    QueryLine.EditingEnded: lambda of, _: of.panes.close_query(),
    BodyPreview.FormatChanged: lambda of, _: of.body_preview.show(),
    BodyPreview.BodyCopyRequested: lambda of, m: of.body_preview.copy(m),
    Breadcrumbs.StepSelected: lambda of, m: of.navigation.go_to_step(m.position),
    Breadcrumbs.StepNameRequested: lambda of, m: of.navigation.name_step(m.position),
    Notice.ProposalChosen: lambda of, m: of.history.widen(m.index),
    # Table
    ResultsTable.RowsRequested: lambda of, m: of.current_search.request_rows(
        m.row, beyond=m.beyond
    ),
    ResultsTable.MarksChanged: _marks_changed,
    ResultsTable.NewAboveChanged: lambda of, _: of.current_search.show_status(),
    ResultsTable.CursorMoved: lambda of, _: of.record.follow_cursor(),
    ResultsTable.RecordOpened: lambda of, _: of.record.open(),
    ResultsTable.SortRequested: lambda of, m: of.sort_filter.sort_by(m.column, further=m.further),
    ResultsTable.UnusualRequested: lambda of, _: of.answers.show_unusual(),
    QuickFilterLine.FilterChanged: lambda of, m: of.sort_filter.filter(m.line),
    QuickFilterLine.FilterTaken: _filter_taken,
    FileChanged: lambda of, _: of.saving.show(),
    # Record
    RecordViewer.StepRequested: lambda of, m: of.record.step(m.by),
    RecordViewer.OtherFormatRequested: lambda of, m: of.record.fetch_other_format(m.format),
    RecordViewer.RelatedRequested: lambda of, _: of.answers.go(),
    # Counts
    Facets.ColumnChanged: lambda of, _: of.counts.catch_up(at_once=True),
    Facets.ValueRequested: lambda of, m: of.pivots.search_value(m.kind, m.column, m.value),
    Facets.FilterRequested: lambda of, m: of.counts.filter_value(m.column, m.value),
    Facets.ListCopyRequested: lambda of, m: of.counts.copy_list(m.lines, choose=m.choose),
    Facets.Dismissed: lambda of, _: of.panes.close_facets(),
    Timeline.BucketsRequested: lambda of, _: of.counts.catch_up(at_once=True),
    Timeline.ZoomRequested: lambda of, m: of.counts.zoom(m.start, m.end),
    Timeline.ZoomOutRequested: lambda of, _: of.counts.zoom_out(),
    Timeline.FirstRecordRequested: lambda of, m: of.counts.find_first(m.start, m.end),
    Timeline.TableRequested: lambda of, _: of.panes.focus(of.table),
}


def message_handler(kind: type[Message]) -> Callable[[Explorer, Message], None]:
    """The method of the screen that Textual calls for a message of this class."""
    answer = MESSAGES[kind]

    def handle(explorer: Explorer, message: Message) -> None:
        answer(explorer, message)

    return handle
