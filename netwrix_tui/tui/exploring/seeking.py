"""A record that is to stay in view: the cursor goes to it once it has been loaded."""

from __future__ import annotations

from collections.abc import Callable

from netwrix_tui.results.store import Store
from netwrix_tui.tui.widgets.results_table import ResultsTable

FARTHEST = 20_000
"""Records that are loaded in search of one; whoever wants more scrolls on."""


class Seeking:
    """Looks for one record by its RID among those that come in.

    It gives up where the user has moved the cursor: nobody's cursor is taken away from them.
    """

    def __init__(self, table: ResultsTable) -> None:
        self._table = table
        self._rid = ""
        self._looked = self._at = 0
        self.until_sorted = False
        """True where the records will be sorted: what was found before has to be found again."""

    def begin(self, rid: str) -> None:
        """Seek a record from the first row on; an empty RID seeks nothing."""
        self._rid = rid
        self._looked = self._at = 0
        self.until_sorted = False

    def look(self, store: Store, want: Callable[[int], None]) -> None:
        """Look at what has come since; ``want`` asks for more, as far as a row."""
        if not self._rid:
            return
        if self._table.cursor_row not in (0, self._at):
            self._rid = ""
            return
        rows = len(store)
        for row in range(self._looked, rows):
            if store.rid(row) == self._rid:
                self._rid = ""
                self._table.move_to(self._table.view.nearest(row, 0))
                return
        self._looked = rows
        if rows < FARTHEST:
            want(rows)
