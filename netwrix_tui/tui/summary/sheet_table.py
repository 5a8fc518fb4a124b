"""Table of a sheet's rows, with a cursor on one cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.summary.actions import SUMMARY_ACTIONS
from netwrix_tui.tui.summary.sheet_layout import BAR, GAP, Placed, ShownSheet
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

WISHES = (
    "open", "group", "minimum", "sort", "cross", "beside", "other_side", "logons", "load_all",
    "copy", "copy_as", "copy_cell", "help", "leave",
)  # fmt: skip
"""Actions that the table hands on, by their names."""


class SheetTable(RowView, can_focus=True, inherit_bindings=False):
    """A sheet; messages say what a key wants of it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SUMMARY_ACTIONS, Pane.SUMMARY)
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENT_CLASSES
    DEFAULT_CSS = TABLE_CSS.replace("ResultsTable", "SheetTable")

    @dataclass
    class Wished(Message):
        """A key wants something: one of :data:`WISHES`."""

        wish: str

    class CursorMoved(Message):
        """The cursor is on another row."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.shown = ShownSheet()
        self._palette: Palette | None = None
        self._column = 0
        self._layout_of: tuple[ShownSheet, int, list[Placed]] | None = None

    def show(self, shown: ShownSheet, row: int | None = None) -> None:
        """Show other rows; the cursor stays on its row, or goes to another one."""
        self.shown = shown
        wanted = self._cursor_row if row is None else row
        self._cursor_row = min(max(0, wanted), max(0, len(shown) - 1))
        self._column = min(self._column, max(0, len(shown.sheet.columns) - 1))
        self._publish_rows(len(shown))
        self._scroll_into_view(self._cursor_row)
        self.refresh()
        self.refresh_bindings()

    @property
    def cursor_row(self) -> int | None:
        """The row under the cursor; None without rows."""
        return self._cursor_row if len(self.shown) else None

    @property
    def column(self) -> int:
        """The column under the cursor, one that is on the screen."""
        places = [each.place for each in self._placed if each.place != BAR]
        if self._column in places or not places:
            return self._column
        return max((place for place in places if place < self._column), default=places[0])

    def to_column(self, column: int) -> None:
        """Put the cursor into a column."""
        self._column = column
        self.refresh()

    @property
    def _placed(self) -> list[Placed]:
        room = max(1, self.scrollable_content_region.width - _GUTTER)
        known = self._layout_of
        if known is None or known[0] is not self.shown or known[1] != room:
            known = self._layout_of = (self.shown, room, self.shown.layout(room))
        return known[2]

    # Painting

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        palette = self._palette = self._palette or palette_of(self)
        place = self._top + y - self.heading
        ground = Ground.HEADER if y == 0 else Ground.ROW
        if y and place == self._cursor_row and len(self.shown):
            ground = Ground.CURSOR
        plain = palette[ground, SemanticStyle.PLAIN]
        if y and place >= len(self.shown):
            return Strip.blank(width, palette[Ground.ROW, SemanticStyle.PLAIN])
        sign = "▌ " if ground is Ground.CURSOR else blanks(_GUTTER)
        segments = [Segment(sign, palette[ground, SemanticStyle.CURSOR])]
        current = self.column
        for placed in self._placed:
            is_here = placed.place == current
            if y == 0:
                text = self.shown.title(placed)
                style = palette[ground, SemanticStyle.PLAIN if is_here else SemanticStyle.QUIET]
            elif placed.place == BAR:
                text, style = self.shown.cell(place, placed), palette[ground, SemanticStyle.LABEL]
            else:
                text = self.shown.cell(place, placed)
                on_cell = is_here and ground is Ground.CURSOR
                style = palette[Ground.CELL if on_cell else ground, SemanticStyle.PLAIN]
            segments += [Segment(text, style), Segment(blanks(GAP), plain)]
        return Strip(segments).adjust_cell_length(width, plain)

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

    # Keys

    def move_to(self, row: int) -> None:
        """Put the cursor into a row, or the last one there is."""
        before = self._cursor_row
        super().move_to(row)
        if self._cursor_row != before:
            self.post_message(self.CursorMoved())

    def action_left(self) -> None:
        self._step(-1)

    def action_right(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        places = [each.place for each in self._placed if each.place != BAR]
        if places:
            at = places.index(self.column) + by
            self.to_column(places[min(max(0, at), len(places) - 1)])

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor; twice: opens the group; on a title: sorts."""
        at = event.x - _GUTTER
        for placed in self._placed:
            if 0 <= at < placed.width and placed.place != BAR:
                self.to_column(placed.place)
            at -= placed.width + GAP
        place = self._top + event.y - self.heading
        if event.y == 0:
            self.post_message(self.Wished("sort"))
        elif place < len(self.shown):
            self.move_to(place)
            if event.chain == 2:
                self.post_message(self.Wished("open"))


def _wishing(wish: str) -> Callable[[SheetTable], None]:
    def act(table: SheetTable) -> None:
        table.post_message(SheetTable.Wished(wish))

    return act


for _wish in WISHES:
    setattr(SheetTable, f"action_{_wish}", _wishing(_wish))
