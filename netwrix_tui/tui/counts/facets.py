"""The facets pane: which values a column of the loaded records has, and how often each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from netwrix_tui.records.pivot_list import PivotKind
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.counts.actions import COUNTS_ACTIONS
from netwrix_tui.tui.counts.facet_lines import FACET_COLUMNS, FacetLines, title_line
from netwrix_tui.tui.table.cells import CellStyle
from netwrix_tui.tui.table.columns import Column
from netwrix_tui.tui.terminal.typed_ahead import focus_arrived
from netwrix_tui.tui.text.truncation import blanks, fit_end

_HEADING = 2
"""Lines above the first value, which stay."""

_GUTTER = 2
_PREFIX = "facets--"
_PARTS = ("title", "quiet", "bar", "cursor", "sign")


class Facets(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows the sheet that it is given, with a cursor on one value.

    What a key does with a value is told; doing it is for others.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(COUNTS_ACTIONS, Pane.FACETS)
    COMPONENT_CLASSES: ClassVar[set[str]] = {_PREFIX + part for part in _PARTS}
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Facets {
        overflow-x: hidden; overflow-y: scroll; scrollbar-size: 0 1;
        scrollbar-background: $surface; scrollbar-background-hover: $surface;
        scrollbar-background-active: $surface; background: $background; color: $foreground;

        & > .facets--title { text-style: bold; }
        & > .facets--quiet { color: $text-muted; }
        & > .facets--bar { color: $secondary; }
        & > .facets--sign { color: $text-accent; }
        & > .facets--cursor { background: $primary 16%; }
        &:focus > .facets--cursor { background: $primary 50%; }
        &:ansi > .facets--cursor { background: ansi_default; text-style: bold; }
        &:ansi:focus > .facets--cursor { text-style: reverse; }
    }
    """

    class ColumnChanged(Message):
        """Another column's values are wanted."""

    @dataclass
    class ValueRequested(Message):
        """A value is to be searched for: only it, not it, or it too."""

        kind: PivotKind
        column: Column
        value: str

    @dataclass
    class FilterRequested(Message):
        """The loaded records are to be filtered by a value."""

        column: Column
        value: str

    @dataclass
    class ListCopyRequested(Message):
        """The list is to go to the clipboard."""

        sheet: FacetLines

    class Dismissed(Message):
        """The pane is to be closed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.column = FACET_COLUMNS[0]
        self._sheet = FacetLines()
        self._cursor = 0
        self._is_anew = True
        self._styles: dict[str, Style] = {}

    @property
    def sheet(self) -> FacetLines:
        """What is shown; of another column than :attr:`column` until that has been counted."""
        return self._sheet

    @property
    def value(self) -> str | None:
        """The value under the cursor; None where there is none, or not yet of the new column."""
        values = self._sheet.top.values if self._sheet.column is self.column else ()
        return values[self._cursor].value if self._cursor < len(values) else None

    def show(self, sheet: FacetLines) -> None:
        """Show other counts; the cursor stays on its value, and that in its line if it can."""
        if sheet == self._sheet:
            return
        top, line = self.scroll_offset.y, self._cursor - self.scroll_offset.y
        value = self.value if sheet.column is self._sheet.column else None
        # A cursor that nobody has moved belongs to the first line, whatever stands there.
        is_at_home = value is None or self._is_anew or (not self._cursor and not self.has_focus)
        self._is_anew = False
        place = None if is_at_home or value is None else sheet.place_of(value)
        self._sheet = sheet
        self._publish_size()
        if is_at_home:
            self._cursor = 0
        else:
            self._cursor = min(self._cursor if place is None else place, max(0, len(sheet) - 1))
        self.scroll_to(y=0 if is_at_home else (self._cursor - line if top else 0), animate=False)
        self._into_view()
        self.refresh()
        self.refresh_bindings()

    def begin_anew(self) -> None:
        """Go to the first line: what is shown next is of other records."""
        self._cursor = 0
        self._is_anew = True
        self.scroll_to(y=0, animate=False)
        self.refresh()

    def show_column(self, column: Column) -> None:
        """Ask for the values of a column."""
        if column is not self.column:
            self.column = column
            self.refresh()
            self.post_message(self.ColumnChanged())

    # Painting

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y == 0:
            return self._plain(title_line(self.column, width), width, "title")
        if y == 1:
            # What is shown is of another column, until this one has been counted.
            is_current = self._sheet.column is self.column
            words = self._sheet.heading(width) if is_current else fit_end("counting …", width)
            return self._plain(words, width, "quiet")
        place = self.scroll_offset.y + y - _HEADING
        if place >= len(self._sheet):
            return self._plain("", width, "")
        return self._row(place, width)

    def _row(self, place: int, width: int) -> Strip:
        pieces, bar, numbers = self._sheet.row(place, max(1, width - _GUTTER))
        is_cursor = place == self._cursor
        ground = self._style("cursor") if is_cursor else self.rich_style
        segments = [Segment("▌ " if is_cursor else blanks(_GUTTER), ground + self._fore("sign"))]
        for piece in pieces:
            style = self._fore("quiet") if piece.tone is CellStyle.QUIET else Style.null()
            segments.append(Segment(piece.text, ground + style))
        segments.append(Segment(f" {bar}", ground + self._fore("bar")))
        segments.append(Segment(f" {numbers}", ground))
        return Strip(segments).adjust_cell_length(width, ground)

    def _plain(self, text: str, width: int, part: str) -> Strip:
        style = self._style(part) if part else self.rich_style
        return Strip([Segment(text, style)]).adjust_cell_length(width, self.rich_style)

    def _style(self, part: str) -> Style:
        known = self._styles.get(part)
        if known is None:
            known = self._styles[part] = self.get_component_rich_style(_PREFIX + part)
        return known

    def _fore(self, part: str) -> Style:
        known = self._styles.get("on " + part)
        if known is None:
            partial = self.get_component_rich_style(_PREFIX + part, partial=True)
            known = self._styles["on " + part] = partial
        return known

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles = {}
        self.refresh()

    def on_focus(self) -> None:
        """Keys that were typed ahead are for this pane."""
        focus_arrived(self)

    # Moving

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - _HEADING)

    def _publish_size(self) -> None:
        """Without laying out the whole screen again: the scroll bar is always there."""
        size = Size(self.scrollable_content_region.width, _HEADING + len(self._sheet))
        self.set_reactive(Widget.virtual_size, size)
        if self.is_attached:
            self.vertical_scrollbar.window_virtual_size = size.height

    def on_resize(self) -> None:
        """The cursor stays in view."""
        self._publish_size()
        self._into_view()

    def move_to(self, place: int) -> None:
        """Put the cursor on a value, or the last that there is."""
        self._cursor = min(max(0, place), max(0, len(self._sheet) - 1))
        self._into_view()
        self.refresh()

    def _into_view(self) -> None:
        top = self.scroll_offset.y
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False)
        elif self._cursor >= top + self._page:
            self.scroll_to(y=self._cursor - self._page + 1, animate=False)

    def action_up(self) -> None:
        self.move_to(self._cursor - 1)

    def action_down(self) -> None:
        self.move_to(self._cursor + 1)

    def action_page_up(self) -> None:
        self.move_to(self._cursor - self._page)

    def action_page_down(self) -> None:
        self.move_to(self._cursor + self._page)

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(len(self._sheet))

    # Columns

    def action_next_column(self) -> None:
        self._step_column(1)

    def action_previous_column(self) -> None:
        self._step_column(-1)

    def _step_column(self, by: int) -> None:
        place = FACET_COLUMNS.index(self.column) + by
        self.show_column(FACET_COLUMNS[place % len(FACET_COLUMNS)])

    def on_key(self, event: events.Key) -> None:
        """A digit picks a column by its number."""
        if event.key in tuple("123456789"):
            event.stop()
            self.show_column(FACET_COLUMNS[int(event.key) - 1])

    # What it tells

    def action_only_this(self) -> None:
        self._want(PivotKind.ONLY_THIS)

    def action_not_this(self) -> None:
        self._want(PivotKind.NOT_THIS)

    def action_or_this(self) -> None:
        self._want(PivotKind.OR_THIS)

    def action_filter(self) -> None:
        if self.value is not None:
            self.post_message(self.FilterRequested(self._sheet.column, self.value))

    def action_copy_list(self) -> None:
        if len(self._sheet):
            self.post_message(self.ListCopyRequested(self._sheet))

    def action_close(self) -> None:
        self.post_message(self.Dismissed())

    def _want(self, kind: PivotKind) -> None:
        if self.value is not None:
            self.post_message(self.ValueRequested(kind, self._sheet.column, self.value))

    def on_click(self, event: events.Click) -> None:
        """One click moves the cursor, a second searches; the title's arrows change the column."""
        at = event.get_content_offset(self)
        if at is None:
            return
        if at.y == 0:
            title = title_line(self.column, self.scrollable_content_region.width)
            self._step_column(-1 if at.x <= title.find("‹") + 1 else 1)
            return
        place = self.scroll_offset.y + at.y - _HEADING
        if at.y >= _HEADING and place < len(self._sheet):
            self.move_to(place)
            if event.chain == 2:
                self.action_only_this()
