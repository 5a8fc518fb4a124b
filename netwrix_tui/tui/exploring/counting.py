"""What the facets pane and the timeline show: counted beside the screen, a few times a second."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import WorkType

from netwrix_tui.results.counts import Counts, TopValues
from netwrix_tui.results.quick_filter import QuickFilter
from netwrix_tui.results.steps import Steps
from netwrix_tui.results.view import View
from netwrix_tui.tui.exploring.panes import Panes
from netwrix_tui.tui.layout.columns import Column
from netwrix_tui.tui.layout.facet_sheet import FacetSheet

FACETS_OPEN = "-facets-open"

_MOST_VALUES = 300
_BREATH = 0.0005
"""Seconds between two steps, in which the screen gets the interpreter."""

_REST = 0.4
"""Seconds at least between two counts while records stream in, or thrice what one takes."""


@dataclass(frozen=True, slots=True)
class _State:
    """All that a count depends on: where it is the same, nothing is counted again."""

    view: View
    quick_filter: QuickFilter
    loaded: int
    shown: int
    wish: tuple[object, ...]


class Counting:
    """Keeps the panes that are open up to what the table shows.

    There is one count at a time, as two would count the same records twice; whatever is wanted
    meanwhile is done after it. Nothing happens while no pane is open.
    """

    def __init__(self, screen: Screen[None], panes: Panes) -> None:
        self._screen = screen
        self._panes = panes
        self._counts: tuple[View, Counts] | None = None
        self._done: _State | None = None
        self._is_at_work = False
        self._rested_at = 0.0
        self._rest: Timer | None = None

    @property
    def facets_are_open(self) -> bool:
        """True while the facets pane is on the screen."""
        return self._screen.has_class(FACETS_OPEN)

    def catch_up(self, *, at_once: bool = False) -> None:
        """Count what the table shows now, after a rest; ``at_once`` where a key asked for it."""
        state = self._state()
        if state is None:
            # Nobody looks: the records of a search that is let go of are not held here.
            self._counts = self._done = None
        if self._is_at_work or state in (None, self._done):
            return
        if at_once and state is not None and not state.quick_filter:
            # The store has counted already: the next key may be for what is shown now.
            self._show(state, self._counts_of(state.view).top(self._column.field, _MOST_VALUES))
            return
        wait = self._rested_at - time.monotonic()
        if self._rest is not None:
            if not at_once:
                return
            self._rest.stop()
            self._rest = None
        if wait > 0 and not at_once:
            self._rest = self._screen.set_timer(wait, self._rested)
            return
        self._is_at_work = True
        work: WorkType[None] = self._count
        self._screen.run_worker(work, group="counting")

    def _rested(self) -> None:
        self._rest = None
        self.catch_up()

    def _state(self) -> _State | None:
        """How things are now; None where no pane is open."""
        wish = self._wish()
        view = self._panes.table.view
        if not wish:
            return None
        return _State(view, view.quick_filter, len(view.store), len(view), wish)

    def _wish(self) -> tuple[object, ...]:
        return (self._column,) if self.facets_are_open else ()

    async def _count(self) -> None:
        state = self._state()
        try:
            if state is not None:
                await self._counted(state)
        finally:
            # This also ends the thread, where the screen is gone.
            self._is_at_work = False
        self.catch_up()

    async def _counted(self, state: _State) -> None:
        began = time.monotonic()
        counts, column = self._counts_of(state.view), self._column
        steps = counts.updating([column.field] if self.facets_are_open else [])
        # The first step notes what the view shows, which belongs to this thread.
        next(steps, None)
        top = await asyncio.to_thread(self._worked_out, steps, counts, column)
        now = time.monotonic()
        self._rested_at = now + max(_REST, 3 * (now - began))
        is_current = state.view is self._panes.table.view and column is self._column
        if is_current and state.view.quick_filter == state.quick_filter:
            self._show(state, top)

    def _show(self, state: _State, top: TopValues) -> None:
        self._done = state
        if self.facets_are_open:
            sheet = FacetSheet(self._column, top, state.loaded, bool(state.quick_filter))
            self._panes.facets.show(sheet)

    @property
    def _column(self) -> Column:
        return self._panes.facets.column

    def _worked_out(self, steps: Steps[None], counts: Counts, column: Column) -> TopValues:
        for _ in steps:
            if not self._is_at_work:
                break
            time.sleep(_BREATH)
        return counts.top(column.field, _MOST_VALUES)

    def _counts_of(self, view: View) -> Counts:
        if self._counts is None or self._counts[0] is not view:
            self._counts = (view, Counts(view))
        return self._counts[1]
