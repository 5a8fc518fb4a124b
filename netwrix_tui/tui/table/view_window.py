"""Window on the records of a view: heading and gutter stay, rows and columns scroll."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Region, Size
from textual.strip import Strip

from netwrix_tui.clock import epoch, now
from netwrix_tui.records.change_words import changes_text
from netwrix_tui.records.day_offsets import common_offset
from netwrix_tui.records.zone import LOCAL, ShownZone
from netwrix_tui.results.columnstore.row_marks import Marks
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export.record_fields import NoteOf
from netwrix_tui.results.view.unusual_words import badge
from netwrix_tui.results.view.view import StoreRow, View
from netwrix_tui.tui.table.row_lines import GUTTER, Look, RowLines
from netwrix_tui.tui.table.table_columns import (
    AS_IT_COMES,
    CHANGES,
    UNDONE,
    WHEN,
    Column,
    PlacedColumn,
    layout,
    total_width,
)
from netwrix_tui.tui.table.table_styles import palette_of
from netwrix_tui.tui.text.note_sign import note_sign
from netwrix_tui.tui.text.pointer import is_uncovered
from netwrix_tui.tui.text.row_view import RowView

_SPARE = 120
"""Seconds by which clocks differ without anybody being told."""

HEADER = 1
"""Lines above the first row."""


class ViewWindow(RowView):
    """Painter of the records of a view, a line each; the cursor's cell looks different.

    Rows here are the view's, counted as they are shown; marks, and whatever is kept of a record, go
    by its row in the store (:attr:`record_row`), which no sorting changes.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._choice = AS_IT_COMES
        self._columns = layout(0)
        self.marks = Marks()
        self.note_of: NoteOf | None = None
        """Tells the note on the record of a RID, empty where there is none."""
        self.note_is_kept: Callable[[str], bool] = lambda _: True
        """Tells whether the note on the record of a RID was saved."""
        self.server_ahead: Callable[[], float] = lambda: 0.0
        """Tells how many seconds the server's clock is ahead of this machine's."""
        self._undone_of: tuple[Store, Callable[[int], str]] | None = None
        self._view = View(Store())
        self._new_from = 0
        self._zone = LOCAL
        self._lines: RowLines | None = None
        self._cursor_column = WHEN

    @property
    def view(self) -> View:
        """The records that it shows, in their order."""
        return self._view

    @property
    def store(self) -> Store:
        """All records that are loaded, shown or not."""
        return self._view.store

    @property
    def record_row(self) -> StoreRow | None:
        """The row in the store of the record under the cursor; None where nothing is shown."""
        row = self._cursor_row
        return self._view.store_row(row) if row < len(self._view) else None

    @property
    def records(self) -> list[StoreRow]:
        """What an action is for: the marked records in the order shown, else the cursor's."""
        if self.marks:
            return self._view.in_order(self.marks)
        return [] if self.record_row is None else [self.record_row]

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
    def undone_of(self) -> Callable[[int], str]:
        """Tells of a row of the store what undid it, in a few cells; nothing before it is known."""
        known = self._undone_of
        return known[1] if known is not None and known[0] is self.store else _nothing

    @undone_of.setter
    def undone_of(self, tells: Callable[[int], str]) -> None:
        self._undone_of = (self.store, tells)
        self._look_changed()

    @property
    def new_from(self) -> int:
        """The row in the store from which on what arrived bears the sign of the new."""
        return self._new_from

    @new_from.setter
    def new_from(self, record: int) -> None:
        if record != self._new_from:
            self._new_from = record
            self.refresh()

    @property
    def cursor_row(self) -> int:
        """The row of the view under the cursor; 0 where there are no rows."""
        return self._cursor_row

    @property
    def cursor_column(self) -> Column:
        """The column under the cursor."""
        return self._cursor_column

    def cell_text(self) -> str:
        """The value under the cursor, whole and as it was received; empty without rows.

        Of Changes, all of them in words, or nothing where the table does not look into them.
        """
        if self.record_row is None:
            return ""
        if self._cursor_column is CHANGES:
            return changes_text(self.store.changes(self.record_row) or ())
        if self._cursor_column is UNDONE:
            return self.undone_of(self.record_row)
        text: str = getattr(self.store.row(self.record_row), self._cursor_column.field)
        return text

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they are: there is no border, padding or tint here for which Textual would
        take each of them apart.
        """
        filters, background = self.get_line_filters(), self.background_colors[1]
        blank = self.rich_style
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y)
            for its_filter in filters:
                strip = strip.apply_filter(its_filter, background)
            # Under the scroll bar, and all of it before the table has heard of its size.
            if strip.cell_length < crop.right:
                strip = strip.extend_cell_length(crop.right, blank)
            is_whole = crop.x == 0 and crop.right >= strip.cell_length
            strips.append(strip if is_whole else strip.crop(*crop.column_span))
        return strips

    def render_line(self, y: int) -> Strip:
        lines = self._painter()
        at, width = self.scroll_offset.x, self._seen.width
        if y < HEADER:
            return lines.header(
                at=at,
                width=width,
                cursor=self._cursor_column,
                zone_label=self._zone_label(),
                sort_keys=self._view.sort_keys,
            )
        row = self._top + y - HEADER
        if row >= self._rows:
            return lines.blank(width)
        cursor = self._cursor_column if row == self._cursor_row else None
        return lines.line(
            row,
            at=at,
            width=width,
            marks=self.marks,
            note=self._note_sign(row),
            new=self._is_new(row),
            badge=self._badge(row),
            cursor=cursor,
            pointed=is_uncovered(self),
        )

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._look_changed()

    def _is_new(self, row: int) -> bool:
        record = self._view.store_row(row)
        return record >= self._new_from and self._view.came_by_following(record)

    def _badge(self, row: int) -> str:
        unusual = self._view.unusual
        return badge(unusual.of(self._view.store_row(row))) if unusual is not None else ""

    def _note_sign(self, row: int) -> str:
        if self.note_of is None:
            return ""
        key = self.store.key(self._view.store_row(row))
        return note_sign(is_kept=self.note_is_kept(key)) if self.note_of(key) else ""

    def _painter(self) -> RowLines:
        if self._lines is None:
            year = now(self._zone.tzinfo).year
            look = Look(
                self._columns, self._zone, palette_of(self), year, self.undone_of, self._latest
            )
            self._lines = RowLines(self._view, look)
        return self._lines

    def _look_changed(self) -> None:
        self._lines = None
        self.refresh()

    def _zone_label(self) -> str:
        """The offset of all rows that are seen; the zone's name where it is not one alone."""
        rows = range(self._top, min(self._rows, self._top + max(1, self._seen.height)))
        moments = [self.store.timestamp(self._view.store_row(row)) for row in rows]
        return common_offset(self._zone, moments)

    def _latest(self) -> float:
        """Microseconds since the epoch, by the server's clock, with two minutes to spare."""
        return (epoch() + self.server_ahead() + _SPARE) * 1_000_000

    def seconds_ahead(self, record: StoreRow) -> float:
        """How far a record lies ahead of the server's clock; 0 where it does not."""
        moment = self.store.timestamp(record)
        if moment is None or moment <= self._latest():
            return 0.0
        return moment / 1_000_000 - epoch() - self.server_ahead()

    # Geometry

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

    def _scroll_by(self, rows: int) -> None:
        self.scroll_to(y=self._top + rows, animate=False)

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

    def _repaint_header(self) -> None:
        self.refresh(Region(0, 0, self._seen.width, HEADER))


def _nothing(_: int) -> str:
    return ""
