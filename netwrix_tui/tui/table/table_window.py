"""A window on rows and columns: what of them is seen, scrolled to, and painted again."""

from __future__ import annotations

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.widget import Widget

from netwrix_tui.tui.table.columns import AS_IT_COMES, Column, PlacedColumn, layout, total_width
from netwrix_tui.tui.table.row_lines import GUTTER

HEADER = 1
"""Lines above the first row."""


class TableWindow(ScrollView, inherit_bindings=False):
    """The geometry of a table: a heading that stays, a gutter that stays, rows and columns that
    scroll beneath them. One row is one line.
    """

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._rows = 0
        self._choice = AS_IT_COMES
        self._columns = layout(0)
        self._seen = Size()
        """The cells that are seen, without the scroll bar."""

    @property
    def _top(self) -> int:
        """The first row on the screen."""
        return self.scroll_offset.y

    @property
    def _page(self) -> int:
        """How many rows the screen holds."""
        return max(1, self._seen.height - HEADER)

    @property
    def _room(self) -> int:
        """Cells in which columns are seen."""
        return max(0, self._seen.width - GUTTER)

    def _whole_size(self) -> Size:
        """The size that is scrolled over: the last stop shows the last column and blanks."""
        width = self._stop(total_width(self._columns) - self._room) + self._room
        return Size(GUTTER + width, HEADER + self._rows)

    def _stop(self, at: int) -> int:
        """The first place to scroll to from ``at`` on that cuts no column at its left."""
        return next((place.x for place in self._columns if place.x >= at), self._columns[-1].x)

    def _adopt_size(self) -> bool:
        """Share the width among the columns; returns whether that changed any of them."""
        self._seen = self.scrollable_content_region.size
        before, self._columns = self._columns, layout(self._room, self._choice)
        self.virtual_size = self._whole_size()
        return self._columns != before

    def _publish_size(self, rows: int) -> None:
        """Tell the scroll bar about the number of rows.

        Not by assigning ``virtual_size``: that lays out the whole screen again (about 10 ms), for
        a number that moves nothing, as the scroll bar is always there.
        """
        self._rows = rows
        self.set_reactive(Widget.virtual_size, self._whole_size())
        if self.is_attached:
            self.vertical_scrollbar.window_virtual_size = self.virtual_size.height

    def _scroll_by(self, rows: int) -> None:
        self.scroll_to(y=self._top + rows, animate=False)

    def _scroll_into_view(self, row: int) -> None:
        if row < self._top:
            self.scroll_to(y=row, animate=False)
        elif row >= self._top + self._page:
            self.scroll_to(y=row - self._page + 1, animate=False)

    def _scroll_to_column(self, place: PlacedColumn) -> None:
        at = self.scroll_offset.x
        if place.end > at + self._room:
            at = self._stop(place.end - self._room)
        self.scroll_to(x=min(at, place.x), animate=False)

    def _place_of(self, column: Column) -> PlacedColumn:
        """Where a column is; for one that is hidden, the first that is not."""
        places = (place for place in self._columns if place.column is column)
        return next(places, self._columns[0])

    def _in_view(self, column: Column) -> Column:
        """The column where it is seen without scrolling to the right, else the first."""
        return column if self._place_of(column).in_view else self._columns[0].column

    def _repaint(self, first: int, last: int) -> None:
        """Repaint the lines of these rows, as far as they are on the screen."""
        first, last = max(first, self._top), min(last, self._top + self._page - 1)
        if first <= last:
            y = first - self._top + HEADER
            self.refresh(Region(0, y, self._seen.width, last - first + 1))

    def _repaint_header(self) -> None:
        self.refresh(Region(0, 0, self._seen.width, HEADER))
