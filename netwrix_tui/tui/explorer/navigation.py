"""Navigation between searches: every new search goes through here, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.screen import Screen

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.columnstore.arrival_order import ArrivalOrder
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.sanitize import visible
from netwrix_tui.searches.trail import Step
from netwrix_tui.tui.dialogs.ask_line import AskLine, short_text
from netwrix_tui.tui.dialogs.choose_one import ChooseOne
from netwrix_tui.tui.dialogs.notifications import notify_information
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.explorer.pane_layout import PaneLayout
from netwrix_tui.tui.notes.marks_controller import MarksController
from netwrix_tui.tui.search.query_line import QueryLine
from netwrix_tui.tui.search.search_builder import SearchBuilder
from netwrix_tui.tui.search.sentence_line import SentenceLine
from netwrix_tui.tui.table.follow_controller import FollowController
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.sort_filter_controller import SortFilterController

_LONGEST_NAME = 40
"""Characters of the name of a step."""


@dataclass(frozen=True, slots=True)
class CutStep:
    """A step that a new search cut off, as it stands in a list."""

    of: Step[LoadedSearch]

    def __str__(self) -> str:
        return visible(self.of.label)


class SearchNavigation:
    """Controller of new searches, and of steps back and forward on the trail.

    The plan that is being edited is the builder's: whatever changes it sets ``builder.plan``, and
    all else follows from there.
    """

    def __init__(
        self,
        screen: Screen[None],
        search: CurrentSearch,
        builder: SearchBuilder,
        sentence: SentenceLine,
        query: QueryLine,
        table: ResultsTable,
        layout: PaneLayout,
        sort_filter: SortFilterController,
        follow: FollowController,
    ) -> None:
        self._screen = screen
        self._search = search
        self._builder = builder
        self._sentence = sentence
        self._query = query
        self._table = table
        self._layout = layout
        self._sort_filter = sort_filter
        self._follow = follow
        self.marks: MarksController = MarksController(screen, table)
        self.come_back: Callable[[], bool] = lambda: False
        """Goes back to where the current search was opened from; False where that is the table."""

    def search(self) -> None:
        """Search with the filters as they are; the search that was there is cancelled."""
        if self._query.is_open:
            self._query.search()
        else:
            self.begin(self._builder.plan)

    @property
    def plan(self) -> SearchPlan:
        """What the builder holds."""
        return self._builder.plan

    def begin_first(self, plan: SearchPlan | None = None) -> None:
        """Search by a plan, else as the builder stands, before the user has said anything."""
        if plan is not None:
            self._builder.plan = plan
        self._search.start(self._builder.plan)

    def restored(self, plan: SearchPlan) -> None:
        """Another search of a kept trail is the current one."""
        self._builder.plan = plan
        self._arrived()

    def begin(self, plan: SearchPlan, *, words: str = "", keep: str = "") -> None:
        """Search, as a new step of the trail; a :class:`BeginSearch`.

        Every search begins here, whoever wants it. The search that was there is cancelled, and
        the focus goes to the results.
        """
        self._screen.app.clear_notifications()  # they spoke of the search before
        self._builder.plan = plan
        self._search.remember(plan)
        self._search.start(plan, words=words, keep=keep)
        self._arrived()

    def go_to_step(self, position: int) -> None:
        """To another step of the trail, which stands as it was left."""
        if position >= len(self._search.trail.steps):
            return
        self._search.go(position)
        step = self._search.trail.current
        if step is not None:
            self._builder.plan = step.plan
        self._arrived()

    def _arrived(self) -> None:
        self._layout.close_covering()
        self.show_plan(self._builder.plan)
        self._layout.lay_table_open()
        self._screen.refresh_bindings()

    def show_plan(self, plan: SearchPlan) -> None:
        """Say what the builder's plan is, and whether it is still to be searched by."""
        sentence = self._sentence
        sentence.plan = self._query.plan = plan
        searched = self._search.parameters
        sentence.pending = searched is not None and plan.parameters() != searched

    # Once more

    def retry(self) -> None:
        """Fetch the page that failed once more, or follow again."""
        if self._search.can_retry:
            self._search.retry()
        else:
            self._follow.retry()

    @property
    def can_retry(self) -> bool:
        """True where something failed that another try may mend."""
        return self._search.can_retry or self._follow.has_ended

    def toggle_newest_first(self) -> None:
        """Search again in slices of time, so that the newest come first; or no more in slices."""
        options = self._search.request_options
        if not self.can_toggle_newest_first:
            notify_information(self._screen, "The newest come first already.")
            return
        options.newest_first = not options.newest_first
        words = "newest first" if options.newest_first else "as the server sends it"
        self.begin(self._builder.plan, words=words)

    @property
    def can_toggle_newest_first(self) -> bool:
        """True where asking in slices would bring another order, or is what is being done."""
        search = self._search
        comes_so = search.store.arrival_order is ArrivalOrder.NEWEST_FIRST
        return search.request_options.newest_first or not comes_so

    # One step back

    def back(self) -> None:
        """One step back: out of a pane; an edit, what loads, the filter, following, the marks."""
        self._screen.app.clear_notifications()
        layout, table = self._layout, self._table
        if layout.close_covering() or layout.table_is_covered:
            layout.lay_table_open()
        elif self._screen.focused is not table:
            layout.focus(table)
        elif not self._undo() and (len(table.marks) or not self.come_back()):
            self.marks.clear()

    def _undo(self) -> bool:
        return (
            self._undo_edit()
            or self._search.cancel()
            or self._sort_filter.stop_beside()
            or self._sort_filter.drop_filter()
            or self._follow.stop()
        )

    def _undo_edit(self) -> bool:
        step = self._search.trail.current
        if step is None or not self._sentence.pending:
            return False
        self._builder.plan = step.plan
        return True

    # What is edited

    def edit_search(self) -> None:
        """To the search builder; a second time back again."""
        if self._builder.has_focus_within or self._builder.has_focus:
            self.back()
        else:
            self._layout.open_builder()

    def edit_filter(self) -> None:
        """Type words that the loaded records have to hold."""
        self._layout.uncover_table()
        self._sort_filter.edit_filter()

    def edit_line(self) -> None:
        """Edit the search as one line."""
        self._layout.open_query()
        self._query.open()

    # The trail

    def step(self, by: int) -> bool:
        """Back to a search before, or forward again; False where there is none."""
        has_one = self._search.trail.has(by)
        if has_one:
            self.go_to_step(self._search.trail.position + by)
        elif by > 0 and self._search.trail.cut:
            self._offer_cut()
        return has_one

    def _offer_cut(self) -> None:
        """Choose one of the steps that a new search cut off, the latest first."""

        def chosen(step: CutStep | None) -> None:
            if step is not None and step.of in self._search.trail.cut:
                self._search.bring_back(step.of)
                self._builder.plan = step.of.plan
                self._arrived()

        cut = [CutStep(step) for step in reversed(self._search.trail.cut)]
        hint = "enter goes to it, with its records as they were · esc goes back"
        question = ChooseOne("Searches that a new one cut off the trail", cut, hint=hint)
        self._screen.app.push_screen(question, chosen)

    def name_step(self, position: int) -> None:
        """Ask for the name of a step of the trail."""
        steps = self._search.trail.steps
        if position >= len(steps) or self._screen.app.screen is not self._screen:
            return
        step = steps[position]

        def named(name: str | None) -> None:
            if name is not None:
                step.name = name
                self._search.show_trail()

        question = AskLine(
            "Name this step",
            step.name,
            read=short_text(_LONGEST_NAME),
            placeholder=step.words,
            hint="enter saves · an empty name removes the old one · esc cancels",
            error=None,
        )
        self._screen.app.push_screen(question, named)
