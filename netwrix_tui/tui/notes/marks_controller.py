"""Controller of marks that go: taken away, they can be brought back; leaving with them is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netwrix_tui.records.amounts import records_words
from netwrix_tui.results.columnstore.row_marks import Marks
from netwrix_tui.tui.dialogs.notifications import notify_information, notify_warning
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable


@dataclass(frozen=True, slots=True)
class _Cleared:
    """Marks that were taken away, and the set that they were taken out of."""

    marks: Marks
    rows: tuple[int, ...]


class MarksController:
    """Clearing of all marks of a table, with one step of undo, and the question before leaving."""

    def __init__(self, host: ScreenHost, table: ResultsTable) -> None:
        self._host = host
        self._table = table
        self._cleared: _Cleared | None = None
        self._told: frozenset[int] = frozenset()
        """The marks with which leaving was told of."""

    def clear(self) -> bool:
        """Take all marks away, and say how they come back; False where there are none."""
        marks = self._table.marks
        if not marks:
            return False
        self._cleared = _Cleared(marks, tuple(marks.kept()))
        marks.clear()
        self._table.marks_changed()
        count = len(self._cleared.rows)
        what = "1 mark" if count == 1 else f"{count:,} marks"
        them = "it" if count == 1 else "them"
        notify_information(self._host, f"{what} removed. U restores {them}.")
        return True

    def bring_back(self) -> None:
        """Mark again what was marked before all marks were taken away."""
        cleared = self._cleared
        if cleared is None:
            notify_information(self._host, "No marks were removed. esc removes all of them.")
        elif cleared.marks is not self._table.marks:
            notify_information(self._host, "The removed marks are another search's: < goes back.")
        else:
            self._cleared = None
            cleared.marks.restore(cleared.rows, len(self._table.store))
            self._table.marks_changed()

    def leave(self, leave: Callable[[], None], *, are_kept: bool = False) -> None:
        """Leave, but say once that marks end with it, where nothing was made of them yet.

        ``are_kept`` says that the session is gone on with another time, its marks too.
        """
        marks = self._table.marks
        rows = frozenset(marks)
        if not rows or are_kept or marks.are_handed_over or rows == self._told:
            leave()
            return
        self._told = rows
        verb = "is" if len(rows) == 1 else "are"
        notify_warning(
            self._host,
            f"{records_words(len(rows))} {verb} marked, and neither copied nor saved; marks are "
            "not kept. c copies, s saves; the same key again leaves.",
        )
