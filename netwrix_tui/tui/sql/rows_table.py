"""Table of a result's rows, with a cursor on one cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from netwrix_tui.case.sql import Value
from netwrix_tui.records.pivot_list import PivotKind
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.sql.actions import SQL_ACTIONS
from netwrix_tui.tui.sql.row_sheet import GAP, RowSheet
from netwrix_tui.tui.table.table_styles import (
    COMPONENT_CLASSES,
    TABLE_CSS,
    Ground,
    Palette,
    palette_of,
)
from netwrix_tui.tui.terminal.typed_ahead import focus_arrived
from netwrix_tui.tui.text.row_view import RowView
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.tui.text.truncation import blanks

_GUTTER = 2


class RowsTable(RowView, can_focus=True, inherit_bindings=False):
    """A sheet of rows; messages say what a key wants of them."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SQL_ACTIONS, Pane.ROWS)
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENT_CLASSES
    DEFAULT_CSS = TABLE_CSS.replace("ResultsTable", "RowsTable")

    class RecordRequested(Message):
        """The record of the row under the cursor is wanted."""

    class EditRequested(Message):
        """The statement is to be edited."""

    @dataclass
    class SortRequested(Message):
        """The rows are to be sorted by a column."""

        column: int

    @dataclass
    class CopyRequested(Message):
        """All rows, or the cell under the cursor, are to go to the clipboard."""

        is_cell: bool

    class SaveRequested(Message):
        """All rows are to go to a file."""

    @dataclass
    class PivotRequested(Message):
        """Search by the value under the cursor."""

        kind: PivotKind

    class LeaveRequested(Message):
        """The user wants to stop what runs, else to leave."""

    class HelpRequested(Message):
        """The user wants it explained."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = RowSheet()
        self._palette: Palette | None = None
        self._column = 0
        self._first = 0
        """The first column on the screen."""

    # What it shows

    def show(self, sheet: RowSheet, row: int = 0, column: int = 0) -> None:
        """Show other rows, with the cursor on one of them."""
        self.sheet = sheet
        self._column = min(column, max(0, len(sheet.columns) - 1))
        self._first = 0
        self._cursor_row = min(row, max(0, len(sheet) - 1))
        self.arranged()
        self._bring_column()

    def arranged(self) -> None:
        """The same rows stand in another order."""
        self._publish_rows(len(self.sheet))
        self._scroll_into_view(self._cursor_row)
        self.refresh()
        self.refresh_bindings()

    @property
    def cursor_row(self) -> int:
        """The place of the row under the cursor."""
        return self._cursor_row

    @property
    def column(self) -> int:
        """The column under the cursor."""
        return self._column

    @property
    def row(self) -> tuple[Value, ...] | None:
        """The row under the cursor; None without rows."""
        return self.sheet.row(self._cursor_row) if len(self.sheet) else None

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        palette = self._palette = self._palette or palette_of(self)
        sheet, place = self.sheet, self._top + y - self.heading
        ground = Ground.HEADER if y == 0 else Ground.ROW
        if y and place == self._cursor_row and len(sheet):
            ground = Ground.CURSOR
        plain = palette[ground, SemanticStyle.PLAIN]
        if y and place >= len(sheet):
            return Strip.blank(width, palette[Ground.ROW, SemanticStyle.PLAIN])
        sign = "▌ " if ground is Ground.CURSOR else blanks(_GUTTER)
        if y == 0 and self._first:
            sign = "‹ "
        segments = [Segment(sign, palette[ground, SemanticStyle.CURSOR])]
        used = _GUTTER
        for index, cells in self._shown(width):
            is_here = index == self._column
            if y == 0:
                text = sheet.title(index, cells)
                style = palette[ground, SemanticStyle.PLAIN if is_here else SemanticStyle.QUIET]
            else:
                text = sheet.cell(place, index, cells)
                on_cell = is_here and ground is Ground.CURSOR
                style = palette[Ground.CELL if on_cell else ground, SemanticStyle.PLAIN]
            segments += [Segment(text, style), Segment(blanks(GAP), plain)]
            used += cells + GAP
        strip = Strip(segments).adjust_cell_length(width, plain)
        if y == 0 and self._last_shown(width) < len(sheet.columns) - 1:
            quiet = palette[ground, SemanticStyle.QUIET]
            strip = Strip([*strip.crop(0, width - 1), Segment("›", quiet)], width)
        return strip

    def _shown(self, width: int) -> list[tuple[int, int]]:
        """The columns on the screen with their widths; the last may be cut."""
        room = width - _GUTTER
        widths = self.sheet.widths(room)
        shown = []
        for index in range(self._first, len(widths)):
            if room <= 0:
                break
            shown.append((index, min(widths[index], room)))
            room -= widths[index] + GAP
        return shown

    def _last_shown(self, width: int) -> int:
        """The last column that is whole, or the only one."""
        widths = self.sheet.widths(width - _GUTTER)
        shown = [i for i, cells in self._shown(width) if cells == widths[i]]
        return shown[-1] if shown else self._first

    def _bring_column(self) -> None:
        """Have the cursor's column on the screen, whole if there is room."""
        width = self.scrollable_content_region.width
        if width <= 0:  # it has no size yet
            return
        self._first = min(self._first, self._column)
        while self._last_shown(width) < self._column and self._first < self._column:
            self._first += 1
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None

    def on_focus(self) -> None:
        """Keys that were typed ahead are for this table."""
        focus_arrived(self)

    def on_resize(self) -> None:
        """The cursor stays in view."""
        self._seen = self.scrollable_content_region.size
        self._publish_rows(self._rows)
        self._scroll_into_view(self._cursor_row)
        self._bring_column()

    # Keys

    def action_left(self) -> None:
        self._to_column(self._column - 1)

    def action_right(self) -> None:
        self._to_column(self._column + 1)

    def _to_column(self, column: int) -> None:
        if 0 <= column < len(self.sheet.columns):
            self._column = column
            self._bring_column()

    def action_open(self) -> None:
        self.post_message(self.RecordRequested())

    def action_edit(self) -> None:
        self.post_message(self.EditRequested())

    def action_sort(self) -> None:
        if len(self.sheet):
            self.post_message(self.SortRequested(self._column))

    def action_copy(self) -> None:
        self.post_message(self.CopyRequested(is_cell=False))

    def action_copy_cell(self) -> None:
        self.post_message(self.CopyRequested(is_cell=True))

    def action_save(self) -> None:
        self.post_message(self.SaveRequested())

    def action_only_this(self) -> None:
        self.post_message(self.PivotRequested(PivotKind.ONLY_THIS))

    def action_not_this(self) -> None:
        self.post_message(self.PivotRequested(PivotKind.NOT_THIS))

    def action_or_this(self) -> None:
        self.post_message(self.PivotRequested(PivotKind.OR_THIS))

    def action_help(self) -> None:
        self.post_message(self.HelpRequested())

    def action_leave(self) -> None:
        self.post_message(self.LeaveRequested())

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor; twice: opens the record; on a title: sorts."""
        at = event.x - _GUTTER
        for index, cells in self._shown(self.scrollable_content_region.width):
            if 0 <= at < cells:
                self._to_column(index)
            at -= cells + GAP
        place = self._top + event.y - self.heading
        if event.y == 0:
            self.action_sort()
        elif place < len(self.sheet):
            self.move_to(place)
            if event.chain == 2:
                self.action_open()
