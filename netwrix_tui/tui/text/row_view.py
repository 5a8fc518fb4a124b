"""Scrolling views: their scroll bar, their size, and rows of one line each with a cursor."""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.widget import Widget

from netwrix_tui.tui.text.pointer import repaint_when_covered
from netwrix_tui.tui.text.semantic_style import CELL_STYLES, SEMANTIC_CSS, semantic_classes

SCROLLED_CSS = """
    scrollbar-size: 0 1;
    scrollbar-background: $surface;
    scrollbar-background-hover: $surface;
    scrollbar-background-active: $surface;
    background: $background;
    color: $foreground;
"""
"""Colours and scroll bar of a scrolling view; stands within the widget's own rule."""


def publish_size(view: ScrollView, size: Size) -> None:
    """Tell the scroll bar, which has to be shown already, about the size that is scrolled over.

    Not by assigning ``virtual_size``: that lays out the whole screen again (about 10 ms), for a
    number that moves nothing.
    """
    view.set_reactive(Widget.virtual_size, size)
    if view.is_attached:
        view.vertical_scrollbar.window_virtual_size = size.height


class RowView(ScrollView, inherit_bindings=False):
    """Rows of one line each below a heading that stays, with a cursor on one row."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = semantic_classes(CELL_STYLES)
    DEFAULT_CSS = f"""
    RowView {{
        overflow-x: hidden;
        overflow-y: scroll;
        {SCROLLED_CSS}
        {SEMANTIC_CSS}
    }}
    """

    heading: ClassVar[int] = 1
    """Lines above the first row."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._rows = 0
        self._cursor_row = 0
        self._seen = Size()
        """The cells that are seen, without the scroll bar."""

    def on_mount(self) -> None:
        """The sign of the cursor is not shown beside a dialog."""
        repaint_when_covered(self)

    @property
    def _top(self) -> int:
        """The first row on the screen."""
        return self.scroll_offset.y

    @property
    def _page(self) -> int:
        """How many rows the screen holds."""
        return max(1, self._seen.height - self.heading)

    def _whole_size(self) -> Size:
        """The size that is scrolled over."""
        return Size(self._seen.width, self.heading + self._rows)

    def _publish_rows(self, rows: int) -> None:
        """Adopt a number of rows, and tell the scroll bar about it."""
        self._rows = rows
        publish_size(self, self._whole_size())

    def _scroll_into_view(self, row: int) -> None:
        if row < self._top:
            self.scroll_to(y=row, animate=False)
        elif row >= self._top + self._page:
            self.scroll_to(y=row - self._page + 1, animate=False)

    def _repaint(self, first: int, last: int) -> None:
        """Repaint the lines of these rows, as far as they are on the screen."""
        first, last = max(first, self._top), min(last, self._top + self._page - 1)
        if first <= last:
            y = first - self._top + self.heading
            self.refresh(Region(0, y, self._seen.width, last - first + 1))

    def move_to(self, row: int) -> None:
        """Put the cursor into a row, or the last one there is, and scroll it into view."""
        before, self._cursor_row = self._cursor_row, max(0, min(row, self._rows - 1))
        self._scroll_into_view(self._cursor_row)
        if self._cursor_row != before:
            self._repaint(before, before)
            self._repaint(self._cursor_row, self._cursor_row)

    def _down_by(self, rows: int) -> None:
        self.move_to(self._cursor_row + rows)

    # Keys

    def action_up(self) -> None:
        self.move_to(self._cursor_row - 1)

    def action_down(self) -> None:
        self._down_by(1)

    def action_page_up(self) -> None:
        self.move_to(self._cursor_row - self._page)

    def action_page_down(self) -> None:
        self._down_by(self._page)

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self._down_by(self._rows)
