"""The results table: rows of a store of any size, painted only where they are seen.

It is not a DataTable: that one measures every row that is added to it (about 200 ms for 1,000),
while this one knows its size from the number of rows alone and asks the store for the few rows
on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from netwrix_tui.records.zone import LOCAL, ShownZone
from netwrix_tui.results.marks import Marks
from netwrix_tui.results.store import Store
from netwrix_tui.tui.actions import Pane, bindings
from netwrix_tui.tui.layout.cells import moment_of
from netwrix_tui.tui.layout.columns import WHEN, Column, ColumnChoice, PlacedColumn
from netwrix_tui.tui.widgets.row_lines import GUTTER, Look, RowLines
from netwrix_tui.tui.widgets.table_palette import COMPONENT_CLASSES, TABLE_CSS, palette_of
from netwrix_tui.tui.widgets.table_window import HEADER, TableWindow


@dataclass(frozen=True, slots=True)
class TableState:
    """How somebody left a table: where the cursor stood, what was scrolled to, what was marked.

    ``looked`` is the last row that the user has looked at.
    """

    row: int
    column: Column
    top: int
    left: int
    marks: Marks
    looked: int


class ResultsTable(TableWindow, can_focus=True):
    """Records in their order of arrival, with a cursor on one cell and marks on any rows."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Pane.TABLE)]
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENT_CLASSES
    ALLOW_SELECT = False

    DEFAULT_CSS = TABLE_CSS

    @dataclass
    class CursorMoved(Message):
        """The cursor stands in another row."""

        row: int

    @dataclass
    class Opened(Message):
        """The user wants to read this record."""

        row: int

    @dataclass
    class Wanted(Message):
        """The user looks as far as this row, farther than before, or touches the end."""

        row: int

    class MarksChanged(Message):
        """Rows were marked, or marks were taken away."""

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.marks = Marks()
        self._store = Store()
        self._zone = LOCAL
        self._lines: RowLines | None = None
        self._cursor_row = 0
        self._cursor_column = WHEN
        self._looked = -1

    # What it shows

    def show(self, store: Store, marks: Marks | None = None) -> None:
        """Show a store from its first row, with the given marks, or none."""
        self._store = store
        self.marks = marks if marks is not None else Marks()
        self._cursor_row = 0
        self._looked = -1
        self._lines = None
        self._publish_size(0)
        self.scroll_to(y=0, animate=False)
        self.refresh()
        self.refresh_bindings()
        self.rows_changed()

    def state(self) -> TableState:
        """How it is now, for :meth:`restore`."""
        at = self.scroll_offset
        return TableState(
            self._cursor_row, self._cursor_column, at.y, at.x, self.marks, self._looked
        )

    def restore(self, store: Store, state: TableState) -> None:
        """Show a store again as it was left."""
        self._store = store
        self.marks = state.marks
        self._lines = None
        self._looked = state.looked
        self._cursor_column = state.column
        self._publish_size(len(store))
        self._cursor_row = min(state.row, max(0, len(store) - 1))
        self.scroll_to(x=state.left, y=state.top, animate=False)
        self.refresh()
        self.refresh_bindings()
        self._look()

    def rows_changed(self) -> None:
        """Show rows that the store has got since; nothing that is on the screen moves."""
        before, rows = self._rows, len(self._store)
        if rows == before:
            return
        self._publish_size(rows)
        if before == 0:
            self.refresh_bindings()
        self._repaint(before, rows - 1)
        self._look()

    @property
    def store(self) -> Store:
        """The records that it shows."""
        return self._store

    @property
    def zone(self) -> ShownZone:
        """The zone in which times are shown; the heading of When names its offset."""
        return self._zone

    @zone.setter
    def zone(self, zone: ShownZone) -> None:
        if zone != self._zone:
            self._zone = zone
            self._look_changed()

    @property
    def cursor_row(self) -> int:
        """The row under the cursor; 0 where there are no rows."""
        return self._cursor_row

    @property
    def cursor_column(self) -> Column:
        """The column under the cursor."""
        return self._cursor_column

    def cell_text(self) -> str:
        """The value under the cursor, whole and as it was received; empty without rows."""
        if not self._rows:
            return ""
        text: str = getattr(self._store.row(self._cursor_row), self._cursor_column.field)
        return text

    @property
    def columns(self) -> tuple[PlacedColumn, ...]:
        """The columns as they are placed just now."""
        return self._columns

    def show_columns(self, choice: ColumnChoice) -> None:
        """Show the chosen columns; a cursor in one that is hidden goes to the first."""
        self._choice = choice
        self.on_resize()
        self._to_column(self._place_of(self._cursor_column))

    def marks_changed(self) -> None:
        """Repaint, after marks were changed from outside."""
        self.refresh()
        self.post_message(self.MarksChanged())

    def move_to(self, row: int) -> None:
        """Put the cursor into a row, or the last one there is, and scroll it into view."""
        if not self._rows:
            return
        row = min(max(0, row), self._rows - 1)
        label, before, self._cursor_row = self._zone_label(), self._cursor_row, row
        self._scroll_into_view(row)
        if row == before:
            return
        self._repaint(before, before)
        self._repaint(row, row)
        if self._zone_label() != label:
            self._repaint_header()
        self.post_message(self.CursorMoved(row))
        self._look()

    # Painting

    def render_line(self, y: int) -> Strip:
        lines = self._painter()
        at, width = self.scroll_offset.x, self._seen.width
        if y < HEADER:
            return lines.header(
                at=at, width=width, cursor=self._cursor_column, zone_label=self._zone_label()
            )
        row = self._top + y - HEADER
        if row >= self._rows:
            return lines.blank(width)
        cursor = self._cursor_column if row == self._cursor_row else None
        return lines.line(row, at=at, width=width, marked=row in self.marks, cursor=cursor)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._look_changed()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._look()

    def on_resize(self) -> None:
        """Share the new width among the columns; a cursor that was in view stays there."""
        followed = self._top <= self._cursor_row < self._top + self._page
        if self._adopt_size():
            self._look_changed()
        self._scroll_to_column(self._place_of(self._cursor_column))
        if followed:
            self._scroll_into_view(self._cursor_row)
        self._look()

    def _painter(self) -> RowLines:
        if self._lines is None:
            year = datetime.now(self._zone.tzinfo).year
            look = Look(self._columns, self._zone, palette_of(self), year)
            self._lines = RowLines(self._store, look)
        return self._lines

    def _look_changed(self) -> None:
        self._lines = None
        self.refresh()

    # Keys

    def action_open(self) -> None:
        if self._rows:
            self.post_message(self.Opened(self._cursor_row))

    def action_up(self) -> None:
        self.move_to(self._cursor_row - 1)

    def action_down(self) -> None:
        self._down_by(1)

    def action_page_up(self) -> None:
        self._scroll_by(-self._page)
        self.move_to(self._cursor_row - self._page)

    def action_page_down(self) -> None:
        self._scroll_by(self._page)
        self._down_by(self._page)

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self._down_by(self._rows)

    def action_left(self) -> None:
        self._step_column(-1)

    def action_right(self) -> None:
        self._step_column(1)

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
        """Without records there is nothing to open or to mark."""
        return bool(self._rows) or action not in ("open", "mark", "extend_up", "extend_down")

    def on_click(self, event: events.Click) -> None:
        """One click moves the cursor, a second opens; Ctrl marks the row, Shift marks up to it."""
        row = self._top + event.y - HEADER
        if event.y < HEADER or row >= self._rows:
            return
        self._to_column_at(event.x)
        if event.shift:
            self._extend_to(row)
            return
        self.move_to(row)
        if event.ctrl:
            self._toggle(row)
        elif event.chain == 2:
            self.action_open()

    def _down_by(self, rows: int) -> None:
        self.move_to(self._cursor_row + rows)
        if self._rows and self._cursor_row == self._rows - 1:
            # Said again each time: this is how the user asks for more after cancelling.
            self.post_message(self.Wanted(self._cursor_row))

    def _toggle(self, row: int) -> None:
        self.marks.toggle(row)
        self._repaint(row, row)
        self.post_message(self.MarksChanged())

    def _extend_to(self, row: int) -> None:
        if not self._rows:
            return
        row = min(max(0, row), self._rows - 1)
        first, last = sorted((self._cursor_row, row))
        self.marks.extend(first, last)
        self._repaint(first, last)
        self.move_to(row)
        self.post_message(self.MarksChanged())

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
        if place.column is self._cursor_column:
            return
        self._cursor_column = place.column
        self._scroll_to_column(place)
        self._repaint_header()
        self._repaint(self._cursor_row, self._cursor_row)

    # What it tells

    def _look(self) -> None:
        """Tell how far the user looks, where that is farther than before."""
        farthest = min(self._rows - 1, max(self._top + self._page - 1, self._cursor_row))
        if farthest > self._looked and self._seen:
            self._looked = farthest
            self.post_message(self.Wanted(farthest))

    def _zone_label(self) -> str:
        """The offset at the record under the cursor: it differs between summer and winter."""
        moment = self._store.moment(self._cursor_row) if self._rows else None
        return self._zone.offset_label(moment_of(moment, self._zone.tzinfo))
