"""How one search leads to the next: the door that every search goes through, and the way back."""

from __future__ import annotations

from textual import on
from textual.widget import Widget

from netwrix_tui.records.pivot_list import Pivot
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Row
from netwrix_tui.tui.actions.pivot_actions import PivotWanted
from netwrix_tui.tui.dialogs.ask_name import AskName
from netwrix_tui.tui.explorer.breadcrumbs import Breadcrumbs
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.explorer.panes import Panes
from netwrix_tui.tui.explorer.pivot_controller import PivotController
from netwrix_tui.tui.search.query_line import QueryLine
from netwrix_tui.tui.table.sort_filter_controller import SortFilterController
from netwrix_tui.tui.terminal.low_latency_screen import LowLatencyScreen

RECORD_OPEN = "-record-open"
BUILDER_OPEN = "-builder-open"
QUERY_OPEN = "-query-open"


class SearchNavigation(LowLatencyScreen[None]):
    """The part of an explorer that walks from search to search.

    The plan that is being edited is the builder's: whatever changes it sets ``builder.plan``, and
    all else follows from there.
    """

    panes: Panes
    searching: CurrentSearch
    pivoting: PivotController
    sifting: SortFilterController

    def on_mount(self) -> None:
        self.watch(self.panes.builder, "plan", self._plan_changed)

    def begin(self, plan: SearchPlan, *, words: str = "", keep: str = "") -> None:
        """Search, as a new step of the trail; ``words`` and ``keep`` as Searching.start has them.

        Every search begins here, whoever wants it. The search that was there is cancelled, and
        the focus goes to the results.
        """
        self.app.clear_notifications()  # they spoke of the search before
        self.panes.builder.plan = plan
        self.searching.remember(plan)
        self.searching.start(plan, words=words, keep=keep)
        self._arrived()

    def go_to_step(self, position: int) -> None:
        """To another step of the trail, which stands as it was left."""
        self.searching.go(position)
        step = self.searching.trail.current
        if step is not None:
            self.panes.builder.plan = step.plan
        self._arrived()

    def _arrived(self) -> None:
        self.remove_class(RECORD_OPEN, BUILDER_OPEN)
        self._plan_changed(self.panes.builder.plan)
        self._go_to(self.panes.table)
        self.refresh_bindings()

    def _plan_changed(self, plan: SearchPlan) -> None:
        sentence = self.panes.sentence
        sentence.plan = self.panes.query.plan = plan
        searched = self.searching.parameters
        sentence.pending = searched is not None and plan.parameters() != searched

    def undo(self) -> bool:
        """Take back an edit, else what loads, else the filter; False where there is none."""
        return self._undo_edit() or self.searching.cancel() or self.sifting.drop_filter()

    def _undo_edit(self) -> bool:
        step = self.searching.trail.current
        if step is None or not self.panes.sentence.pending:
            return False
        self.panes.builder.plan = step.plan
        return True

    # The query line

    def action_query(self) -> None:
        """Edit the search as one line."""
        self.add_class(QUERY_OPEN)
        self.panes.query.open()

    @on(QueryLine.Drafted)
    def _drafted(self, message: QueryLine.Drafted) -> None:
        self.panes.builder.plan = message.plan

    @on(QueryLine.Entered)
    def _entered(self, message: QueryLine.Entered) -> None:
        self.begin(message.plan)

    @on(QueryLine.Left)
    def _left_query(self) -> None:
        self._go_to(self.panes.table)

    @on(QueryLine.Closed)
    def _query_closed(self) -> None:
        self.remove_class(QUERY_OPEN)

    # The trail

    def action_trail_back(self) -> None:
        """Back to the search before."""
        self._step(-1)

    def action_trail_forward(self) -> None:
        """Forward again."""
        self._step(1)

    def _step(self, by: int) -> None:
        if self.searching.trail.has(by):
            self.go_to_step(self.searching.trail.position + by)

    # Pivots

    @on(PivotWanted)
    def _pivot_wanted(self, message: PivotWanted) -> None:
        if message.key:
            found = self.pivoting.pivot(message.key)
            if found is not None:
                self._follow(*found)
            return
        asked = self.pivoting.menu()
        if asked is None or self.app.screen is not self:
            return
        menu, row = asked

        def chosen(pivot: Pivot | None) -> None:
            if pivot is not None:
                self._follow(pivot, row)

        self.app.push_screen(menu, chosen)

    def _follow(self, pivot: Pivot, row: Row) -> None:
        if pivot.plan is not None:
            self.begin(pivot.plan, words=pivot.words, keep=row.rid if pivot.keeps else "")
        if pivot.is_chain:
            self.sifting.sort("when", further=False)

    # What the breadcrumbs tell

    @on(Breadcrumbs.Chosen)
    def _step_chosen(self, message: Breadcrumbs.Chosen) -> None:
        if message.position < len(self.searching.trail.steps):
            self.go_to_step(message.position)

    @on(Breadcrumbs.NameWanted)
    def _name_wanted(self, message: Breadcrumbs.NameWanted) -> None:
        steps = self.searching.trail.steps
        if message.position >= len(steps) or self.app.screen is not self:
            return
        step = steps[message.position]

        def named(name: str | None) -> None:
            if name is not None:
                step.name = name
                self.searching.show_trail()

        self.app.push_screen(AskName(step.name, step.words), named)

    def _go_to(self, pane: Widget) -> None:
        # At once where it is on the screen already: the next keys may have been typed ahead.
        self.set_focus(pane)
        if self.focused is not pane:
            pane.focus()
