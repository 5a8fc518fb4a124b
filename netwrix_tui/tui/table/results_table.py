"""Results table: a view of a store of any size, painted only where it is seen.

It is not a DataTable: that one measures every row that is added to it (about 200 ms for 1,000),
while this one knows its size from the number of rows alone and asks for the few rows on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from netwrix_tui.records.pivot_list import PivotKind
from netwrix_tui.results.columnstore.row_marks import Marks
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.row_order import RowOrder
from netwrix_tui.results.view.view import StoreRow, View
from netwrix_tui.tui.actions.action import Pane, bindings, pivot_action
from netwrix_tui.tui.table.actions import TABLE_ACTIONS
from netwrix_tui.tui.table.table_columns import Column
from netwrix_tui.tui.table.table_styles import COMPONENT_CLASSES, TABLE_CSS
from netwrix_tui.tui.table.view_cursor import ViewCursor
from netwrix_tui.tui.table.view_window import HEADER

_ON_A_RECORD = frozenset({
    "open", "mark", "extend_up", "extend_down", "only_this", "not_this", "or_this", "pivot_menu",
})  # fmt: skip
"""Actions that take a record."""


@dataclass(frozen=True, slots=True)
class TableState:
    """State of a table that was left: view and its order, marks, cursor, scroll position.

    ``record`` is the store row under the cursor, None without rows; ``top`` and ``left`` are what
    was scrolled to; ``seen_to`` is the last row that the user has looked at.
    """

    view: View
    marks: Marks
    record: StoreRow | None
    column: Column
    top: int
    left: int
    seen_to: int


class ResultsTable(ViewCursor, can_focus=True, inherit_bindings=False):
    """Table of the records of a view, with a cursor on one cell and marks on any rows."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(TABLE_ACTIONS, Pane.TABLE)
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENT_CLASSES

    DEFAULT_CSS = TABLE_CSS

    @dataclass
    class RecordOpened(Message):
        """The user wants to read this record."""

        row: int

    class MarksChanged(Message):
        """Rows were marked, or marks were taken away."""

    @dataclass
    class SortRequested(Message):
        """The user wants the loaded records sorted by a column, ``further`` as one more key."""

        column: Column
        further: bool

    class UnusualRequested(Message):
        """The user wants the most unusual of the loaded records first, or that no more."""

    class NewAboveChanged(Message):
        """More, or fewer, rows that arrived are above what the screen shows."""

    actions_left_out: frozenset[str] = frozenset()
    """Actions that make no sense for what it shows."""

    _new_above = 0

    # What it shows

    def show(self, shown: View | Store, marks: Marks | None = None) -> None:
        """Show a view, or a store as it comes, from its first row, with these marks or none."""
        self._view = shown if isinstance(shown, View) else View(shown)
        self.marks = marks if marks is not None else Marks()
        self._cursor_row = 0
        self._awaited = None
        self._seen_to = -1
        self._is_touched = False
        self._new_above = 0
        self._lines = None
        self._publish_rows(0)
        self._cursor_column = self._in_view(self._cursor_column)
        self.scroll_to(x=0, y=0, animate=False)
        self.refresh()
        self.refresh_bindings()
        self.rows_changed()

    def rows_changed(self) -> None:
        """Show rows that came since, as far as the view has them; nothing on the screen moves.

        Rows that arrived on top do move it where the user looks at the top and has not moved.
        """
        self.marks.arrive(len(self.store))
        if self._view.gains_on_top:
            self._rearrange(self._view.catch_up)
            return
        self._view.catch_up()
        before, rows = self._rows, len(self._view)
        if rows == before:
            return
        self._publish_rows(rows)
        if before == 0:
            self.refresh_bindings()
        self._repaint(before, rows - 1)
        self._report_seen()

    def adopt(self, row_order: RowOrder) -> None:
        """Show the view in another row order; the cursor stays on its record, and in its line.

        Where that record is not shown any more, it goes to the nearest that is; and back to it
        where the row order was only worked out before the record came.
        """
        record = self._cursor_record
        self._rearrange(partial(self._view.adopt, row_order))
        is_early = record is not None and record >= row_order.upto
        self._awaited = record if is_early else None

    def _rearrange(self, change: Callable[[], None]) -> None:
        view, record, row = self._view, self._cursor_record, self._cursor_row
        line, on_top, is_at_top = row - self._top, view.on_top, self._is_at_top
        change()
        self._publish_rows(len(view))
        arrived = view.on_top - on_top
        if arrived > 0 and is_at_top:
            record = view.store_row(0)
        self._cursor_row = 0 if record is None else view.nearest(record, row)
        self.scroll_to(y=self._cursor_row - line, animate=False, force=True)
        self._scroll_into_view(self._cursor_row)
        self._count_above(self._new_above + arrived)
        self.refresh()
        self.refresh_bindings()
        if self._cursor_row != row or self.record_row != record or is_at_top:
            self.post_message(self.CursorMoved(self._cursor_row))
        self._report_seen()

    @property
    def new_above(self) -> int:
        """How many of the rows above the screen arrived since the user was there."""
        return self._new_above

    @property
    def _is_at_top(self) -> bool:
        """True where the user looks at the top, and at whatever comes there."""
        watches = self.screen.is_current and self.screen.focused is self
        return watches and not (self._is_touched or self._cursor_row or self._top)

    def _count_above(self, count: int) -> None:
        above = max(0, min(count, self._top, self._view.on_top))
        if above != self._new_above:
            self._new_above = above
            self.post_message(self.NewAboveChanged())

    def state(self) -> TableState:
        """How it is now, for :meth:`restore`."""
        at = self.scroll_offset
        return TableState(
            self._view,
            self.marks,
            self.record_row,
            self._cursor_column,
            at.y,
            at.x,
            self._seen_to,
        )

    def restore(self, state: TableState) -> None:
        """Show what was shown as it was left, and what its store has got since."""
        self._view, self.marks = state.view, state.marks
        self._view.catch_up()
        self.marks.arrive(len(self.store))
        self._awaited = None
        self._lines = None
        self._is_touched = True
        self._new_above = 0
        self._seen_to = state.seen_to
        self._cursor_column = state.column
        self._publish_rows(len(self._view))
        self._cursor_row = 0 if state.record is None else self._view.nearest(state.record, 0)
        self.scroll_to(x=state.left, y=state.top, animate=False)
        self.refresh()
        self.refresh_bindings()
        self._report_seen()

    def marks_changed(self) -> None:
        """Repaint, after marks were changed from outside."""
        self.refresh()
        self.post_message(self.MarksChanged())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._repaint_header()
        self._count_above(self._new_above)
        self._report_seen()

    # Keys

    action_only_this = pivot_action(PivotKind.ONLY_THIS)
    action_not_this = pivot_action(PivotKind.NOT_THIS)
    action_or_this = pivot_action(PivotKind.OR_THIS)
    action_pivot_menu = pivot_action(None)

    def action_open(self) -> None:
        if self._rows:
            self.post_message(self.RecordOpened(self._cursor_row))

    def action_sort(self) -> None:
        self.post_message(self.SortRequested(self._cursor_column, further=False))

    def action_sort_further(self) -> None:
        self.post_message(self.SortRequested(self._cursor_column, further=True))

    def action_unusual(self) -> None:
        self.post_message(self.UnusualRequested())

    def action_mark(self) -> None:
        if not self._rows:
            return
        self._toggle(self._cursor_row)
        self._down_by(1)

    def action_extend_up(self) -> None:
        self._extend_to(self._cursor_row - 1)

    def action_extend_down(self) -> None:
        self._extend_to(self._cursor_row + 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without records there is nothing to open, to mark or to go on from."""
        if action in self.actions_left_out:
            return False
        return bool(self._rows) or action not in _ON_A_RECORD

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor; twice: opens. Ctrl marks, Shift marks up to it; on a heading: sorts."""
        row = self._top + event.y - HEADER
        if row >= self._rows:
            return
        self._to_column_at(event.x)
        if event.y < HEADER:
            self.action_sort()
            return
        if event.shift:
            self._extend_to(row)
            return
        self.move_to(row)
        if event.ctrl:
            self._toggle(row)
        elif event.chain == 2:
            self.action_open()

    def _toggle(self, row: int) -> None:
        self.marks.toggle(self._view.store_row(row))
        self._repaint(row, row)
        self.post_message(self.MarksChanged())

    def _extend_to(self, row: int) -> None:
        if not self._rows:
            return
        row = min(max(0, row), self._rows - 1)
        first, last = sorted((self._cursor_row, row))
        self.marks.update(map(self._view.store_row, range(first, last + 1)))
        self._repaint(first, last)
        self.move_to(row)
        self.post_message(self.MarksChanged())
