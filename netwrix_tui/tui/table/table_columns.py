"""Columns of the results table, and how they share the width of the terminal. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

GAP = 2
"""Blank cells between two columns."""

NARROWEST, WIDEST = 6, 200
"""Cells between which a width may be chosen."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the field of a Row that it shows, and its widths in cells.

    Changes and Undone are no fields of a Row: those are read from the record, where they are
    painted, and this is found among the loaded (:mod:`netwrix_tui.results.view.undone_rows`).

    ``priority`` tells which columns stay in view when not all fit: 1 goes last. ``preferred`` is
    the width of a column that is reached by scrolling.
    """

    title: str
    field: str
    minimum: int
    preferred: int
    priority: int


WHEN = Column("When", "when", 16, 20, 1)
SERVER = Column("Server", "server", 8, 12, 4)
WHO = Column("Who", "who", 13, 20, 2)
ACTION = Column("Action", "action", 14, 20, 3)
OBJECT_TYPE = Column("Object type", "object_type", 11, 16, 6)
WHAT = Column("What", "what", 24, 48, 4)
CHANGES = Column("Changes", "changes", 35, 48, 8)
WHERE = Column("Where", "where", 10, 20, 5)
DATA_SOURCE = Column("Data source", "data_source", 12, 18, 7)
WORKSTATION = Column("Workstation", "workstation", 12, 20, 9)
MONITORING_PLAN = Column("Monitoring plan", "monitoring_plan", 15, 24, 10)
ITEM = Column("Item", "item", 12, 28, 11)
RID = Column("RID", "rid", 12, 52, 12)
UNDONE = Column("Undone", "undone", 20, 32, 13)

COLUMNS = (WHEN, WHO, ACTION, OBJECT_TYPE, WHAT, CHANGES, WHERE, DATA_SOURCE, WORKSTATION)
"""The columns that are shown unasked, from left to right where all of them fit."""

ALL_COLUMNS = (*COLUMNS, MONITORING_PLAN, ITEM, RID, UNDONE)

ONLY_READ = frozenset((CHANGES,))
"""Columns that nothing can be sorted or counted by: they are made where they are painted."""

OF_SERVERS = (WHEN, SERVER, *ALL_COLUMNS[1:])
"""All columns where several servers are asked."""

_ALWAYS = (WHEN, WHO, ACTION, WHAT)
"""Who did what, and when: these four are in view even where that takes a scroll bar."""

_ROOM_FOR_WHAT = 37
"""Cells that What keeps before a fifth column may take any."""

_GROWTH = (
    (WHO, 16), (WHAT, 32), (CHANGES, 40), (WHO, 18), (WHAT, 36), (SERVER, 12), (DATA_SOURCE, 16),
    (WHEN, 20), (ACTION, 16), (WHERE, 13), (WHAT, 40), (CHANGES, 44), (OBJECT_TYPE, 13), (WHO, 20),
    (WHERE, 16), (WHAT, 48), (CHANGES, 52), (WORKSTATION, 16), (ACTION, 18), (WHERE, 20), (WHO, 22),
    (WHAT, 56), (CHANGES, 64), (WORKSTATION, 20), (ACTION, 25), (WHAT, 72), (CHANGES, 84),
    (WHO, 28), (WHERE, 26), (WORKSTATION, 26), (OBJECT_TYPE, 18), (DATA_SOURCE, 20),
    (MONITORING_PLAN, 24), (ITEM, 28), (UNDONE, 32), (RID, 52),
)  # fmt: skip
"""What spare cells are spent on, step by step until one does not fit; What takes what is left."""


def narrowest(column: Column) -> int:
    """The fewest cells that a column can have: a time is never cut."""
    return column.minimum if column is WHEN else NARROWEST


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which columns are shown, in which order, and how wide. Immutable; at least one is shown.

    ``order`` holds all columns, the hidden ones too, so that one that comes back knows its place.
    A column without an entry in ``widths`` (cells) shares the room with the others.
    """

    order: tuple[Column, ...] = ALL_COLUMNS
    hidden: frozenset[Column] = frozenset(ALL_COLUMNS[len(COLUMNS) :])
    widths: Mapping[Column, int] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns that are shown, in their order."""
        return tuple(column for column in self.order if column not in self.hidden)

    @property
    def is_reordered(self) -> bool:
        """True where somebody put the columns into an order of their own."""
        return self.order not in (ALL_COLUMNS, OF_SERVERS)

    def toggled(self, column: Column) -> ColumnChoice:
        """The column hidden, or shown again. The last one stays."""
        if self.shown == (column,):
            return self
        return replace(self, hidden=self.hidden ^ {column})

    def moved(self, column: Column, by: int) -> ColumnChoice:
        """The column so many places further, as far as there are places."""
        rest = [other for other in self.order if other is not column]
        at = min(max(0, self.order.index(column) + by), len(rest))
        return replace(self, order=(*rest[:at], column, *rest[at:]))

    def sized(self, column: Column, width: int) -> ColumnChoice:
        """The column with a width of its own, within what it can have."""
        cells = min(max(narrowest(column), width), WIDEST)
        return replace(self, widths={**self.widths, column: cells})


AS_IT_COMES = ColumnChoice()
"""The choice of somebody who never chose."""

AS_SERVERS_COME = ColumnChoice(OF_SERVERS)
"""The same where several servers are asked."""


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


def layout(width: int, choice: ColumnChoice = AS_IT_COMES) -> tuple[PlacedColumn, ...]:
    """The chosen columns placed for ``width`` cells: those in view fill it, the others follow.

    Both stand in the order of the choice. In view are those that matter most, or in an order of
    one's own the first ones, and Changes last of them unless they were moved to the left of What.
    Where not even the four that matter most fit, they have their least width and reach beyond it.
    """
    widths = _widths(_columns_in_view(width, choice), width, choice)
    hidden = [column for column in choice.shown if column not in widths]
    placed: list[PlacedColumn] = []
    x = 0
    for column in (*widths, *hidden):
        cells = widths.get(column) or choice.widths.get(column, column.preferred)
        placed.append(PlacedColumn(column, x, cells, column in widths))
        x += cells + GAP
    return tuple(placed)


def total_width(placed: tuple[PlacedColumn, ...]) -> int:
    """The width in cells of all columns of a layout, in view or not."""
    return placed[-1].end


def _columns_in_view(width: int, choice: ColumnChoice) -> list[Column]:
    ranked = list(choice.shown)
    at_home = choice.order.index(CHANGES) > choice.order.index(WHAT)
    if choice.is_reordered and at_home and CHANGES in ranked:
        # Nobody has put them first: they take no room from what somebody has put in order.
        ranked.remove(CHANGES)
        ranked.append(CHANGES)
    always = ranked[:1]
    if not choice.is_reordered:
        ranked.sort(key=lambda column: column.priority)
        always = [column for column in ranked if column in _ALWAYS] or ranked[:1]
    shown = set(always)
    needed = _least(always, choice)
    if WHAT in shown and WHAT not in choice.widths:
        needed += _ROOM_FOR_WHAT - WHAT.minimum
    for column in ranked:
        if column in shown:
            continue
        cells = _least([column], choice) + GAP
        if needed + cells > width:
            if column is CHANGES:
                # They take much room: where there is less, the next column may still fit.
                continue
            break
        needed += cells
        shown.add(column)
    return [column for column in choice.shown if column in shown]


def _widths(shown: list[Column], width: int, choice: ColumnChoice) -> dict[Column, int]:
    widths = {column: choice.widths.get(column, column.minimum) for column in shown}
    growing = [column for column in shown if column not in choice.widths]
    spare = width - _least(shown, choice)
    for column, goal in _GROWTH:
        step = goal - widths[column] if column in growing else 0
        if step > spare:
            break
        if step > 0:
            widths[column] += step
            spare -= step
    if growing:
        widths[WHAT if WHAT in growing else growing[-1]] += max(0, spare)
    return widths


def _least(columns: list[Column], choice: ColumnChoice) -> int:
    cells = [choice.widths.get(column, column.minimum) for column in columns]
    return sum(cells) + GAP * (len(cells) - 1)
