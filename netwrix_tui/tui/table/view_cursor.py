"""Cursor on one cell of a view: its moves, and how far the user has looked."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from netwrix_tui.results.view.view import StoreRow
from netwrix_tui.tui.table.row_lines import GUTTER
from netwrix_tui.tui.table.table_columns import ColumnChoice, PlacedColumn
from netwrix_tui.tui.table.view_window import ViewWindow


class ViewCursor(ViewWindow):
    """Cursor over the records of a view, moved by keys and from outside, and kept in view."""

    @dataclass
    class CursorMoved(Message):
        """The cursor stands in another row."""

        row: int

    @dataclass
    class RowsRequested(Message):
        """The user looks as far as this row of the store, farther than before, or touches the end.

        In a view that sorts or filters, only touching the end asks for more.
        """

        row: int
        beyond: bool = False
        """True where a key was pressed at the end."""

    _seen_to = -1
    """The farthest row that it was told of."""

    _is_touched = False
    """True once the user has moved the cursor; going to the first row undoes that."""

    _awaited: StoreRow | None = None
    """The cursor's record, while a row order is shown that was worked out before it came."""

    @property
    def _cursor_record(self) -> StoreRow | None:
        return self.record_row if self._awaited is None else self._awaited

    @property
    def is_touched(self) -> bool:
        """True once the cursor was moved, since these records are shown."""
        return self._is_touched

    @property
    def columns(self) -> tuple[PlacedColumn, ...]:
        """The columns as they are placed just now."""
        return self._columns

    def show_columns(self, choice: ColumnChoice) -> None:
        """Show the chosen columns; a cursor in one that is hidden goes to the first."""
        self._choice = choice
        self.on_resize()
        self._to_column(self._place_of(self._cursor_column))

    def move_to(self, row: int) -> None:
        """Put the cursor into a row, or the last one there is, and scroll it into view."""
        if not self._rows:
            return
        self._awaited = None
        self._is_touched = True
        before = self._cursor_row
        super().move_to(row)
        if self._cursor_row == before:
            return
        self.post_message(self.CursorMoved(self._cursor_row))
        self._report_seen()

    def on_resize(self) -> None:
        """Share the new width among the columns; a cursor that was in view stays there."""
        followed = self._top <= self._cursor_row < self._top + self._page
        if self._adopt_size():
            self._look_changed()
        self._scroll_to_column(self._place_of(self._cursor_column))
        if followed:
            self._scroll_into_view(self._cursor_row)
        self._report_seen()

    # Keys

    def action_page_up(self) -> None:
        self._scroll_by(-self._page)
        super().action_page_up()

    def action_page_down(self) -> None:
        self._scroll_by(self._page)
        super().action_page_down()

    def action_first(self) -> None:
        super().action_first()
        self._is_touched = False

    def action_left(self) -> None:
        self._step_column(-1)

    def action_right(self) -> None:
        self._step_column(1)

    def _down_by(self, rows: int) -> None:
        super()._down_by(rows)
        if self._rows and self._cursor_row == self._rows - 1:
            # Said again each time: this is how the user asks for more after cancelling.
            self.post_message(self.RowsRequested(len(self.store) - 1, beyond=True))

    def _step_column(self, step: int) -> None:
        index = self._columns.index(self._place_of(self._cursor_column)) + step
        if 0 <= index < len(self._columns):
            self._to_column(self._columns[index])

    def _to_column_at(self, x: int) -> None:
        x += self.scroll_offset.x - GUTTER
        for place in self._columns:
            if place.x <= x < place.end:
                self._to_column(place)

    def _to_column(self, place: PlacedColumn) -> None:
        self._is_touched = True
        if place.column is self._cursor_column:
            return
        self._cursor_column = place.column
        self._scroll_to_column(place)
        self._repaint_header()
        self._repaint(self._cursor_row, self._cursor_row)

    def _report_seen(self) -> None:
        """Tell how far the user looks, where that is farther than before."""
        farthest = min(self._rows - 1, max(self._top + self._page - 1, self._cursor_row))
        if farthest > self._seen_to and self._seen and self._view.is_plain:
            self._seen_to = farthest
            self.post_message(self.RowsRequested(farthest))
