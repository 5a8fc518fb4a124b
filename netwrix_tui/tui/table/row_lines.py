"""Lines of the results table: the rows of a view as strips, painted once and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.view.sorting import sign_of
from netwrix_tui.tui.table.cells import changes_cell, text_cell, time_cell
from netwrix_tui.tui.table.table_columns import (
    CHANGES,
    GAP,
    UNDONE,
    WHEN,
    Column,
    PlacedColumn,
    total_width,
)
from netwrix_tui.tui.table.table_styles import Ground, Palette
from netwrix_tui.tui.text.lines import Line, Span
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.tui.text.truncation import blanks, fit_end

if TYPE_CHECKING:
    from netwrix_tui.results.columnstore.row_marks import Marks
    from netwrix_tui.results.view.sorting import SortKeys
    from netwrix_tui.results.view.view import View

GUTTER = 3
"""Cells to the left of the columns that do not scroll: cursor, mark or new, note or damaged."""

_NEW = "*"
"""The sign of a record that arrived a moment ago; a mark takes its place."""

_KEPT_LINES = 256
_GAP = blanks(GAP)


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that the lines of a table depend on, besides its records.

    ``this_year`` is the year that dates need not name; ``undone_of`` tells of a row what undid it.
    ``latest`` tells the moment, in microseconds since the epoch, behind which a record is ahead of
    the clock.
    """

    columns: tuple[PlacedColumn, ...]
    zone: ShownZone
    palette: Palette
    this_year: int
    undone_of: Callable[[int], str]
    latest: Callable[[], float] = lambda: float("inf")


