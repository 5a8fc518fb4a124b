"""Current search: one at a time, each a step of the trail, shown as its records come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from netwrix_tui.case.facts import ViewFacts
from netwrix_tui.case.kept_search import KeptSearch
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.row_marks import Marks
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.following.live_follow import FollowState, live_follow_of
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.results.view.view import View
from netwrix_tui.searches.step_words import step_words
from netwrix_tui.searches.trail import Step, Trail, Weight
from netwrix_tui.searches.widening import Widening, widenings
from netwrix_tui.tui.case.controller import CaseController, RestoredStep, view_of
from netwrix_tui.tui.dialogs.notifications import notify_information
from netwrix_tui.tui.explorer.begun_search import begun_search, gone_on_with
from netwrix_tui.tui.explorer.cursor_restorer import CursorRestorer, CursorState, forget_tables
from netwrix_tui.tui.explorer.error_recovery import ErrorRecovery
from netwrix_tui.tui.explorer.request_options import RequestOptions
from netwrix_tui.tui.explorer.results_changed import ResultsChanged
from netwrix_tui.tui.explorer.search_display import SearchDisplay
from netwrix_tui.tui.explorer.source_total import SourceTotal
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.table.results_table import ResultsTable

_MOST_RECENT = 100


def _weight(loaded: LoadedSearch) -> Weight:
    return Weight(len(loaded.store), loaded.store.raw_bytes)


class CurrentSearch:
    """Trail of an explorer's searches, and the current one on the screen.

    Every search begins by :meth:`start`; :meth:`go` comes back to one, without asking the server
    for anything that is still here.
    """

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        worker: ApiWorker,
        request_options: RequestOptions,
        recovery: ErrorRecovery,
        display: SearchDisplay,
        case: CaseController,
        *,
        clear_record: Callable[[], None],
        arrange: Callable[[ViewFacts], None],
    ) -> None:
        """``clear_record`` is called before records of another search are shown; ``arrange`` has
        them sorted and filtered as they were.
        """
        self._arrange = arrange
        self._host = host
        self._table = table
        self.named: Callable[[SearchPlan], list[Widening]] = lambda _: []
        """The search by all names of whoever a search names."""
        self._worker = worker
        self.request_options = request_options
        self._recovery = recovery
        self._display = display
        self._clear_record = clear_record
        self._case = case
        self._loaded: LoadedSearch | None = None
        self._total = SourceTotal(worker, counts=request_options.session.counts)
        self._nothing = Store()
        self._restorer = CursorRestorer(table)
        case.is_restoring = lambda: self._restorer.is_seeking
        self.recent: list[SearchPlan] = []
        """What was searched for since the program began, the latest first."""
        self.trail: Trail[LoadedSearch] = Trail(_weight, LoadedSearch.end)

    @property
    def session(self) -> Session:
        """Where searches go, and as whom."""
        return self.request_options.session

    def use_session(self, session: Session, server: str = "") -> None:
        """Go on as a session that this one goes on as; a search that failed asks once more.

        ``server`` is the one of several servers that is reached otherwise from now on.
        """
        self.request_options.use_session(session)
        self._worker.use(session.part(server).open_client, server)
        if self._loaded is not None and self.error is not None:
            self._loaded.retry()

    @property
    def plan(self) -> SearchPlan:
        """The plan of the current step; of a search for everything before the first."""
        step = self.trail.current
        return step.plan if step is not None else SearchPlan()

    @property
    def loaded(self) -> LoadedSearch | None:
        """The current search; None before the first."""
        return self._loaded

    @property
    def followed(self) -> FollowState | None:
        """Where the following of the current search stands; None while it is not followed."""
        live = live_follow_of(self._loaded)
        return live.state if live is not None else None

    @property
    def store(self) -> Store:
        """What the current search has brought; an empty store before the first one."""
        return self._loaded.store if self._loaded is not None else self._nothing

    @property
    def parameters(self) -> SearchParameters | None:
        """What was searched for; None before the first search."""
        return self._loaded.parameters if self._loaded is not None else None

    @property
    def in_slices(self) -> bool:
        """True where it is asked for in slices of time, the newest first."""
        return self._loaded is not None and self._loaded.in_slices

    @property
    def phase(self) -> PagerPhase:
        """Where the loading stands."""
        return self._loaded.status.phase if self._loaded is not None else PagerPhase.IDLE

    def start(
        self,
        plan: SearchPlan,
        *,
        words: str = "",
        keep: str = "",
        again: bool = False,
        order: SortKeys = (),
    ) -> None:
        """Begin a search, as a step on top of the trail; nothing of the one before is shown.

        ``words`` say what is new in it, in few cells. ``keep`` is the RID of a record on which the
        cursor is to stand again, once it has been found. ``again`` asks the current step anew,
        ``order`` has the source sort what is found.
        """
        self._leave()
        before = self.trail.current
        zone, options = self._table.zone, self.request_options
        known = before.plan if before is not None else None
        words = words or step_words(plan, known, zone)
        kept = self._case.begin_search(
            plan, words, zone, options.wire, in_slices=options.newest_first
        )
        loaded = self._begun(plan, kept, order=order)
        if before is not None and before.plan == plan and (again or not len(self.store)):
            # Nothing came of it: this is another attempt, not another step.
            self.trail.refill(loaded)
            before.kept = kept
        else:
            self.trail.push(plan, words, loaded).kept = kept
        self._restorer.begin(keep)
        self._keep_trail()
        self._show_new(loaded)

    def go(self, position: int) -> None:
        """Come back to a step of the trail, or go ahead to one: it stands as it was left.

        Where its records were let go of, they are loaded again, and the cursor goes to the record
        that it stood on. Raises IndexError.
        """
        if position == self.trail.position:
            return
        self._leave()
        step = self.trail.go(position)
        place = step.place if isinstance(step.place, CursorState) else None
        self._keep_trail()
        if step.held is None:
            self._load_again(step, place)
            return
        self._restorer.begin("")
        self._worker.resume(step.held)
        self._loaded = step.held
        if place is not None and place.table is not None:
            self._table.restore(place.table)
            if place.was_loading:
                step.held.want(max(place.table.seen_to, 0))
        self._clear_record()
        self.show()
        # Also to whoever keeps a row order up to date: more may have come since.
        self._host.post_message(ResultsChanged())

    def bring_back(self, step: Step[LoadedSearch]) -> None:
        """Go on to a step that a new search cut off: its records are loaded again, where they are
        kept from there. Raises ValueError where it is none of those.
        """
        self._leave()
        self.trail.bring_back(step)
        self._keep_trail()
        self._load_again(step, step.place if isinstance(step.place, CursorState) else None)

    def restore(
        self, steps: Sequence[RestoredStep], current: int, cut: Sequence[RestoredStep] = ()
    ) -> None:
        """Take up a kept trail, at the step that was looked at last; the server is not asked."""
        taken, cut_off = (
            [
                Step[LoadedSearch](each.plan, each.words, None, each.name, kept=each.kept)
                for each in some
            ]
            for some in (steps, cut)
        )
        if not taken:
            return
        if self._loaded is not None:
            self._loaded.end()
        self.trail.restore(taken, current, cut_off)
        self._load_again(taken[current], None)
        self._keep_trail()

    def _load_again(self, step: Step[LoadedSearch], place: CursorState | None) -> None:
        """Load the records of a step that were let go of: those that are kept, from the file."""
        kept = step.kept if isinstance(step.kept, KeptSearch) else None
        loaded = self._begun(step.plan, kept, again=True)
        self.trail.refill(loaded)
        view = view_of(kept)
        rid = place.rid if place is not None else view.cursor_rid
        self._restorer.begin(rid, view.cursor_row, view.top if place is None else None)
        self._loaded = loaded
        marks = Marks()
        rows = [row for row, _ in (kept.marks if kept is not None else ())]
        marks.restore(rows, len(loaded.store))
        self._table.show(loaded.store, marks)
        self._clear_record()
        self.show()
        if kept is None:
            marked = place.marked if place is not None else 0
            words = "These records are loaded again: they had been dropped to save memory."
            if marked:
                words += f" {records_words(marked)} of them had a mark, which is gone."
            notify_information(self._host, words)
        elif view.sort or view.quick_filter:
            self._arrange(view)

    def _begun(
        self,
        plan: SearchPlan,
        kept: KeptSearch | None,
        *,
        again: bool = False,
        order: SortKeys = (),
    ) -> LoadedSearch:
        options, changed = self.request_options, self._results_changed
        if kept is None or not again:
            return begun_search(self._worker, options, plan, changed, kept, order)
        return gone_on_with(self._worker, plan, changed, kept, self._case.fetcher(kept))

    def _keep_trail(self) -> None:
        """Have the trail kept as it is now."""
        steps = [
            (step.kept if isinstance(step.kept, KeptSearch) else None, step.name)
            for step in self.trail.steps
        ]
        self._case.trail_changed(steps, self.trail.position)

    def _show_new(self, loaded: LoadedSearch) -> None:
        self._loaded = loaded
        self._table.show(View(loaded.store, loaded.order))
        self._clear_record()
        self.show()

    def _leave(self) -> None:
        """Note where the user stands, before another search takes this one's place."""
        step, table = self.trail.current, self._table
        if step is None or step.held is None or table.store is not step.held.store:
            return
        rid = table.store.key(table.record_row) if table.record_row is not None else ""
        loading = step.held.status.phase is PagerPhase.LOADING
        step.place = CursorState(table.state(), rid, loading)

    def seek(self) -> None:
        """Look for the record that is to stay in view among what is shown now."""
        self._restorer.search_new_rows(self.store, self.request_rows)

    def remember(self, plan: SearchPlan) -> None:
        """Note what was searched for, to be searched for again."""
        self.recent = [plan, *(other for other in self.recent if other != plan)][:_MOST_RECENT]

    def request_rows(self, row: int, *, beyond: bool = False) -> None:
        """The user looks as far as this row; ``beyond`` asks for what is behind the last one."""
        if self._loaded is None:
            return
        if beyond and self._loaded.holds:
            self._loaded.retry()
        else:
            self._loaded.want(row)

    def retry(self) -> None:
        """Fetch the failed page once more; after a refused sign-in, ask for the password first.

        Where an archive has answered without its server, the search is asked anew.
        """
        if self._loaded is None:
            return
        go_on = self._loaded.retry
        if self._loaded.status.error is None and self._worker.reach is not None:
            row = self._table.record_row
            keep = self.store.key(row) if row is not None else ""
            go_on = partial(self.start, self.plan, keep=keep, again=True)
        self._recovery.after(self.error, go_on)

    @property
    def can_retry(self) -> bool:
        """True where something failed, or came late, that another try may bring."""
        reach = self._worker.reach
        return self.error is not None or (reach is not None and reach.is_late)

    @property
    def error(self) -> NetwrixTuiError | None:
        """Why the current search failed, or one of its servers; None where none did."""
        return self._loaded.error if self._loaded is not None else None

    @property
    def is_loading_all(self) -> bool:
        """True while page after page is loaded to the end."""
        if self._loaded is None or self.phase in (PagerPhase.FAILED, PagerPhase.END):
            return False
        return self._loaded.status.progress is not None

    def load_all(self) -> None:
        """Load everything that there is, or pause that."""
        if self._loaded is None:
            return
        if self.phase is PagerPhase.END:
            notify_information(self._host, "Everything is loaded.")
        elif self.is_loading_all:
            self._loaded.pause()
        else:
            self._loaded.load_all()

    def cancel(self) -> bool:
        """Stop what is being loaded; False where nothing is."""
        if self._loaded is None:
            return False
        # Between two pages of all nothing is under way, and yet there is something to stop.
        if self.phase is not PagerPhase.LOADING and not self.is_loading_all:
            return False
        self._loaded.cancel()
        return True

    def seen_values(self, field: str) -> list[str]:
        """The values of a table field that are among the loaded records, the frequent first."""
        return self.store.values(field)

    @property
    def wider(self) -> list[Widening]:
        """What to search instead, where nothing at all was found."""
        step = self.trail.current
        if self.phase is not PagerPhase.END or len(self.store) or step is None:
            return []
        return [*self.named(step.plan), *widenings(step.plan, self._table.zone)]

    def show(self) -> None:
        """Bring the screen up to what is loaded."""
        self._table.rows_changed()
        if self.phase is not PagerPhase.LOADING:
            self._case.learn_source()
        self.seek()
        forget_tables((*self.trail.keep_to_budget(), *self.trail.cut))
        self.show_trail()
        self.show_status()

    def show_status(self) -> None:
        """The status line, and the notice where there is nothing to show in the table."""
        if self._loaded is not None:
            step = self.trail.current
            kept = step.kept if step is not None and isinstance(step.kept, KeptSearch) else None
            of_case = self._case.status_words(kept, len(self.store))
            total = self._total.of(self._loaded, self._results_changed)
            whence = self._total.whence(
                self._loaded.servers, self._table.zone, self._recovery.short
            )
            self._display.show_status(self._loaded, self.wider, of_case, total, whence)
            self.request_options.notify_slow(self._loaded)

    def _results_changed(self) -> None:
        self._host.post_message(ResultsChanged())

    def show_trail(self) -> None:
        """The line of breadcrumbs."""
        self._display.show_trail(self.trail)
