"""Controller of what belongs to a record: its lines in the record pane, its words in the table."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from rich.text import Text
from textual.widgets.option_list import Option
from textual.worker import WorkType

from netwrix_tui.errors import UsageError
from netwrix_tui.records import pivots
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.pairs.kept_related import KeptRelated
from netwrix_tui.results.pairs.related_words import (
    RelatedKind,
    RelatedLine,
    not_undone,
    related_lines,
    short_words,
)
from netwrix_tui.results.view.cooperative_steps import Steps, finished_beside
from netwrix_tui.results.view.undone_rows import UndoneRows
from netwrix_tui.results.view.view import StoreRow
from netwrix_tui.tui.dialogs.choose_one import ChooseOne
from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.record.record_viewer import RecordViewer
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.table.cooldown import Cooldown
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import UNDONE

T = TypeVar("T")

_REST = 1.0
"""Seconds at least between two looks while records stream in, or thrice what one takes."""

_NOT_UNDONE = "Not undone among the loaded. H asks the source."
_WORDS = {
    RelatedKind.UNDONE: "what undid it", RelatedKind.UNDOES: "what it undoes",
    RelatedKind.BEFORE: "same object", RelatedKind.AFTER: "same object",
    RelatedKind.RUN: "more like it",
}  # fmt: skip


class RelatedController:
    """Finds what belongs to the record that is read, and where it is a column, to all of them.

    One thread of its own looks at one thing after the other; what nobody wants any more it drops.
    """

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        viewer: RecordViewer,
        *,
        plan: Callable[[], SearchPlan],
        begin: BeginSearch,
        show_record: Callable[[], None],
    ) -> None:
        """``plan`` is that of the search; ``show_record`` shows the record under the cursor."""
        self._host = host
        self._table = table
        self._viewer = viewer
        self._plan = plan
        self._begin = begin
        self._show_record = show_record
        self._thread = ThreadPoolExecutor(1, "netwrix-related")
        self._kept: KeptRelated | None = None
        self._wanted: tuple[Store, StoreRow] | None = None
        self._lines: list[RelatedLine] = []
        self._looked_at = 0
        self._looks_at_all = False
        self._all_of: tuple[Store, int] | None = None
        self._is_over = False
        self._cooldown = Cooldown(host, _REST, self.catch_up)

    def record_shown(self) -> None:
        """Another record is shown, or none: look for what belongs to it."""
        row = self._table.record_row
        wanted = None if row is None else (self._table.store, row)
        if wanted == self._wanted:
            return
        self._wanted, self._lines = wanted, []
        if wanted is not None:
            self._look(*wanted)

    def catch_up(self) -> None:
        """More has been loaded, or another column is shown."""
        self._let_go()
        self._catch_up_all()
        wanted = self._wanted
        if (
            wanted is None
            or len(wanted[0]) <= self._looked_at
            or wanted[0] is not self._table.store
        ):
            return
        if not self._cooldown.defers():
            self._look(*wanted)

    def end(self) -> None:
        """The screen is left: nothing is looked for any more."""
        self._is_over, self._wanted = True, None

    def go(self) -> None:
        """To what belongs to the record; where it is several, ask which."""
        if not self._lines:
            notify_information(
                self._host, "Nothing among the loaded belongs to this record. H asks the source."
            )
        elif len(self._lines) == 1:
            self._go_to(self._lines[0])
        else:
            self._host.app.push_screen(ChooseRelated(self._lines), self._chosen)

    def _chosen(self, line: RelatedLine | None) -> None:
        if line is not None:
            self._go_to(line)

    def _go_to(self, line: RelatedLine) -> None:
        table, wanted = self._table, self._wanted
        if wanted is None or wanted[0] is not table.store:
            return
        store, row = wanted
        if line.row is not None:
            place = table.view.view_row(line.row)
            if place is not None:
                table.move_to(place)
                self._show_record()
                return
        rid = store.key(row if line.row is None else line.row)
        try:
            # What the quick filter hides is found by a search of its own.
            plan = line.plan or pivots.same_object(self._plan(), store.row(row))
        except UsageError as error:
            notify_warning(self._host, error.sentence())
            return
        self._begin(plan, words=_WORDS[line.kind], keep=rid)

    def _let_go(self) -> None:
        """Hold no records of a search that was left."""
        store = self._table.store
        if self._kept is not None and self._kept.store is not store:
            self._kept = None
        if self._all_of is not None and self._all_of[0] is not store:
            self._all_of = None
            self._table.undone_of = _unknown
        if self._wanted is not None and self._wanted[0] is not store:
            self._wanted, self._lines = None, []

    # One record

    def _look(self, store: Store, row: StoreRow) -> None:
        work: WorkType[None] = partial(self._find, store, row)
        self._host.run_worker(work, group="related", exclusive=True)

    async def _find(self, store: Store, row: StoreRow) -> None:
        began = time.monotonic()
        related = await self._beside(
            self._kept_of(store).of_row(row),
            lambda: self._wanted == (store, row) and not self._is_over,
        )
        if related is None or self._wanted != (store, row):
            return
        self._cooldown.begin(began)
        self._looked_at = related.upto
        self._lines = related_lines(store, related)
        told = tuple(line.words for line in self._lines)
        self._viewer.show_related(told, _NOT_UNDONE if not_undone(related) else "")

    # All of them

    def _catch_up_all(self) -> None:
        table = self._table
        store = table.store
        is_shown = any(place.column is UNDONE for place in table.columns)
        if not is_shown or self._looks_at_all or self._all_of == (store, len(store)):
            return
        if self._all_of is not None and self._all_of[0] is store and self._cooldown.defers():
            return
        self._looks_at_all = True
        work: WorkType[None] = partial(self._find_all, store)
        self._host.run_worker(work, group="all-related")

    async def _find_all(self, store: Store) -> None:
        began = time.monotonic()
        try:
            every = await self._beside(
                self._kept_of(store).of_all(),
                lambda: self._table.store is store and not self._is_over,
            )
        finally:
            self._looks_at_all = False
        if every is not None and self._table.store is store:
            self._cooldown.begin(began)
            self._all_of = (store, every.upto)
            self._table.undone_of = partial(short_words, store, every)
        if not self._is_over:
            self.catch_up()

    # Both

    def find_undone(self, store: Store) -> Steps[UndoneRows]:
        """What undid the rows of a store, for whoever sorts, filters or counts by it."""
        return self._kept_of(store).undone()

    def _kept_of(self, store: Store) -> KeptRelated:
        if self._kept is None or self._kept.store is not store:
            self._kept = KeptRelated(store)
            self._looked_at = 0
        return self._kept

    async def _beside(self, steps: Steps[T], is_wanted: Callable[[], bool]) -> T | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, finished_beside, steps, is_wanted)


def _unknown(_: int) -> str:
    return ""


class ChooseRelated(ChooseOne[RelatedLine]):
    """Question which of several things to go to."""

    DEFAULT_CSS = """
    ChooseRelated .dialog { width: 100; }
    """

    def __init__(self, lines: Sequence[RelatedLine]) -> None:
        super().__init__("What belongs to this record", lines, hint="enter goes there · esc stays")

    def option(self, choice: RelatedLine) -> Option:
        return Option(Text(choice.words))
