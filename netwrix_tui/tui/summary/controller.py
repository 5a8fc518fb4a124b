"""Controller of the table of counts: counts beside the screen, opens groups, comes back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from textual.worker import WorkType

from netwrix_tui.clock import epoch
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.sentence import sentence
from netwrix_tui.records.sequence_pattern import SequencePattern
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export.sheet_formats import SheetFormat
from netwrix_tui.results.export.ticket_head import TicketHead
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.summaries.group_keys import GroupKey
from netwrix_tui.results.view.cooperative_steps import finished_beside
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.dialogs.choose_ticket_format import ChooseSheetFormat
from netwrix_tui.tui.dialogs.notifications import (
    notify_error,
    notify_information,
    notify_warning,
)
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.summary.choose_keys import ChooseKeys
from netwrix_tui.tui.summary.counted_search import CountedSearch
from netwrix_tui.tui.summary.opened_group import opened_group
from netwrix_tui.tui.summary.source_summary import CountingPlace, SourceSummary
from netwrix_tui.tui.summary.summary_screen import SummaryScreen
from netwrix_tui.tui.summary.summary_work import (
    Result,
    Shape,
    Wish,
    minimum_of,
    sort_of,
    worked_out,
)
from netwrix_tui.tui.table.cooldown import Cooldown
from netwrix_tui.tui.table.results_table import ResultsTable

_REST = 0.5
"""Seconds at least between two counts while records stream in, or thrice what one takes."""

_ROOM = 30
"""Cells of a step's words."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a count is of: where it is the same, nothing is counted again.

    ``counted`` is how many records are loaded, None where the source counts.
    """

    store: Store
    quick_filter: QuickFilter
    zone: object
    counted: int | None
    wish: Wish


@dataclass(frozen=True, slots=True)
class _Left:
    """The table as it was left for the search of a group."""

    result: Result
    plan: SearchPlan
    store: Store
    row: int
    column: int


class SummaryController:
    """Counts what the table shows; one count at a time, the newest wish wins."""

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        search: CountedSearch,
        *,
        begin: BeginSearch,
        filter_further: Callable[[str], None],
        copy_text: Callable[[str, str, str], None],
        head: Callable[[], TicketHead],
        explain: Callable[[], None],
        back: Callable[[], bool],
        source: CountingPlace | None = None,
    ) -> None:
        """``back`` goes to the search before, False without one; for the others see
        :class:`~netwrix_tui.tui.counts.controller.CountsController`.
        """
        self._of_source = SourceSummary(source)
        self._host = host
        self._table = table
        self._search = search
        self._begin = begin
        self._filter_further = filter_further
        self.copy_text = copy_text
        self._head = head
        self._explain = explain
        self._back = back
        self._screen: SummaryScreen | None = None
        self._wish = Wish()
        self._done: _State | None = None
        self._generation = 0
        self._left: _Left | None = None
        self._left_for: Store | None = None
        self._cooldown = Cooldown(host, _REST, self.catch_up)

    # Opening and leaving

    def open(self) -> None:
        """Show the counts by what was chosen last."""
        if self._wish.shape is Shape.SEQUENCES:
            self._wish = replace(self._wish, shape=Shape.LIST, column=None)
        self._open()

    def look_for(self, pattern: SequencePattern) -> None:
        """Load the whole search, and show its sequences."""
        self._wish = Wish(self._wish.keys, Shape.SEQUENCES, pattern=pattern)
        self._open()
        if self._search.phase is not PagerPhase.END and not self._search.is_loading_all:
            self._search.load_all()

    def come_back(self) -> bool:
        """Back to the table from which the current search was opened; False without one."""
        left = self._left
        if left is None or self._table.store is not self._left_for or not self._back():
            return False
        self._left = self._left_for = None
        if self._search.plan == left.plan:
            self._wish = left.result.wish
            is_there = self._table.store is left.store
            self._open(left if is_there else None)
        return True

    def _open(self, left: _Left | None = None) -> None:
        if self._screen is not None:
            self.catch_up(at_once=True)
            return
        zone = self._table.zone
        words = sentence(self._search.plan.parameters(), zone)
        self._done = None
        screen = self._screen = SummaryScreen(words, self._wished)

        def closed(_: None) -> None:
            self._screen = None
            self._generation += 1

        self._host.app.push_screen(screen, closed)
        screen.call_after_refresh(self._begin_showing, screen, left)

    def _begin_showing(self, screen: SummaryScreen, left: _Left | None) -> None:
        if left is not None and screen is self._screen and _is_there(screen):
            screen.show(left.result, left.row, left.column)
        self.catch_up(at_once=True)

    # Counting

    def catch_up(self, *, at_once: bool = False) -> None:
        """Count what the table shows by now, where the counts are on the screen."""
        screen, state = self._screen, self._state()
        if screen is None or not _is_there(screen):
            return
        self._say(screen)
        if state == self._done or self._cooldown.defers(at_once=at_once):
            return
        self._generation += 1
        work: WorkType[None] = partial(self._count, state, self._generation)
        self._host.run_worker(work, group="summary", exclusive=True)

    def _state(self) -> _State:
        view = self._table.view
        counted: int | None = len(view) if view.quick_filter else len(view.store)
        if not view.quick_filter and self._of_source.counts(self._wish):
            counted = None  # what is loaded makes no difference to what matches
        return _State(view.store, view.quick_filter, self._table.zone, counted, self._wish)

    async def _count(self, state: _State, generation: int) -> None:
        began, view, screen = time.monotonic(), self._table.view, self._screen
        matched = view.matched
        rows = range(len(view.store)) if matched is None else matched[:]
        known = None
        before, result = self._done, screen.result if screen is not None else None
        if before is not None and replace(before, wish=state.wish) == state and result is not None:
            known = result.summary if result.wish.keys == state.wish.keys else None
        try:
            if known is None and state.counted is None:
                known = await self._of_source.ask(state.wish)
            steps = worked_out(
                state.wish, view.store, rows, self._table.zone, self._search.session.server,
                int(epoch()), known,
            )  # fmt: skip
            made = await asyncio.to_thread(
                finished_beside, steps, lambda: generation == self._generation
            )
        except NetwrixTuiError as error:
            if screen is self._screen:
                self._done = state  # not again and again
            notify_error(self._host, error)
            return
        except asyncio.CancelledError:
            self._generation += generation == self._generation
            raise
        if made is None or screen is None or screen is not self._screen or not _is_there(screen):
            return
        self._cooldown.begin(began)
        self._done = state
        screen.show(made)
        self._say(screen)
        self.catch_up()

    def _say(self, screen: SummaryScreen) -> None:
        """Of what the counts are, and whether there may be more."""
        result = screen.result
        if result is None:
            screen.say("counting …")
            return
        view = self._table.view
        if words := self._of_source.words(result):
            screen.say(words)
            return
        of = f"of the {result.counted:,} records loaded"
        if view.quick_filter:
            of = f"of the {result.rows:,} shown, of {result.counted:,} loaded"
        parts = [result.words, of]
        if self._search.is_loading_all:
            parts.append(f"loading all, {len(view.store):,} so far · L pauses")
        elif self._search.phase is PagerPhase.LOADING:
            parts.append("loading …")
        elif self._search.phase is PagerPhase.FAILED:
            parts.append("loading failed: esc, then r tries again")
        elif self._search.phase is not PagerPhase.END:
            parts.append("more available · L loads all")
        if result.rows and any(result.summary.is_least if result.summary is not None else ()):
            parts.append("≥ where not all could be told apart")
        screen.say(" · ".join(parts))

    # What a key wants

    def _wished(self, wish: str) -> None:
        does: dict[str, Callable[[], None]] = {
            "open": self._open_group, "group": self._choose_keys, "minimum": self._ask_minimum,
            "sort": self._sort, "cross": partial(self._turn, Shape.CROSS),
            "beside": partial(self._turn, Shape.BESIDE), "logons": self._turn_logons,
            "load_all": self._load_all, "copy": partial(self._copy, SheetFormat.TEXT),
            "copy_as": self._copy_as, "copy_cell": self._copy_cell, "help": self._explain,
        }  # fmt: skip
        does[wish]()

    def _change(self, wish: Wish) -> None:
        self._wish = wish
        self.catch_up(at_once=True)

    def _choose_keys(self) -> None:
        def chosen(keys: tuple[GroupKey, ...] | None) -> None:
            if keys is not None:
                shape = self._wish.shape
                fits = shape is Shape.LIST or (len(keys) == 2 and shape in _OF_TWO)
                self._change(Wish(keys, shape if fits else Shape.LIST, self._wish.minimum))

        self._host.app.push_screen(ChooseKeys(self._wish.keys), chosen)

    def _ask_minimum(self) -> None:
        def asked(number: int | None) -> None:
            if number is not None:
                self._change(replace(self._wish, minimum=number))

        if self._wish.shape is Shape.SEQUENCES:
            notify_information(self._host, "Set the number of a sequence in its ready-made search.")
            return
        question = AskLine(
            "At least so many records", str(self._wish.minimum), read=minimum_of,
            hint="Groups with fewer are left out of the table; the totals tell how many",
            keys="enter takes it · 1 shows all · esc goes back",
        )  # fmt: skip
        self._host.app.push_screen(question, asked)

    def _sort(self) -> None:
        screen = self._screen
        if screen is not None and screen.result is not None and len(screen.table.shown):
            sheet = screen.result.shown.sheet
            self._change(sort_of(self._wish, sheet, screen.table.column))

    def _turn(self, shape: Shape) -> None:
        if self._wish.shape is shape:
            self._change(replace(self._wish, shape=Shape.LIST, column=None))
        elif len(self._wish.keys) != 2:
            notify_information(self._host, "This needs two keys to count by: g chooses them.")
        else:
            self._change(replace(self._wish, shape=shape, column=None))

    def _turn_logons(self) -> None:
        shape = Shape.LIST if self._wish.shape is Shape.LOGONS else Shape.LOGONS
        self._change(replace(self._wish, shape=shape, column=None))

    def _load_all(self) -> None:
        self._search.load_all()
        if self._screen is not None:
            self._say(self._screen)

    # A group

    def _open_group(self) -> None:
        screen = self._screen
        result = screen.result if screen is not None else None
        if screen is None or result is None or screen.table.cursor_row is None:
            return
        row, column = screen.table.cursor_row, screen.table.column
        inside = None
        if screen.inner.has_focus and screen.inner.cursor_row is not None:
            inside = screen.inner.shown.text(screen.inner.cursor_row, 0)
        try:
            found = opened_group(
                result, self._search.plan, self._table.zone, row, column, inside,
                several=bool(self._search.session.parts),
            )  # fmt: skip
        except UsageError as error:
            notify_error(self._host, error)
            return
        if found is None:
            return
        left = _Left(result, self._search.plan, self._table.store, row, column)
        words = " · ".join(filter(None, map(str, result.shown.sheet.rows[row][:1])))
        screen.dismiss(None)

        def begin() -> None:
            self._begin(found.plan, words=shortened(words, _ROOM))
            self._left, self._left_for = left, self._table.store
            if found.terms:
                self._filter_further(found.terms)
            notify_warning(self._host, " ".join(found.said))

        self._host.call_later(begin)

    # Copying

    def _copy_as(self) -> None:
        def copy(chosen: SheetFormat | None) -> None:
            if chosen is not None:
                self._copy(chosen)

        self._host.app.push_screen(ChooseSheetFormat("the table"), copy)

    def _copy(self, chosen: SheetFormat) -> None:
        screen = self._screen
        if screen is None or screen.result is None or not len(screen.active.shown):
            return
        result, sheet = screen.result, screen.active.shown.sheet
        line = self._table.view.quick_filter.line
        head = replace(self._head(), quick_filter=line)
        heading = f"Counts {result.wish.words}: {result.words}. {result.totals}"
        text = chosen.written(head, heading, sheet)
        lines = "1 line" if len(sheet) == 1 else f"{len(sheet):,} lines"
        self.copy_text(text, f"{lines} of counts", chosen.extension)

    def _copy_cell(self) -> None:
        screen = self._screen
        table = screen.active if screen is not None else None
        if table is None or table.cursor_row is None:
            return
        title = table.shown.sheet.columns[table.column].title
        self.copy_text(table.shown.text(table.cursor_row, table.column), title, ".txt")


def _is_there(screen: SummaryScreen) -> bool:
    """False before it is composed, and once it is being taken away."""
    return screen.is_mounted and screen.is_attached and screen.is_running


_OF_TWO = (Shape.CROSS, Shape.BESIDE)
