"""The explorer: search builder, results and record on one screen."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget

from netwrix_tui.records.zone import LOCAL, UTC_ZONE
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.tui.actions.action import Action, Pane, bindings
from netwrix_tui.tui.counts.actions import CountingKeys
from netwrix_tui.tui.counts.controller import CountsController
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.explorer.breadcrumbs import Breadcrumbs
from netwrix_tui.tui.explorer.current_search import CurrentSearch, ResultsChanged
from netwrix_tui.tui.explorer.help_screen import HelpScreen
from netwrix_tui.tui.explorer.navigation import BUILDER_OPEN, RECORD_OPEN
from netwrix_tui.tui.explorer.notice import Notice
from netwrix_tui.tui.explorer.panes import Panes
from netwrix_tui.tui.explorer.pivot_controller import PivotController
from netwrix_tui.tui.explorer.profile_switch_actions import SwitchingKeys
from netwrix_tui.tui.explorer.status_line import StatusLine
from netwrix_tui.tui.explorer.top_bar import TopBar
from netwrix_tui.tui.explorer.tour import TourController
from netwrix_tui.tui.notes.actions import AnnotatingKeys
from netwrix_tui.tui.notes.controller import NotesController
from netwrix_tui.tui.output.actions import HandingKeys
from netwrix_tui.tui.output.copy_controller import CopyController
from netwrix_tui.tui.output.save_controller import SaveController
from netwrix_tui.tui.record.actions import ReadingKeys
from netwrix_tui.tui.record.controller import RecordController
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.search.body_preview import BodyPreview
from netwrix_tui.tui.search.body_preview_controller import BodyPreviewController
from netwrix_tui.tui.search.query_line import QueryLine
from netwrix_tui.tui.search.search_builder import SearchBuilder
from netwrix_tui.tui.search.sentence_line import SentenceLine
from netwrix_tui.tui.search.suggestions import known_values
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.table.columns_controller import ColumnsController
from netwrix_tui.tui.table.follow_actions import WatchingKeys
from netwrix_tui.tui.table.follow_controller import FollowController
from netwrix_tui.tui.table.quick_filter_line import QuickFilterLine
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.sort_filter_actions import SiftingKeys
from netwrix_tui.tui.table.sort_filter_controller import SortFilterController
from netwrix_tui.tui.text.footer import FooterLine
from netwrix_tui.tui.write.actions import WritingKeys
from netwrix_tui.tui.write.controller import WriteController


class Explorer(
    ReadingKeys,
    CountingKeys,
    SiftingKeys,
    HandingKeys,
    SwitchingKeys,
    AnnotatingKeys,
    TourController,
    WritingKeys,
    WatchingKeys,
):
    """Three panes. Where there is no room for three, builder and record lie over the table.

    It routes messages between the panes; its controllers (:mod:`exploring`) do the work.
    """

    CSS_PATH = "explorer.tcss"
    AUTO_FOCUS = "#table"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.EXPLORER)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    def __init__(self, session: Session, worker: ApiWorker) -> None:
        super().__init__()
        self.panes = Panes(
            top_bar=TopBar(session, id="top-bar"),
            sentence=SentenceLine(id="sentence"),
            query=QueryLine(self._known_values, lambda: self.searching.recent, id="query"),
            crumbs=Breadcrumbs(id="crumbs"),
            builder=SearchBuilder(lambda field: self.searching.seen_values(field), id="builder"),
            preview=BodyPreview(id="preview"),
            facets=Facets(id="facets"),
            status=StatusLine(id="status"),
            timeline=Timeline(id="timeline"),
            table=ResultsTable(id="table"),
            quick_filter=QuickFilterLine(id="quick-filter"),
            notice=Notice(id="notice"),
            viewer=RecordViewer(id="record"),
        )
        self.searching = CurrentSearch(self, self.panes, worker, session)
        self.counting = CountsController(self, self.panes)
        self.sifting = SortFilterController(
            self, self.panes, session.working_hours, self._rearranged
        )
        self.pivoting = PivotController(self, self.panes, self.searching)
        self.reading = RecordController(self, self.panes, worker, self.searching)
        self.handing_over = CopyController(self, self.panes)
        self.saving = SaveController(self, self.panes, worker, self.searching)
        self.annotating = NotesController(
            self, self.panes, session.remembered_as, self.show_record, self.begin
        )
        self.arranging = ColumnsController(self, self.panes, session.remembered_as)
        self.previewing = BodyPreviewController(self, self.panes, self.searching, self.handing_over)
        self.watching = FollowController(self, self.panes, worker, self.searching)
        self.writing = WriteController(self, self.panes, worker)

    def compose(self) -> ComposeResult:
        panes = self.panes
        yield panes.top_bar
        yield panes.sentence
        yield panes.query
        yield panes.crumbs
        with Horizontal(id="body"):
            with Container(id="search-side"):
                yield panes.builder
                yield panes.preview
                yield panes.facets
            with Vertical(id="results"):
                yield panes.status
                yield panes.timeline
                yield panes.table
                yield panes.quick_filter
                yield panes.notice
                yield panes.viewer
        yield self.saving.line
        yield FooterLine()

    def on_mount(self) -> None:
        self.arranging.restore()
        self.annotating.restore()
        self.call_after_refresh(self.searching.start, self.builder.plan)

    # The panes

    @property
    def table(self) -> ResultsTable:
        """The results."""
        return self.panes.table

    @property
    def viewer(self) -> RecordViewer:
        """The record."""
        return self.panes.viewer

    @property
    def builder(self) -> SearchBuilder:
        """The search builder."""
        return self.panes.builder

    @property
    def sentence(self) -> SentenceLine:
        """The search in words."""
        return self.panes.sentence

    def _known_values(self, name: str) -> list[str]:
        return known_values(name, self.searching.seen_values)

    # What the panes tell

    @on(ResultsChanged)
    def _show_results(self) -> None:
        self.searching.show()
        self.sifting.catch_up()
        self.counting.catch_up()
        self.watching.show()
        if self.record_is_shown and not self.viewer.has_record:
            self.reading.show()
        self.refresh_bindings()

    def _rearranged(self) -> None:
        self.searching.seek()
        self.searching.show_status()
        self.counting.catch_up()
        self.show_record()

    @on(SentenceLine.Clicked)
    def _sentence_clicked(self) -> None:
        self.action_builder()

    @on(ResultsTable.Wanted)
    def _more_wanted(self, message: ResultsTable.Wanted) -> None:
        self.searching.want(message.row)

    @on(ResultsTable.MarksChanged)
    def _marks_changed(self) -> None:
        self.searching.show_status()

    # Actions

    def action_search(self) -> None:
        """Search with the filters as they are; the search that was there is cancelled."""
        if self.panes.query.is_open:
            self.panes.query.search()
        else:
            self.begin(self.builder.plan)

    def action_builder(self) -> None:
        """To the search builder; a second time back again."""
        if self.builder.has_focus_within or self.builder.has_focus:
            self.action_back()
            return
        if self.has_class("-narrow"):
            self.previewing.close()
            self.add_class(BUILDER_OPEN)
        self.uncover_builder()
        self._go_to(self.builder)

    def action_back(self) -> None:
        """One step back: out of a pane; an edit, what loads, the filter, following, the marks."""
        self.app.clear_notifications()
        if self.close_what_covers() or self.has_class(RECORD_OPEN) or self.has_class(BUILDER_OPEN):
            self._go_to(self.to_table())
        elif self.focused is not self.table:
            self._go_to(self.table)
        elif not (self.undo() or self.watching.stop()) and self.table.marks:
            self.table.marks.clear()
            self.table.marks_changed()

    def action_zone(self) -> None:
        """Local time or UTC, everywhere at once."""
        panes = self.panes
        zone = UTC_ZONE if panes.table.zone is LOCAL else LOCAL
        for pane in (
            panes.top_bar, panes.sentence, panes.query, panes.builder, panes.timeline,
            panes.table, panes.viewer,
        ):  # fmt: skip
            pane.zone = zone
        self.sifting.zone_changed()

    def action_columns(self) -> None:
        """Choose the table's columns."""
        self.arranging.choose()

    def action_keys(self) -> None:
        """Explain the keys."""
        self.app.push_screen(HelpScreen(self.focused_pane))

    def action_theme(self) -> None:
        """The dark or the light look."""
        self.app.action_theme()  # type: ignore[attr-defined]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hides what cannot be done just now."""
        has_records = len(self.searching.store) > 0
        if action == "retry":
            return self.can_retry
        if action == "newest":
            return self.can_turn_round
        if action in ("copy", "copy_as", "copy_cell", "save", "plain", "note", "compare"):
            return has_records or (action == "save" and self.saving.is_busy)
        if action in ("trail_back", "trail_forward"):
            return self.searching.trail.has(-1 if action == "trail_back" else 1)
        return super().check_action(action, parameters)

    def to_table(self) -> Widget:
        """Lay the table open, with nothing over it; returns it."""
        self.remove_class(RECORD_OPEN, BUILDER_OPEN)
        return self.table

    @property
    def focused_pane(self) -> Pane:
        """The pane whose keys the help explains first."""
        return next(
            (pane for pane, widget in self._widgets().items() if widget.has_focus_within),
            Pane.EXPLORER,
        )

    def perform(self, action: Action) -> None:
        """Do what an action's key would do, in the pane that it belongs to."""
        target: Widget | Screen[None] = self._widgets().get(action.pane, self)
        if target is self.viewer and not self.record_is_shown:
            self.table.action_open()
        elif target is self.panes.preview:
            self.previewing.open()
        else:
            self.open_counted(target)
        if target is not self:
            target.focus()
        self.call_later(self.app.run_action, action.name, target)

    def _widgets(self) -> dict[Pane, Widget]:
        return {
            Pane.TABLE: self.table,
            Pane.RECORD: self.viewer,
            Pane.BUILDER: self.builder,
            Pane.QUERY: self.panes.query,
            Pane.TRAIL: self.panes.crumbs,
            Pane.PREVIEW: self.panes.preview,
            Pane.FACETS: self.panes.facets,
            Pane.TIMELINE: self.panes.timeline,
            Pane.NOTICE: self.panes.notice,
        }
