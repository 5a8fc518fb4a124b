"""The columns of the results table, and how they share the width of the terminal. Pure."""

from __future__ import annotations

from dataclasses import dataclass

GAP = 2
"""Blank cells between two columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the field of a Row that it shows, and its widths in cells.

    ``priority`` tells which columns stay in view when not all fit: 1 goes last. ``preferred`` is
    the width of a column that is reached by scrolling.
    """

    title: str
    field: str
    minimum: int
    preferred: int
    priority: int


WHEN = Column("When", "when", 16, 20, 1)
WHO = Column("Who", "who", 13, 20, 2)
ACTION = Column("Action", "action", 14, 20, 3)
OBJECT_TYPE = Column("Object type", "object_type", 11, 16, 6)
WHAT = Column("What", "what", 24, 48, 4)
WHERE = Column("Where", "where", 10, 20, 5)
DATA_SOURCE = Column("Data source", "data_source", 12, 18, 7)
WORKSTATION = Column("Workstation", "workstation", 12, 20, 8)

COLUMNS = (WHEN, WHO, ACTION, OBJECT_TYPE, WHAT, WHERE, DATA_SOURCE, WORKSTATION)
"""All columns, from left to right where all of them fit."""

_BY_PRIORITY = sorted(COLUMNS, key=lambda column: column.priority)

_ALWAYS = (WHEN, WHO, ACTION, WHAT)
"""Who did what, and when: these four are in view even where that takes a scroll bar."""

_ROOM_FOR_WHAT = 37
"""Cells that What keeps before a fifth column may take any."""

_GROWTH = (
    (WHO, 16), (WHAT, 32), (WHO, 18), (WHAT, 36), (DATA_SOURCE, 16), (WHEN, 20), (ACTION, 16),
    (WHERE, 13), (WHAT, 40), (OBJECT_TYPE, 13), (WHO, 20), (WHERE, 16), (WHAT, 48),
    (WORKSTATION, 16), (ACTION, 18), (WHERE, 20), (WHO, 22), (WHAT, 56), (WORKSTATION, 20),
    (ACTION, 25), (WHAT, 72), (WHO, 28), (WHERE, 26), (WORKSTATION, 26), (OBJECT_TYPE, 18),
    (DATA_SOURCE, 20),
)  # fmt: skip
"""What spare cells are spent on, step by step until one does not fit; What takes what is left."""


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column with its place: ``x`` and ``width`` in cells from the left edge of the columns.

    ``in_view`` is True for the columns that are seen without scrolling to the right.
    """

    column: Column
    x: int
    width: int
    in_view: bool

    @property
    def end(self) -> int:
        """The first cell to the right of it."""
        return self.x + self.width


def layout(width: int) -> tuple[PlacedColumn, ...]:
    """All columns placed for ``width`` cells: those in view fill it, the others follow.

    The columns in view stand in the order of :data:`COLUMNS`, and so do the others. Where not even
    the four that matter most fit, they have their least width and reach beyond it.
    """
    shown = _columns_in_view(width)
    widths = _widths(shown, width)
    hidden = [column for column in COLUMNS if column not in widths]
    placed: list[PlacedColumn] = []
    x = 0
    for column in (*widths, *hidden):
        cells = widths.get(column, column.preferred)
        placed.append(PlacedColumn(column, x, cells, column in widths))
        x += cells + GAP
    return tuple(placed)


def total_width(placed: tuple[PlacedColumn, ...]) -> int:
    """The width in cells of all columns of a layout, in view or not."""
    return placed[-1].end


def _columns_in_view(width: int) -> list[Column]:
    shown = set(_ALWAYS)
    needed = _least(_ALWAYS) + _ROOM_FOR_WHAT - WHAT.minimum
    for column in _BY_PRIORITY:
        if column in shown:
            continue
        needed += column.minimum + GAP
        if needed > width:
            break
        shown.add(column)
    return [column for column in COLUMNS if column in shown]


def _widths(shown: list[Column], width: int) -> dict[Column, int]:
    widths = {column: column.minimum for column in shown}
    spare = width - _least(tuple(shown))
    for column, goal in _GROWTH:
        step = goal - widths.get(column, goal)
        if step > spare:
            break
        if step > 0:
            widths[column] += step
            spare -= step
    widths[WHAT] += max(0, spare)
    return widths


def _least(columns: tuple[Column, ...]) -> int:
    return sum(column.minimum + GAP for column in columns) - GAP
