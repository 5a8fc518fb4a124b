"""Worker that counts for facets and timeline beside the screen, a few times a second."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from textual.worker import WorkType

from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.epoch import microseconds_of
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.view.cooperative_steps import Steps, finished_beside
from netwrix_tui.results.view.counts import Bucket, Counts, TopValues, buckets_of
from netwrix_tui.results.view.fine_buckets import fine_buckets, is_coarse
from netwrix_tui.results.view.first_in_span import first_between
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.undone_rows import FindUndone, nothing_undone
from netwrix_tui.results.view.view import View, ViewRow
from netwrix_tui.tui.counts.facet_lines import FacetLines
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.source_counts import SourceCounts
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.counts.timeline_lines import TimelineLines
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.cooldown import Cooldown
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import UNDONE, Column

_LEAST_BUCKETS = 2
_MOST_VALUES = 300
_REST = 0.4
"""Seconds at least between two counts while records stream in, or thrice what one takes."""


@dataclass(frozen=True, slots=True)
class _State:
    """Inputs of a count: where they are the same, nothing is counted again."""

    view: View
    quick_filter: QuickFilter
    loaded: int
    shown: int
    wish: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """Results of a count; None for a pane that is closed."""

    top: TopValues | None
    buckets: tuple[Bucket, ...] | None = None
    of_all: int | None = None
    """Of how many records, where the source has counted all that match."""


class OpenPanes(Protocol):
    """Which of the panes that count are open."""

    @property
    def facets_are_open(self) -> bool:
        """True while the facets pane is on the screen."""

    @property
    def timeline_is_open(self) -> bool:
        """True while the timeline is on the screen."""


class CountWorker:
    """Worker that keeps the open panes up to what the table shows.

    There is one count at a time, as two would count the same records twice; whatever is wanted
    meanwhile is done after it. Nothing happens while no pane is open.
    """

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        facets: Facets,
        timeline: Timeline,
        panes: OpenPanes,
        source: SourceCounts | None = None,
        find_undone: FindUndone = nothing_undone,
    ) -> None:
        """``source`` counts everything that matches, where it can; ``find_undone`` finds what was
        undone among the loaded.
        """
        self._find_undone = find_undone
        self._source = source
        self._host = host
        self._table = table
        self._facets = facets
        self._timeline = timeline
        self._panes = panes
        self._counts: tuple[View, Counts] | None = None
        self._done: _State | None = None
        self._shown: Callable[[], View | None] = lambda: None
        """Whose values were shown last."""
        self._is_at_work = False
        self._cooldown = Cooldown(host, _REST, self.catch_up)

    @property
    def has_counts(self) -> bool:
        """True while it holds counts, and with them the records of a search."""
        return self._counts is not None

    def forget(self) -> None:
        """Let go of what was counted; the next time counts anew."""
        self._counts = self._done = None

    def catch_up(self, *, at_once: bool = False) -> None:
        """Count what the table shows now, after a rest; ``at_once`` where a key asked for it."""
        state = self._state()
        if state is None:
            # Nobody looks: the records of a search that is let go of are not held here.
            self.forget()
        if state is None or state == self._done:
            return
        is_here = bool(state.quick_filter) or not self._source_counts
        is_counted = self._column is not UNDONE  # that has to be found first
        if (
            is_counted
            and at_once
            and self._panes.facets_are_open
            and not state.quick_filter
            and is_here
        ):
            # The store has counted already: the next key may be for what is shown now.
            top = self._counts_of(state.view).top(self._column.field, _MOST_VALUES)
            self._show(state, Counted(top))
        if self._is_at_work or self._cooldown.defers(at_once=at_once):
            return
        self._is_at_work = True
        work: WorkType[None] = self._count
        self._host.run_worker(work, group="counting")

    def _state(self) -> _State | None:
        """How things are now; None where no pane is open."""
        wish = self._wish()
        view = self._table.view
        if not wish:
            return None
        if self._source_counts and not view.quick_filter:
            # What is loaded makes no difference to what matches.
            return _State(view, view.quick_filter, 0, 0, wish)
        return _State(view, view.quick_filter, len(view.store), len(view), wish)

    @property
    def _source_counts(self) -> bool:
        is_there = self._source is not None and self._source.is_there
        return is_there and self._column is not UNDONE

    def _wish(self) -> tuple[object, ...]:
        timeline = self._timeline
        facets = (self._column,) if self._panes.facets_are_open else ()
        return (*facets, timeline.zone, timeline.most) if self._panes.timeline_is_open else facets

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
        if self._source is not None and self._source_counts and not state.quick_filter:
            await self._counted_by(self._source, state)
            return
        counts = self._counts_of(state.view)
        field = self._column.field if self._panes.facets_are_open else ""
        steps = counts.updating([field] if field else [])
        # The first step notes what the view shows, which belongs to this thread.
        next(steps, None)
        timeline = self._timeline
        most = timeline.most if self._panes.timeline_is_open else 0
        fine = fine_buckets(state.view, timeline.zone, most)
        next(fine, None)
        work = partial(self._worked_out, steps, fine, counts, field, timeline.zone, most)
        counted = await asyncio.to_thread(work)
        self._cooldown.begin(began)
        view = state.view
        is_current = view is self._table.view and self._wish() == state.wish
        if is_current and view.quick_filter == state.quick_filter:
            self._done = state
            self._show(state, counted)

    async def _counted_by(self, source: SourceCounts, state: _State) -> None:
        """Show what the source itself has counted."""
        timeline = self._timeline
        field = self._column.field if self._panes.facets_are_open else ""
        most = timeline.most if self._panes.timeline_is_open else 0
        try:
            found = await source.count(field, _MOST_VALUES, times=most >= _LEAST_BUCKETS)
        except NetwrixTuiError as error:
            self._done = state
            notify_error(self._host, error)
            return
        buckets, total = None, 0
        if found.quarters is not None:
            buckets = tuple(buckets_of(found.quarters, timeline.zone, most))
            total = found.quarters.total()
        if state.view is self._table.view and self._wish() == state.wish:
            self._done = state
            self._show(state, Counted(found.top, buckets, total))

    def _worked_out(
        self,
        steps: Steps[None],
        fine: Steps[list[Bucket]],
        counts: Counts,
        field: str,
        zone: ShownZone,
        most: int,
    ) -> Counted:
        finished_beside(steps, lambda: self._is_at_work)
        top = counts.top(field, _MOST_VALUES) if field else None
        if most < _LEAST_BUCKETS:
            return Counted(top)
        buckets = counts.timeline(zone, most)
        if is_coarse(buckets, most):
            buckets = finished_beside(fine, lambda: self._is_at_work) or buckets
        return Counted(top, tuple(buckets))

    def _show(self, state: _State, counted: Counted) -> None:
        is_filtered = bool(state.quick_filter)
        if counted.top is not None:
            if self._shown() is not state.view:
                self._facets.begin_anew()
                self._shown = weakref.ref(state.view)
            lines = FacetLines(
                self._column, counted.top, state.loaded, is_filtered, counted.of_all is not None
            )
            self._facets.show(lines)
        if counted.buckets is not None:
            moment = now(self._timeline.zone.tzinfo)
            is_of_all = counted.of_all is not None
            timeline = TimelineLines(
                counted.buckets, counted.of_all or state.loaded, state.shown, is_filtered,
                is_of_all, now=moment,
            )  # fmt: skip
            self._timeline.show(timeline)

    @property
    def _column(self) -> Column:
        return self._facets.column

    def _counts_of(self, view: View) -> Counts:
        if self._counts is None or self._counts[0] is not view:
            self._counts = (view, Counts(view, self._find_undone))
        return self._counts[1]

    def find_first(self, start: datetime, end: datetime) -> None:
        """Put the table's cursor on the first record shown of a span; ``end`` is no part of it."""
        view = self._table.view
        steps = first_between(view, microseconds_of(start), microseconds_of(end))
        next(steps, None)
        work: WorkType[None] = partial(self._find_first, view, steps)
        self._host.run_worker(work, group="finding-first", exclusive=True)

    async def _find_first(self, view: View, steps: Steps[ViewRow | None]) -> None:
        table = self._table
        row = await asyncio.to_thread(finished_beside, steps, lambda: table.view is view)
        if row is not None and table.view is view and row < len(view):
            table.move_to(row)
        elif row is None:
            notify_information(self._host, "The table shows no record of that time.")
