"""Loaded records sorted and filtered: worked out beside the screen, shown when it is done."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import WorkType

from netwrix_tui.records.working_hours import WorkingHours
from netwrix_tui.results.arrangement import Arrangement
from netwrix_tui.results.ordering import (
    MOST_UNUSUAL,
    Ordering,
    is_by_unusual,
    sorted_by,
    sorted_further_by,
)
from netwrix_tui.results.quick_filter import QuickFilter
from netwrix_tui.results.steps import Steps
from netwrix_tui.results.view import View
from netwrix_tui.results.working_day import WorkingDay
from netwrix_tui.tui.exploring.panes import Panes

_BREATH = 0.0005
"""Seconds between two steps, in which the screen gets the interpreter."""

_REST = 0.5
"""Seconds at least between two catch-ups while records stream in, or thrice what one takes."""


class Sifting:
    """Sorts and filters the view that the table shows, and keeps it up while records stream in.

    The newest wish wins: whatever is being worked out for an older one is dropped.
    """

    def __init__(
        self,
        screen: Screen[None],
        panes: Panes,
        hours: WorkingHours,
        changed: Callable[[], None],
    ) -> None:
        """``changed`` is called after the table has been given another arrangement."""
        self._hours = hours
        self._screen = screen
        self._panes = panes
        # One thread for all: memory that a thread lets go of is mostly kept for that thread.
        self._thread = ThreadPoolExecutor(1, "netwrix-arranging")
        self._changed = changed
        self._generation = 0
        self._asked: tuple[View, Ordering, QuickFilter] | None = None
        self._rested_at = 0.0
        self._rest: Timer | None = None
        self._goes_to_top = False
        self._before_unusual: tuple[View, Ordering] | None = None

    def sort(self, field: str, *, further: bool) -> None:
        """Turn the sorting by a field: upwards, downwards, as it came; or that of a further key."""
        ordering, quick_filter = self._wished
        turned = sorted_further_by if further else sorted_by
        self._ask(turned(ordering, field), quick_filter, "sorting …")

    def turn_unusual(self) -> bool:
        """The most unusual records first, or as it was before; True where they come first now."""
        ordering, quick_filter = self._wished
        view, before = self._panes.table.view, self._before_unusual
        if is_by_unusual(ordering):
            was = before[1] if before is not None and before[0] is view else ()
            self._ask(was, quick_filter, "sorting …")
            self._before_unusual = None
            return False
        self._before_unusual = (view, ordering)
        self._ask(MOST_UNUSUAL, quick_filter, "looking for what is unusual …")
        self._goes_to_top = True
        return True

    def zone_changed(self) -> None:
        """Working hours are others now."""
        ordering, quick_filter = self._wished
        if is_by_unusual(ordering):
            self._ask(ordering, quick_filter, "")

    def filter(self, line: str) -> None:
        """Show only the loaded records that match."""
        ordering, quick_filter = self._wished
        wanted = QuickFilter.parse(line)
        if wanted != quick_filter:
            self._ask(ordering, wanted, "filtering …")

    def filter_further(self, terms: str) -> None:
        """Show only those of the records shown that match these terms, too."""
        line = self._wished[1].line
        self.filter(line if terms in line else f"{line} {terms}".strip())

    def edit_filter(self) -> None:
        """Open the line in which the filter is typed."""
        self._panes.quick_filter.open(self._wished[1].line)
        self._tell_matches()

    def drop_filter(self) -> bool:
        """Show all loaded records again; False where all are shown."""
        if not self._wished[1]:
            return False
        self.filter("")
        return True

    def catch_up(self) -> None:
        """Arrange what was loaded since, now or after a rest."""
        view = self._panes.table.view
        if self._asked is not None and self._asked[0] is view:
            return
        if view.is_plain or not view.is_behind or self._rest is not None:
            return
        wait = self._rested_at - time.monotonic()
        if wait > 0:
            self._rest = self._screen.set_timer(wait, self._rested)
        else:
            self._ask(view.ordering, view.quick_filter, "")

    @property
    def working_day(self) -> WorkingDay:
        """The hours outside of which activity is unusual, by the clock that is shown."""
        return WorkingDay(self._panes.table.zone, self._hours)

    @property
    def at_rest(self) -> bool:
        """True while nothing is being worked out for the view that is shown."""
        return self._asked is None

    @property
    def _wished(self) -> tuple[Ordering, QuickFilter]:
        view = self._panes.table.view
        if self._asked is not None and self._asked[0] is view:
            return self._asked[1:]
        return view.ordering, view.quick_filter

    def _rested(self) -> None:
        self._rest = None
        self.catch_up()

    def _ask(self, ordering: Ordering, quick_filter: QuickFilter, words: str) -> None:
        self._generation += 1
        self._goes_to_top = False
        self._asked = (self._panes.table.view, ordering, quick_filter)
        self._panes.status.at_work = words
        self._tell_matches()
        work: WorkType[None] = partial(self._arrange, *self._asked, self._generation)
        self._screen.run_worker(work, group="arranging", exclusive=True)

    async def _arrange(
        self, view: View, ordering: Ordering, quick_filter: QuickFilter, generation: int
    ) -> None:
        began = time.monotonic()
        steps = view.arranging(ordering, quick_filter, self.working_day)
        try:
            arrangement = await asyncio.get_running_loop().run_in_executor(
                self._thread, self._worked_out, steps, generation
            )
        except asyncio.CancelledError:
            self.give_up(generation)
            raise
        if arrangement is None or generation != self._generation:
            return
        if not self._panes.table.is_attached:
            return  # the program is being left
        now = time.monotonic()
        self._rested_at = now + max(_REST, 3 * (now - began))
        self._asked = None
        self._panes.status.at_work = ""
        if self._panes.table.view is view:
            self._panes.table.adopt(arrangement)
            if self._goes_to_top:
                self._panes.table.move_to(0)
            self._tell_matches()
            self._changed()
        self.catch_up()

    def give_up(self, generation: int) -> None:
        """Nobody wants it any more: the thread drops it, so that nothing waits for its end."""
        if generation == self._generation:
            self._generation += 1

    def _tell_matches(self) -> None:
        """How many records match so far, of those that were looked at: more may be coming in."""
        view, wanted = self._panes.table.view, self._wished[1]
        count = ""
        if wanted and wanted != view.quick_filter:
            count = "…"
        elif wanted:
            verb = "matches" if len(view) == 1 else "match"
            count = f"{len(view):,} of {view.looked_at:,} {verb}"
        self._panes.quick_filter.tell(count)

    def _worked_out(self, steps: Steps[Arrangement], generation: int) -> Arrangement | None:
        while generation == self._generation:
            try:
                next(steps)
            except StopIteration as end:
                result: Arrangement = end.value
                return result
            time.sleep(_BREATH)
        return None
