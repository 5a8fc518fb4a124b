"""Where the cursor was in a search that was left, and how it gets back to its record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.loading.loaded_search import LoadedSearch
from netwrix_tui.results.view.view import StoreRow
from netwrix_tui.searches.trail import Step
from netwrix_tui.tui.table.results_table import ResultsTable, TableState

FARTHEST = 20_000
"""Records that are loaded in search of one; whoever wants more scrolls on."""


@dataclass(frozen=True, slots=True)
class CursorState:
    """Position of the user in a search that was left.

    ``rid`` is the record under the cursor: where the records are loaded again, it may stand in
    another row. ``was_loading`` is True where a page was under way. ``table`` holds the records,
    so it is None once they were let go of; ``marked`` is how many marks went with them.
    """

    table: TableState | None
    rid: str
    was_loading: bool
    marked: int = 0


class CursorRestorer:
    """Lookup of one record by its key among those that come in.

    Found is not shown yet: where the view sorts or filters, it takes up the record a while later.
    It gives up where the user has moved the cursor: nobody's cursor is taken away from them.
    """

    def __init__(self, table: ResultsTable) -> None:
        self._table = table
        self.begin("")

    def begin(self, rid: str, row: int = -1, top: int | None = None) -> None:
        """Seek a record from the first row on; an empty RID seeks nothing.

        Where it stood in a ``row`` of the store, it is looked for there at first; ``top`` is the
        first row that was on the screen then.
        """
        self._rid = rid
        self._row = row
        self._top = top
        self._searched = 0
        self._found: StoreRow | None = None
        self._cursor_record: StoreRow | None = None

    @property
    def is_seeking(self) -> bool:
        """True as long as the cursor is not where it is to stand."""
        return bool(self._rid)

    def search_new_rows(self, store: Store, request_rows: Callable[[int], None]) -> None:
        """Look at what has come since; ``request_rows`` asks for more, as far as a row."""
        if not self._rid:
            return
        # By its record: another row order takes the cursor along, and nobody has moved it.
        at = self._table.record_row
        is_moved = at is not None and self._cursor_record not in (None, at)
        if is_moved or (self._cursor_record is None and self._table.is_touched):
            self._rid = ""
            return
        if self._found is None:
            self._search(store, request_rows)
        if self._found is not None:
            self._go_to(self._found)
        at = self._table.record_row
        self._cursor_record = self._cursor_record if at is None else at

    def _search(self, store: Store, request_rows: Callable[[int], None]) -> None:
        rows = len(store)
        if self._row >= 0:
            if self._row >= rows:
                return
            if store.key(self._row) == self._rid:
                self._found = StoreRow(self._row)
                return
            self._row = -1
        for row in range(self._searched, rows):
            if store.key(row) == self._rid:
                self._found = StoreRow(row)
                return
        self._searched = rows
        if rows < FARTHEST:
            request_rows(rows)

    def _go_to(self, record: StoreRow) -> None:
        view = self._table.view
        place = view.view_row(record)
        if place is not None:
            self._table.move_to(place)
            if self._top is not None:
                self._table.scroll_to(y=self._top, animate=False, force=True)
        if place is not None or not view.is_behind:
            self._rid = ""


def forget_tables(steps: Sequence[Step[LoadedSearch]]) -> None:
    """Let go of the tables of steps that hold nothing any more."""
    for step in steps:
        if isinstance(step.place, CursorState) and step.place.table is not None:
            marked = len(step.place.table.marks)
            step.place = replace(step.place, table=None, marked=marked)
