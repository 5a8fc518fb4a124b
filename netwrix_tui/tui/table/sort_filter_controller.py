"""Controller of sort and filter: computed beside the screen, shown when done."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from textual.worker import WorkType

from netwrix_tui.records.working_hours import WorkingHours
from netwrix_tui.results.view.baseline import Baseline
from netwrix_tui.results.view.cooperative_steps import finished_beside
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.sorting import (
    MOST_UNUSUAL,
    SortKeys,
    is_by_unusual,
    sorted_by,
    sorted_further_by,
)
from netwrix_tui.results.view.undone_rows import FindUndone, nothing_undone
from netwrix_tui.results.view.view import View
from netwrix_tui.results.view.working_day import WorkingDay
from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.cooldown import Cooldown
from netwrix_tui.tui.table.quick_filter_line import QuickFilterLine
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.shown_marks import mark_all_shown
from netwrix_tui.tui.table.table_columns import ONLY_READ, Column

_REST = 0.5
"""Seconds at least between two catch-ups while records stream in, or thrice what one takes."""


class SortFilterController:
    """Sort and filter of the table's view, kept up while records stream in.

    The newest wish wins: whatever is being worked out for an older one is dropped.
    """

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        line: QuickFilterLine,
        hours: WorkingHours,
        *,
        show_work: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        """``show_work`` says what is being worked out, in a few words or none; ``changed`` is
        called after the table has been given another row order.
        """
        self._hours = hours
        self._host = host
        self._table = table
        self._line = line
        self._show_work = show_work
        # One thread for all: memory that a thread lets go of is mostly kept for that thread.
        self.thread = ThreadPoolExecutor(1, "netwrix-arranging")
        self._changed = changed
        self._generation = 0
        self._requested: tuple[View, SortKeys, QuickFilter] | None = None
        self._cooldown = Cooldown(host, _REST, self.catch_up)
        self._goes_to_top = False
        self._marks_then = False
        self._before_unusual: tuple[View, SortKeys] | None = None
        self._baseline: Baseline | None = None
        self._beside = ""
        self.by_source: Callable[[SortKeys], bool] = lambda _: False
        """Has the source sort all that matches (``source_order.py``); False where it does not."""
        self.find_undone: FindUndone = nothing_undone
        """Finds what was undone, to sort and filter by it."""
        self.stop_beside: Callable[[], bool] = lambda: False
        """Ends what is done beside; False where nothing is."""

    def sort(self, field: str, *, further: bool) -> None:
        """Turn the sorting by a field: upwards, downwards, as it came; or that of a further key."""
        sort_keys, quick_filter = self._wished
        turned = (sorted_further_by if further else sorted_by)(sort_keys, field)
        if not self.by_source(turned):
            self._request(turned, quick_filter, "sorting …")

    def sort_by(self, column: Column, *, further: bool) -> None:
        """Sort by a column, where it is one that the records are known by."""
        if column in ONLY_READ:
            words = f"The table cannot be sorted by {column.title}. Take another column."
            notify_warning(self._host, words)
        else:
            self.sort(column.field, further=further)

    @property
    def is_by_unusual(self) -> bool:
        """True where the most unusual are wanted first."""
        return is_by_unusual(self._wished[0])

    def use_baseline(self, baseline: Baseline | None) -> None:
        """Find what is unusual against this from now on; None: there is none."""
        if self._baseline is baseline:
            return
        self._baseline = baseline
        if self.is_by_unusual:
            self._request(*self._wished, "looking for what is unusual …")

    def show_beside(self, words: str) -> None:
        """Say what is done beside, as long as nothing is sorted or filtered; empty: nothing."""
        self._beside = words
        if self.at_rest:
            self._show_work(words)

    def turn_unusual(self) -> bool:
        """The most unusual records first, or as it was before; True where they come first now."""
        sort_keys, quick_filter = self._wished
        view, before = self._table.view, self._before_unusual
        if is_by_unusual(sort_keys):
            was = before[1] if before is not None and before[0] is view else ()
            self._request(was, quick_filter, "sorting …")
            self._before_unusual = None
            return False
        self._before_unusual = (view, sort_keys)
        self._request(MOST_UNUSUAL, quick_filter, "looking for what is unusual …")
        self._goes_to_top = True
        return True

    def zone_changed(self) -> None:
        """Working hours are others now, and so is what the column When shows."""
        sort_keys, quick_filter = self._wished
        wanted = QuickFilter.parse(quick_filter.line, self._table.zone)
        if is_by_unusual(sort_keys) or wanted != quick_filter:
            self._request(sort_keys, wanted, "")

    def filter(self, line: str) -> None:
        """Show only the loaded records that match."""
        sort_keys, quick_filter = self._wished
        wanted = QuickFilter.parse(line, self._table.zone)
        if wanted != quick_filter:
            self._request(sort_keys, wanted, "filtering …")

    def filter_further(self, terms: str) -> None:
        """Show only those of the records shown that match these terms, too."""
        line = self._wished[1].line
        self.filter(line if terms in line else f"{line} {terms}".strip())

    def mark_shown(self) -> None:
        """Mark all that the table shows, as soon as it shows what was last wished for."""
        requested = self._requested
        self._marks_then = requested is not None and requested[0] is self._table.view
        if not self._marks_then:
            notify_information(self._host, mark_all_shown(self._table))

    def edit_filter(self) -> None:
        """Open the line in which the filter is typed."""
        self._line.open(self._wished[1].line)
        self._show_count()

    def arrange(self, sort_keys: SortKeys, line: str) -> None:
        """Sort and filter the records in one go."""
        self._request(sort_keys, QuickFilter.parse(line, self._table.zone), "sorting …")

    def drop_filter(self) -> bool:
        """Show all loaded records again; False where all are shown."""
        if not self._wished[1]:
            return False
        self.filter("")
        return True

    def catch_up(self) -> None:
        """Arrange what was loaded since, now or after a rest."""
        view = self._table.view
        if self._requested is not None and self._requested[0] is view:
            return
        if not view.is_plain and view.is_behind and not self._cooldown.defers():
            self._request(view.sort_keys, view.quick_filter, "")

    @property
    def working_day(self) -> WorkingDay:
        """The hours outside of which activity is unusual, by the clock that is shown."""
        own = self._table.zone.working
        return WorkingDay(self._table.zone if own is None else own.zone, self._hours)

    @property
    def at_rest(self) -> bool:
        """True while nothing is being worked out for the view that is shown."""
        return self._requested is None

    @property
    def _wished(self) -> tuple[SortKeys, QuickFilter]:
        view = self._table.view
        if self._requested is not None and self._requested[0] is view:
            return self._requested[1:]
        return view.sort_keys, view.quick_filter

    def _request(self, sort_keys: SortKeys, quick_filter: QuickFilter, words: str) -> None:
        self._generation += 1
        self._goes_to_top &= is_by_unusual(sort_keys)
        # Another filter shows others than those that were to be marked.
        self._marks_then &= quick_filter == self._wished[1]
        self._requested = (self._table.view, sort_keys, quick_filter)
        self._show_work(words)
        self._show_count()
        work: WorkType[None] = partial(self.work_out, *self._requested, self._generation)
        self._host.run_worker(work, group="arranging", exclusive=True)

    async def work_out(
        self, view: View, sort_keys: SortKeys, quick_filter: QuickFilter, generation: int
    ) -> None:
        began = time.monotonic()
        steps = view.order_rows(
            sort_keys, quick_filter, self.working_day, self._baseline, self.find_undone
        )
        try:
            row_order = await asyncio.get_running_loop().run_in_executor(
                self.thread, finished_beside, steps, lambda: generation == self._generation
            )
        except asyncio.CancelledError:
            self.give_up(generation)
            raise
        if row_order is None or generation != self._generation:
            return
        if not self._table.is_attached:
            return  # the program is being left
        self._cooldown.begin(began)
        self._requested = None
        marks_then, self._marks_then = self._marks_then, False
        self._show_work(self._beside)
        if self._table.view is view:
            goes_to_top = self._goes_to_top or self._is_on_top(sort_keys)
            self._goes_to_top = False
            self._table.adopt(row_order)
            if goes_to_top:
                self._table.move_to(0)
            self._show_count()
            self._changed()
            if marks_then:
                self.mark_shown()
        self.catch_up()

    def _is_on_top(self, sort_keys: SortKeys) -> bool:
        """Whether the head of the ranking is what one looks at, and stays it whatever comes in.

        Who has gone on to another record stays with that.
        """
        table = self._table
        is_same = is_by_unusual(sort_keys) and is_by_unusual(table.view.sort_keys)
        return is_same and table.cursor_row == 0 and not table.scroll_y

    def give_up(self, generation: int) -> None:
        """Nobody wants it any more: the thread drops it, so that nothing waits for its end."""
        if generation == self._generation:
            self._generation += 1

    def _show_count(self) -> None:
        """How many records match so far, of those that were looked at: more may be coming in."""
        view, wanted = self._table.view, self._wished[1]
        count = ""
        if wanted and wanted != view.quick_filter:
            count = "…"
        elif wanted:
            verb = "matches" if len(view) == 1 else "match"
            count = f"{len(view):,} of {view.looked_at:,} {verb}"
            if not len(view) and wanted.doubt:
                count += f" · {wanted.doubt}"
        self._line.show_count(count)
