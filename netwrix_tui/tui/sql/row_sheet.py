"""Rows of a result as cells of a table: widths, alignment, order. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from netwrix_tui.case.sql import Value
from netwrix_tui.case.sql_formats import text_of
from netwrix_tui.tui.text.truncation import fit_end, fit_middle, width_of

GAP = 2
"""Blank cells between two columns."""

_WIDEST, _NARROWEST = 60, 20
_RID = 8
"""Cells that a RID has where there is little room: it is there to be gone by."""

_MEASURED = 300
"""Rows by which the widths are chosen."""


class RowSheet:
    """Columns and rows, in an order that may be another than that in which they came."""

    def __init__(self, columns: Sequence[str] = (), rows: Sequence[tuple[Value, ...]] = ()) -> None:
        self.columns = tuple(columns)
        self._rows = rows
        self.order: Sequence[int] = range(len(rows))
        self.sorted_by: tuple[int, bool] | None = None
        """The column that it is sorted by, and whether downwards; None as it came."""
        self._wanted = [width_of(fit_end(title, _WIDEST)) for title in self.columns]
        for row in rows[:_MEASURED]:
            for index, value in enumerate(row):
                if self._wanted[index] < _WIDEST:
                    needed = width_of(fit_end(text_of(value), _WIDEST))
                    self._wanted[index] = max(self._wanted[index], needed)
        self.is_number = [
            all(isinstance(row[index], int | float | None) for row in rows[:_MEASURED])
            and any(row[index] is not None for row in rows[:_MEASURED])
            for index in range(len(self.columns))
        ]
        """Which columns hold numbers: they stand at the right."""

    def __len__(self) -> int:
        return len(self.order)

    def row(self, place: int) -> tuple[Value, ...]:
        """The row in a place of the order."""
        return self._rows[self.order[place]]

    def in_order(self) -> list[tuple[Value, ...]]:
        """All rows in their order."""
        return [self._rows[index] for index in self.order]

    def widths(self, room: int) -> list[int]:
        """Cells of each column: all in the room where narrowing the widest can do that."""
        # A sign of the order has its place beside the title.
        widths = [width + 2 * (i == self._sorted_column) for i, width in enumerate(self._wanted)]
        spare = room - sum(widths) - GAP * (len(widths) - 1)
        for index, title in enumerate(self.columns):
            if spare < 0 and title.casefold() == "rid":
                given = min(-spare, max(0, widths[index] - _RID))
                widths[index] -= given
                spare += given
        while spare < 0 and max(widths, default=0) > _NARROWEST:
            widths[widths.index(max(widths))] -= 1
            spare += 1
        return widths

    def cell(self, place: int, column: int, width: int) -> str:
        """A cell, so many cells wide."""
        text = fit_middle(text_of(self.row(place)[column]), width)
        blank = " " * (width - width_of(text))
        return blank + text if self.is_number[column] else text + blank

    def title(self, column: int, width: int) -> str:
        """A title with the sign of its order, so many cells wide."""
        sign = ""
        if self.sorted_by is not None and self.sorted_by[0] == column:
            sign = " ▼" if self.sorted_by[1] else " ▲"
        text = fit_end(self.columns[column], width - len(sign)) + sign
        blank = " " * (width - width_of(text))
        return blank + text if self.is_number[column] else text + blank

    def sorted_order(self, column: int, *, downwards: bool) -> list[int]:
        """The order by a column: nothing first, then numbers, then text, then bytes."""
        rows = self._rows
        return sorted(range(len(rows)), key=lambda i: _key(rows[i][column]), reverse=downwards)

    @property
    def _sorted_column(self) -> int:
        return self.sorted_by[0] if self.sorted_by is not None else -1


def _key(value: Value) -> tuple[int, float, str]:
    if value is None:
        return 0, 0.0, ""
    if isinstance(value, int | float):
        return 1, float(value), ""
    return (2, 0.0, value.casefold()) if isinstance(value, str) else (3, 0.0, value.hex())
