"""Explorer screen: search builder, results and record side by side."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical

from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.actions.key_map import key_map_of
from netwrix_tui.tui.answers.controller import AnswersController
from netwrix_tui.tui.case.controller import CaseController
from netwrix_tui.tui.case.evidence_controller import EvidenceController
from netwrix_tui.tui.case.view_facts import sort_keys
from netwrix_tui.tui.counts.controller import CountsController
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.source_counts import SourceCounts
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.explorer.actions import ACTIONS, EVERYWHERE
from netwrix_tui.tui.explorer.breadcrumbs import Breadcrumbs
from netwrix_tui.tui.explorer.case_navigation import CaseNavigation
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.explorer.error_recovery import ErrorRecovery
from netwrix_tui.tui.explorer.handover import HandoverController
from netwrix_tui.tui.explorer.help_screen import HelpScreen
from netwrix_tui.tui.explorer.message_routes import MESSAGES, message_handler
from netwrix_tui.tui.explorer.names_controller import NamesController
from netwrix_tui.tui.explorer.navigation import SearchNavigation
from netwrix_tui.tui.explorer.notice import Notice
from netwrix_tui.tui.explorer.pane_layout import PaneLayout, focused_pane
from netwrix_tui.tui.explorer.pivot_controller import PivotController
from netwrix_tui.tui.explorer.profile_switch import ProfileSwitch, SessionHost
from netwrix_tui.tui.explorer.request_options import RequestOptions
from netwrix_tui.tui.explorer.search_display import SearchDisplay
from netwrix_tui.tui.explorer.search_history import SearchHistory
from netwrix_tui.tui.explorer.source_order import sorted_by_source
from netwrix_tui.tui.explorer.status_line import StatusLine
from netwrix_tui.tui.explorer.ticket_source import ticket_source
from netwrix_tui.tui.explorer.top_bar import TopBar
from netwrix_tui.tui.explorer.tour import DEMO, TourController
from netwrix_tui.tui.explorer.zone_controller import ZoneController
from netwrix_tui.tui.notes.controller import NotesController
from netwrix_tui.tui.output.copy_controller import CopyController
from netwrix_tui.tui.output.save_controller import SaveController
from netwrix_tui.tui.output.user_commands import UserCommandsController
from netwrix_tui.tui.record.controller import RecordController
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.search.body_preview import BodyPreview
from netwrix_tui.tui.search.body_preview_controller import BodyPreviewController
from netwrix_tui.tui.search.query_line import QueryLine
from netwrix_tui.tui.search.search_builder import SearchBuilder
from netwrix_tui.tui.search.sentence_line import SentenceLine
from netwrix_tui.tui.search.suggestions import known_values
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.sql.controller import SqlController
from netwrix_tui.tui.summary.controller import SummaryController
from netwrix_tui.tui.table.columns_controller import ColumnsController
from netwrix_tui.tui.table.follow_controller import FollowController
from netwrix_tui.tui.table.quick_filter_line import QuickFilterLine
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.sort_filter_controller import SortFilterController
from netwrix_tui.tui.table.table_columns import AS_IT_COMES, AS_SERVERS_COME, SERVER
from netwrix_tui.tui.terminal.low_latency_screen import LowLatencyScreen
from netwrix_tui.tui.text.footer import FooterLine
from netwrix_tui.tui.write.controller import WriteController

_WIDE, _TALL = 100, 32
"""Cells from which on there is room for panes beside and under each other."""

_EVERYWHERE = {action.name: action for action in EVERYWHERE}


class Explorer(LowLatencyScreen[None]):
    """Screen of three panes. Where there is no room, builder and record lie over the table.

    It composes the panes, hands what they tell to the controllers, and the keys, too, by
    the tables in ``messages.py`` and ``actions.py``.
    """

    CSS_PATH = "explorer.tcss"
    AUTO_FOCUS = "#table"
    BINDINGS: ClassVar[list[BindingType]] = bindings(ACTIONS, Pane.EXPLORER)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (_TALL, "-tall")]  # noqa: RUF012

    panes: PaneLayout
    case: CaseController
    current_search: CurrentSearch
    sort_filter: SortFilterController
    follow: FollowController
    navigation: SearchNavigation
    pivots: PivotController
    history: SearchHistory
    record: RecordController
    saving: SaveController
    counts: CountsController
    body_preview: BodyPreviewController
    table: ResultsTable
    notice: Notice
    builder: SearchBuilder

    def __init__(self, session: Session, worker: ApiWorker, sessions: SessionHost) -> None:
        super().__init__()
        self.top_bar = TopBar(session, id="top-bar")
        self.sentence = SentenceLine(id="sentence")
        self.query_line = QueryLine(
            lambda name: known_values(name, self.current_search.seen_values),
            lambda: self.current_search.recent,
            id="query",
        )
        self.crumbs = Breadcrumbs(id="crumbs")
        self.builder = SearchBuilder(
            lambda field: self.current_search.seen_values(field), id="builder"
        )
        self.preview = BodyPreview(id="preview")
        self.facets = Facets(id="facets")
        self.status = StatusLine(id="status")
        self.timeline = Timeline(id="timeline")
        self.table = ResultsTable(id="table")
        self.quick_filter = QuickFilterLine(id="quick-filter")
        self.notice = Notice(id="notice")
        self.viewer = RecordViewer(id="record")
        self._worker = worker
        self._make_search(session, worker, sessions)
        self._make_controllers(session, worker)
        self.profile_switch = ProfileSwitch(self, sessions, self.current_search)

    def _make_search(self, session: Session, worker: ApiWorker, host: SessionHost) -> None:
        """What leads from search to search."""
        table = self.table
        self.panes = PaneLayout(self, table=table, builder=self.builder, preview=self.preview)
        self.case = CaseController(
            self, table, session, host.keeper,
            panes=lambda: self.panes.open_panes, show_offer=self._show_offer,
        )  # fmt: skip
        self.request_options = RequestOptions(self, self.top_bar, session)
        self.error_recovery = ErrorRecovery(self, worker, lambda: self.request_options.session)
        display = SearchDisplay(
            self, table, self.status, self.notice, self.crumbs, self.top_bar, self.error_recovery
        )
        self.current_search = search = CurrentSearch(
            self, table, worker, self.request_options, self.error_recovery, display, self.case,
            clear_record=self.viewer.clear,
            arrange=lambda view: self.sort_filter.arrange(sort_keys(view.sort), view.quick_filter),
        )  # fmt: skip
        self.sort_filter = SortFilterController(
            self, table, self.quick_filter, session.working_hours,
            show_work=self.status.show_work, changed=self._rearranged,
        )  # fmt: skip
        self.sort_filter.by_source = partial(sorted_by_source, search, table)
        self.follow = FollowController(
            self, table, worker, search,
            wire=lambda: self.request_options.wire, after_error=self.error_recovery.after,
        )  # fmt: skip
        self.navigation = SearchNavigation(
            self, search, self.builder, self.sentence, self.query_line, table, self.panes,
            self.sort_filter, self.follow,
        )  # fmt: skip
        self.pivots = PivotController(
            self, table, lambda: search.plan,
            begin=self.navigation.begin,
            sort_by_time=lambda: self.sort_filter.sort("when", further=False),
            known=lambda: self.names.known,
        )  # fmt: skip
        self.history = SearchHistory(
            self, search,
            plan=lambda: self.builder.plan, zone=lambda: table.zone, begin=self.navigation.begin,
            known=lambda: self.names.known,
        )  # fmt: skip
        self.names = NamesController(self, search, table, worker, self.navigation.begin)
        search.named = self.names.wider

    def _make_controllers(self, session: Session, worker: ApiWorker) -> None:
        """What works on the records of a search."""
        table, search, begin = self.table, self.current_search, self.navigation.begin
        self.answers: AnswersController = AnswersController(
            self, table, self.viewer, worker,
            search=search, sort_filter=self.sort_filter, begin=begin,
            show_record=lambda: self.record.show(), after_error=self.error_recovery.after,
            back=lambda: self.navigation.step(-1),
        )  # fmt: skip
        self.record = RecordController(
            self, table, self.viewer, self.panes,
            fetch=worker.fetch_record, is_whole=lambda: search.phase is PagerPhase.END,
            shown=self.answers.record_shown,
        )  # fmt: skip
        head = ticket_source(search, table)
        self.copying = CopyController(self, table, is_reading=self.viewer.is_reading, head=head)
        self.saving = SaveController(
            self, table, worker, search, head=head,
            servers={name: part.server for name, part in session.parts.items()},
        )  # fmt: skip
        self.notes = NotesController(
            self, table, session.remembered_as,
            servers={name: part.remembered_as for name, part in session.parts.items()},
            changed=self.record.show_if_open,
            written=self.case.note_written, found=self.case.note_findings, begin=begin,
            copy=self.copying.copy_listed, save=self.saving.ask,
        )  # fmt: skip
        self.case.catch_up = self.notes.catch_up
        source = SourceCounts(worker, lambda: search.parameters, counts=session.counts)
        self.counts = CountsController(
            self, table, self.facets, self.timeline, self.panes,
            plan=lambda: search.plan, begin=begin,
            filter_further=self.sort_filter.filter_further, copy_text=self.copying.copy_text,
            head=head, back=lambda: self.navigation.step(-1),
            source=source, find_undone=self.answers.find_undone,
        )  # fmt: skip
        self.sql = SqlController(
            self, table, search, self.case.keeper, notes=self.notes.all_notes, begin=begin,
            pivot=self.pivots.search_value, open_record=self.record.open,
            copy_text=self.copying.copy_text, explain=lambda: self.explain(Pane.SQL),
            is_reading=self.viewer.is_reading,
        )  # fmt: skip
        self.summary = SummaryController(
            self, table, search, begin=begin, filter_further=self.sort_filter.filter_further,
            copy_text=self.copying.copy_text, head=head,
            explain=lambda: self.explain(Pane.SUMMARY), back=lambda: self.navigation.step(-1),
            source=source,
        )  # fmt: skip
        self.navigation.come_back = lambda: self.summary.come_back() or self.answers.come_back()
        self.history.look_for = self.summary.look_for
        usual = AS_SERVERS_COME if session.parts else AS_IT_COMES
        self.columns = ColumnsController(
            self, table, session.remembered_as, self.answers.catch_up, usual
        )
        if session.parts:
            self.facets.columns = (*self.facets.columns, SERVER)
        self.body_preview = BodyPreviewController(
            self.preview, self.panes, self.request_options,
            plan=lambda: self.builder.plan, copy_text=self.copying.copy_text,
        )  # fmt: skip
        self.writing = WriteController(
            self, worker, session=lambda: search.session, wire=lambda: self.request_options.wire,
            zone=lambda: table.zone, search=begin,
            plans=lambda: search.seen_values("monitoring_plan"),
        )  # fmt: skip
        table.server_ahead = lambda: worker.server_ahead
        self.zones = ZoneController(self, session, self.show_zone)
        self.tour = TourController(self, table, self.viewer, search)
        self.evidence = EvidenceController(self, table, self.case, self.notes.catch_up)
        self.user_commands = UserCommandsController(self, table)
        self.history.columns = lambda: [place.column.field for place in table.columns]
        self.history.show_columns = self.columns.show_fields
        self.handover: HandoverController = HandoverController(self, self.copying.copy_text)
        self.case_navigation = CaseNavigation(
            self,
            search,
            self.case,
            self.navigation,
            self.panes,
            session,
            self.notes.add,
            lambda: self.handover.begin(session.start),
        )

    def compose(self) -> ComposeResult:
        # By the same bounds as from the first resize on: no frame has another layout.
        width, height = self.app.size
        self.add_class("-narrow" if width < _WIDE else "-wide")
        self.add_class("-short" if height < _TALL else "-tall")
        yield self.top_bar
        yield self.sentence
        yield self.query_line
        yield self.crumbs
        with Horizontal(id="body"):
            with Container(id="search-side"):
                yield self.builder
                yield self.preview
                yield self.facets
            with Vertical(id="results"):
                yield self.status
                yield self.timeline
                yield self.table
                yield self.quick_filter
                yield self.notice
                yield self.viewer
        yield self.saving.line
        yield self.evidence.line
        yield FooterLine()

    def on_mount(self) -> None:
        self.zones.begin()
        self.names.restore()
        self.columns.restore()
        self.notes.restore()
        self.call_after_refresh(self.case_navigation.begin)
        self.watch(self.builder, "plan", self.body_preview.show, init=False)
        if self.current_search.session.remembered_as == DEMO:
            self.tour.begin_once()
        self.history.restore()
        self.watch(self.builder, "plan", self.navigation.show_plan)

    async def on_unmount(self) -> None:
        """What the user saw last is kept, and the story tells of what was marked and noted."""
        self.case.note_view()
        if self.case.keeps:
            await self.notes.catch_up()
        self.sql.end()
        self.answers.end()
        self.evidence.end()

    def _rearranged(self) -> None:
        self.current_search.seek()
        self.current_search.show_status()
        self.counts.catch_up()
        self.summary.catch_up()
        self.record.show_if_open()

    def on_resize(self, _: events.Resize) -> None:
        """A pane that room was found for shows the record under the cursor."""
        self.call_after_refresh(self.record.show_if_open)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The line of the filter is there only while one types in it; rows of SQL led elsewhere."""
        if event.widget is self.table:
            self.quick_filter.close()
            self.sql.forget_row()
        else:
            self._worker.prepare()

    def on_screen_suspend(self) -> None:
        """What is typed in a dialog may be the next search."""
        self._worker.prepare()

    def on_key(self, event: events.Key) -> None:
        """A number takes a proposal, wherever the focus is; escape on the list ends the tour."""
        on_list = self.focused in (self.table, self.notice) and not self.panes.table_is_covered
        if event.key == "escape" and self.tour.is_under_way and on_list:
            event.stop()
            event.prevent_default()
            self.tour.end()
        elif self.notice.choices and self.history.widen_by_key(event.character or ""):
            event.stop()

    def show_zone(self, zone: ShownZone) -> None:
        """Show times in this zone everywhere."""
        for pane in (
            self.top_bar, self.sentence, self.query_line, self.builder, self.timeline,
            self.table, self.viewer,
        ):  # fmt: skip
            pane.zone = zone
        self.sort_filter.zone_changed()

    def _show_offer(self, words: str) -> None:
        """In the rule above the records, where nothing moves for it."""
        self.query_one("#body").border_title = words

    def explain_keys(self) -> None:
        """The help, the pane with the focus first."""
        self.explain(focused_pane(self))

    def explain(self, pane: Pane) -> None:
        """The help, this pane first."""
        self.app.push_screen(HelpScreen(pane, key_map_of(self.app)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hides what cannot be done just now."""
        known = _EVERYWHERE.get(action)
        return known is None or known.when(self)


for _action in EVERYWHERE:
    setattr(Explorer, f"action_{_action.name}", _action.method())
for _kind in MESSAGES:
    setattr(Explorer, _kind.handler_name, message_handler(_kind))