class RowLines:
    """Lines of one view under one look; another look takes another object of this class.

    Lines need no upkeep: they are kept by their record, which never changes, and the one above it.
    """

    def __init__(self, view: View, look: Look) -> None:
        self._view = view
        self._store = view.store
        self._look = look
        self._width = total_width(look.columns)
        self._bodies: LRUCache[tuple[int, int, Column | None, range, bool], Strip] = LRUCache(
            _KEPT_LINES
        )
        self._places = look.columns
        self._cells = [
            (place, _cell_of(view, place.column, look.undone_of)) for place in look.columns
        ]
        self._seen = (0, 0, range(1))
        self._last_moment: tuple[int, datetime | None] = (-1, None)

    def line(
        self,
        row: int,
        *,
        at: int,
        width: int,
        marks: Marks,
        note: str = "",
        new: bool = False,
        badge: str = "",
        cursor: Column | None = None,
        pointed: bool = True,
    ) -> Strip:
        """A row of the view as a strip of ``width`` cells, scrolled to the right by ``at`` cells.

        ``note`` is the sign of a note, empty for none, ``new`` is True for one that arrived a
        moment ago.
        ``badge`` is a letter, empty for none.
        ``cursor`` is the column that the cursor is in,
        None where it is in another row. ``pointed`` is True where the keys go to the table.
        """
        record = self._view.store_row(row)
        above = self._view.store_row(row - 1) if row else -1
        seen = self._columns_seen(at, width - GUTTER)
        is_ahead = (self._store.timestamp(record) or 0) > self._look.latest()
        key = (record, above, cursor, seen, is_ahead)
        body = self._bodies.get(key)
        if body is None:
            body = self._bodies[key] = self._body(record, above, cursor, seen, is_ahead=is_ahead)
        ground = Ground.ROW if cursor is None else Ground.CURSOR
        marked = record in marks
        gutter = self._gutter(record, marked=marked, note=note, new=new, badge=badge, ground=ground)
        if ground is Ground.CURSOR and not pointed:
            gutter[0] = Segment(gutter[0].text.replace("▌", " "), gutter[0].style)
        return self._framed(gutter, body, at - self._places[seen[0]].x, width, ground)

    def header(
        self, *, at: int, width: int, cursor: Column, zone_label: str, sort_keys: SortKeys = ()
    ) -> Strip:
        """The headings, the cursor's column brighter, with signs for columns out of view."""
        cells: list[tuple[Ground, Line]] = []
        for place in self._look.columns:
            title = place.column.title
            if place.column is WHEN:
                title += f" ({zone_label})"
            style = SemanticStyle.PLAIN if place.column is cursor else SemanticStyle.QUIET
            sign = sign_of(sort_keys, place.column.field)
            text = f"{fit_end(title, place.width - len(sign) - 1)} {sign}" if sign else title
            text = fit_end(text, place.width)
            cells.append((Ground.HEADER, (Span(text.ljust(place.width), style),)))
        body = self._strip(cells, Ground.HEADER, self._width)
        quiet = self._look.palette[Ground.HEADER, SemanticStyle.QUIET]
        gutter = [Segment("‹".rjust(GUTTER - 1) + " " if at else blanks(GUTTER), quiet)]
        if at + width - GUTTER >= self._width or width <= GUTTER:
            return self._framed(gutter, body, at, width, Ground.HEADER)
        line = self._framed(gutter, body, at, width - 1, Ground.HEADER)
        return Strip([*line, Segment("›", quiet)], width)

    def blank(self, width: int) -> Strip:
        """A line below the last row."""
        return Strip.blank(width, self._look.palette[Ground.ROW, SemanticStyle.PLAIN])

    def _body(
        self, record: int, above: int, cursor: Column | None, seen: range, *, is_ahead: bool
    ) -> Strip:
        ground = Ground.ROW if cursor is None else Ground.CURSOR
        cells: list[tuple[Ground, Line]] = []
        for place, cell_of in self._cells[seen.start : seen.stop]:
            is_time = place.column is WHEN
            pieces = self._time(record, above, place.width, is_ahead) if is_time else None
            if pieces is None:
                pieces = cell_of(record, place.width)
            cells.append((Ground.CELL if place.column is cursor else ground, pieces))
        return self._strip(cells, ground, self._places[seen[-1]].end - self._places[seen[0]].x)

    def _columns_seen(self, at: int, room: int) -> range:
        """The columns of which something is seen: what nobody sees is not worked out."""
        if self._seen[:2] != (at, room):
            inside = [
                index for index, place in enumerate(self._places)
                if place.end + GAP > at and place.x < at + room
            ]  # fmt: skip
            last = len(self._places) - 1
            seen = range(inside[0], inside[-1] + 1) if inside else range(last, last + 1)
            self._seen = (at, room, seen)
        return self._seen[2]

    def _time(self, record: int, above: int, width: int, is_ahead: bool) -> Line | None:
        before = self._moment(above) if above >= 0 else None
        moment = self._moment(record)
        if moment is None:
            return None
        repeats = before is not None and before.date() == moment.date()
        return time_cell(
            moment, repeats=repeats, this_year=self._look.this_year, width=width, is_ahead=is_ahead
        )

    def _moment(self, record: int) -> datetime | None:
        """Lines are mostly painted downwards: the record above is the one that came last."""
        if self._last_moment[0] != record:
            moment = moment_at(self._store.timestamp(record), self._look.zone.tzinfo)
            self._last_moment = (record, moment)
        return self._last_moment[1]

    def _gutter(
        self, record: int, *, marked: bool, note: str, new: bool, badge: str, ground: Ground
    ) -> list[Segment]:
        # A badge stands apart from the time, unless the record is marked.
        free = Span(badge or (_NEW if new else " "), SemanticStyle.MARK)
        beside = Span(note or badge * marked or " ", SemanticStyle.MARK)
        pieces = (
            Span("▌", SemanticStyle.CURSOR) if ground is Ground.CURSOR else Span(" "),
            Span("●", SemanticStyle.MARK) if marked else free,
            Span("?", SemanticStyle.DAMAGED) if self._store.damaged(record) else beside,
        )
        return self._segments((ground, piece) for piece in pieces)

    def _strip(self, cells: list[tuple[Ground, Line]], between: Ground, width: int) -> Strip:
        pieces: list[tuple[Ground, Span]] = []
        for ground, cell in cells:
            if pieces:
                # A gap continues the style before it: fewer pieces are fewer bytes to the terminal.
                pieces.append((between, Span(_GAP, pieces[-1][1].style)))
            pieces.extend((ground, piece) for piece in cell)
        return Strip(self._segments(pieces), width)

    def _segments(self, pieces: Iterable[tuple[Ground, Span]]) -> list[Segment]:
        palette = self._look.palette
        segments: list[Segment] = []
        text, style = "", Style.null()
        for ground, piece in pieces:
            its_style = palette[ground, piece.style]
            if its_style is style:
                text += piece.text
                continue
            if text:
                segments.append(Segment(text, style))
            text, style = piece.text, its_style
        if text:
            segments.append(Segment(text, style))
        return segments

    def _framed(
        self, gutter: list[Segment], body: Strip, at: int, width: int, ground: Ground
    ) -> Strip:
        room = width - GUTTER
        if room <= 0:
            return Strip(gutter, GUTTER).crop(0, width)
        # Columns that were given the room there is are not cut.
        seen = body if at == 0 and body.cell_length <= room else body.crop(at, at + room)
        segments = [*gutter, *seen]
        if seen.cell_length < room:
            filling = self._look.palette[ground, SemanticStyle.PLAIN]
            segments.append(Segment(blanks(room - seen.cell_length), filling))
        return Strip(segments, width)


def _cell_of(
    view: View, column: Column, undone_of: Callable[[int], str]
) -> Callable[[int, int], Line]:
    """Makes a column's cell by record and width: a line needs no more of it than what it shows."""
    store = view.store
    if column is CHANGES:
        return lambda record, width: changes_cell(store.changes(record), width)
    text_of: Callable[[int], str]
    if column is UNDONE:
        text_of = undone_of
    elif column.field == "when":
        text_of = store.when
    elif column.field == "rid":
        text_of = store.rid
    else:
        text_of = store.column(column.field).__getitem__
    return lambda record, width: text_cell(column, text_of(record), width)
