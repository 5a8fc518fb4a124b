"""Navigation to what was kept: begins with it, goes on with it, comes back to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from textual.screen import Screen
from textual.worker import WorkType

from netwrix_tui.case.case_reader import RecordCount
from netwrix_tui.case.findings import Item
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.filters import SERVER
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.tui.case.controller import CaseController, RestoredTrail
from netwrix_tui.tui.case.view_facts import names, zone_of
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information, notify_warning
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.explorer.navigation import SearchNavigation
from netwrix_tui.tui.explorer.pane_layout import PaneLayout
from netwrix_tui.tui.session.session import Session


class CaseNavigation:
    """Controller of the first search of an explorer, and of going on with an earlier session."""

    def __init__(
        self,
        screen: Screen[None],
        search: CurrentSearch,
        case: CaseController,
        navigation: SearchNavigation,
        panes: PaneLayout,
        session: Session,
        add_notes: Callable[[Sequence[tuple[str, str]], Sequence[Item]], Awaitable[None]],
        show_start: Callable[[], SearchPlan | None] = lambda: None,
    ) -> None:
        """``show_start`` shows things as the command line says, and tells the first search."""
        self._screen = screen
        self._search = search
        self._case = case
        self._navigation = navigation
        self._panes = panes
        self._session = session
        self._add_notes = add_notes
        self._show_start = show_start

    def begin(self) -> None:
        """Begin with what the session was opened on: a kept trail, or the first search."""
        if self._session.case is not None:
            self._go_on_with(self._session.case)
        else:
            self._navigation.begin_first(self._show_start())
        self._case.begin_watching()

    @property
    def can_resume(self) -> bool:
        """True where an earlier session is offered."""
        return self._case.offered is not None

    def resume(self) -> None:
        """Go on with the earlier session that is offered."""
        path = self._case.take_offer()
        if path is not None:
            self._go_on_with(path)

    def _go_on_with(self, path: Path) -> None:
        async def restore() -> None:
            try:
                trail = await self._case.restored(path)
            except NetwrixTuiError as error:
                notify_error(self._screen, error)
                if self._search.loaded is None:
                    self._navigation.begin_first()
                return
            if not trail.steps:
                self._navigation.begin_first()
                return
            await self._add_notes(trail.notes, trail.story)
            self._search.restore(trail.steps, trail.current, trail.cut)
            step = trail.steps[trail.current]
            self._navigation.restored(step.plan)
            self._panes.open_lasting(names(step.kept.view.panes))
            said = self._show_start() if path == self._session.case else None
            if said is not None:
                self._navigation.begin(said)
            zone = zone_of(step.kept.view.zone)
            if zone is not None:
                self._screen.zones.show(zone)  # type: ignore[attr-defined]
            if self._session.begins_anew:
                self._navigation.begin(self._taken_along(step.plan))
            elif not self._session.is_offline:
                self._say_what_is_here(trail)
            elif self._case.is_read_only:
                notify_warning(
                    self._screen,
                    "This case is open read-only: marks, notes and searches are not kept.",
                )

        work: WorkType[None] = restore
        self._screen.run_worker(work, group="case", exclusive=True)

    def _taken_along(self, plan: SearchPlan) -> SearchPlan:
        """The search of another server as this one is asked it."""
        parts = {name.casefold() for name in self._session.parts}
        kept = (
            each
            for each in plan.entries
            if each.filter.name != SERVER or str(each.filter.value).casefold() in parts
        )
        return SearchPlan(tuple(kept))

    def _say_what_is_here(self, trail: RestoredTrail) -> None:
        one = len(trail.steps) == 1
        count = sum(each.kept.facts.records for each in trail.steps)
        total = RecordCount(count, is_exact=one).words  # some may be of two searches
        searches = (
            "1 search is as it was" if one else f"{len(trail.steps)} searches are as they were"
        )
        notify_information(
            self._screen,
            f"{searches}, with {total}. The server is asked when you go beyond them: down at the "
            "end, or r.",
        )
