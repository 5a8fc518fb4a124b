"""Facets pane: the values of a column of the loaded records, each with count and share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from netwrix_tui.records.pivot_list import PivotKind
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.counts.actions import COUNTS_ACTIONS
from netwrix_tui.tui.counts.facet_lines import FACET_COLUMNS, FacetLines, title_line
from netwrix_tui.tui.table.table_columns import Column
from netwrix_tui.tui.terminal.typed_ahead import focus_arrived
from netwrix_tui.tui.text.lines import Span
from netwrix_tui.tui.text.pointer import is_uncovered
from netwrix_tui.tui.text.row_view import RowView
from netwrix_tui.tui.text.semantic_style import SemanticStyle, partial_style
from netwrix_tui.tui.text.truncation import blanks, fit_end

_GUTTER = 2
_CURSOR = "facets--cursor"


class Facets(RowView, can_focus=True, inherit_bindings=False):
    """Top values of one column, with a cursor on one; messages say what a key wants of it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(COUNTS_ACTIONS, Pane.FACETS)
    COMPONENT_CLASSES: ClassVar[set[str]] = {_CURSOR}
    DEFAULT_CSS = """
    Facets {
        & > .facets--cursor { background: $primary 16%; }
        &:focus > .facets--cursor { background: $primary 50%; }
        &:ansi > .facets--cursor { background: ansi_default; text-style: bold; }
        &:ansi:focus > .facets--cursor { text-style: reverse; }
    }
    """
    heading = 2

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
        """The list is to go to the clipboard, in a format that is asked for or as text."""

        lines: FacetLines
        choose: bool = False

    class Dismissed(Message):
        """The pane is to be closed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.columns: tuple[Column, ...] = FACET_COLUMNS
        """The columns whose values can be counted."""
        self.column = FACET_COLUMNS[0]
        self._lines = FacetLines()
        self._is_anew = True

    @property
    def lines(self) -> FacetLines:
        """What is shown; of another column than :attr:`column` until that has been counted."""
        return self._lines

    @property
    def value(self) -> str | None:
        """The value under the cursor; None where there is none, or not yet of the new column."""
        values = self._lines.top.values if self._lines.column is self.column else ()
        return values[self._cursor_row].value if self._cursor_row < len(values) else None

    def show(self, lines: FacetLines) -> None:
        """Show other counts; the cursor stays on its value, and that in its line if it can."""
        if lines == self._lines:
            return
        top, line = self._top, self._cursor_row - self._top
        value = self.value if lines.column is self._lines.column else None
        # A cursor that nobody has moved belongs to the first line, whatever stands there.
        is_at_home = value is None or self._is_anew or (not self._cursor_row and not self.has_focus)
        self._is_anew = False
        place = None if is_at_home or value is None else lines.place_of(value)
        self._lines = lines
        self._publish_rows(len(lines))
        if is_at_home:
            self._cursor_row = 0
        else:
            row = self._cursor_row if place is None else place
            self._cursor_row = min(row, max(0, len(lines) - 1))
        y = 0 if is_at_home or not top else self._cursor_row - line
        self.scroll_to(y=y, animate=False)
        self._scroll_into_view(self._cursor_row)
        self.refresh()
        self.refresh_bindings()

    def begin_anew(self) -> None:
        """Go to the first line: what is shown next is of other records."""
        self._cursor_row = 0
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
            return self._heading(
                title_line(self.column, width, self.columns), width, SemanticStyle.TITLE
            )
        if y == 1:
            # What is shown is of another column, until this one has been counted.
            is_current = self._lines.column is self.column
            words = self._lines.heading(width) if is_current else fit_end("counting …", width)
            return self._heading(words, width, SemanticStyle.QUIET)
        place = self._top + y - self.heading
        if place >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        return self._row(place, width)

    def _row(self, place: int, width: int) -> Strip:
        spans, bar, numbers = self._lines.row(place, max(1, width - _GUTTER))
        is_cursor = place == self._cursor_row
        ground = self.get_component_rich_style(_CURSOR) if is_cursor else self.rich_style
        parts = (
            Span(
                "▌ " if is_cursor and is_uncovered(self) else blanks(_GUTTER), SemanticStyle.CURSOR
            ),
            *(span if span.style is SemanticStyle.QUIET else Span(span.text) for span in spans),
            Span(f" {bar}", SemanticStyle.LABEL),
            Span(f" {numbers}"),
        )
        segments = [Segment(text, ground + partial_style(self, style)) for text, style, _ in parts]
        return Strip(segments).adjust_cell_length(width, ground)

    def _heading(self, text: str, width: int, style: SemanticStyle) -> Strip:
        whole = self.rich_style + partial_style(self, style)
        return Strip([Segment(text, whole)]).adjust_cell_length(width, self.rich_style)

    def on_focus(self) -> None:
        """Keys that were typed ahead are for this pane."""
        focus_arrived(self)

    def on_resize(self) -> None:
        """The cursor stays in view."""
        self._seen = self.scrollable_content_region.size
        self._publish_rows(self._rows)
        self._scroll_into_view(self._cursor_row)

    # Columns

    def action_next_column(self) -> None:
        self._step_column(1)

    def action_previous_column(self) -> None:
        self._step_column(-1)

    def _step_column(self, by: int) -> None:
        place = self.columns.index(self.column) + by
        self.show_column(self.columns[place % len(self.columns)])

    def on_key(self, event: events.Key) -> None:
        """A digit picks a column by its number."""
        if event.key in tuple("123456789"):
            event.stop()
            self.show_column(self.columns[int(event.key) - 1])

    # What it tells

    def action_only_this(self) -> None:
        self._request(PivotKind.ONLY_THIS)

    def action_not_this(self) -> None:
        self._request(PivotKind.NOT_THIS)

    def action_or_this(self) -> None:
        self._request(PivotKind.OR_THIS)

    def action_filter(self) -> None:
        if self.value is not None:
            self.post_message(self.FilterRequested(self._lines.column, self.value))

    def action_copy_list(self) -> None:
        if len(self._lines):
            self.post_message(self.ListCopyRequested(self._lines))

    def action_copy_list_as(self) -> None:
        if len(self._lines):
            self.post_message(self.ListCopyRequested(self._lines, choose=True))

    def action_close(self) -> None:
        self.post_message(self.Dismissed())

    def _request(self, kind: PivotKind) -> None:
        if self.value is not None:
            self.post_message(self.ValueRequested(kind, self._lines.column, self.value))

    def on_click(self, event: events.Click) -> None:
        """One click moves the cursor, a second searches; the title's arrows change the column."""
        at = event.get_content_offset(self)
        if at is None:
            return
        if at.y == 0:
            title = title_line(self.column, self.scrollable_content_region.width, self.columns)
            self._step_column(-1 if at.x <= title.find("‹") + 1 else 1)
            return
        place = self._top + at.y - self.heading
        if at.y >= self.heading and place < len(self._lines):
            self.move_to(place)
            if event.chain == 2:
                self.action_only_this()
