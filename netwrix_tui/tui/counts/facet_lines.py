"""Facets of one column as lines: top values with counts, shares and bars. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netwrix_tui.results.export.ticket import EMPTY, CountedValue, counts_text
from netwrix_tui.results.view.counts import TopValues, ValueCount
from netwrix_tui.tui.table.cells import text_cell
from netwrix_tui.tui.table.table_columns import (
    ACTION,
    DATA_SOURCE,
    ITEM,
    MONITORING_PLAN,
    OBJECT_TYPE,
    UNDONE,
    WHAT,
    WHERE,
    WHO,
    WORKSTATION,
    Column,
)
from netwrix_tui.tui.text.bars import horizontal_bar, share_words
from netwrix_tui.tui.text.lines import Line
from netwrix_tui.tui.text.truncation import fit_end

FACET_COLUMNS = (
    WHO, ACTION, OBJECT_TYPE, WHAT, WHERE, DATA_SOURCE, WORKSTATION, MONITORING_PLAN, ITEM,
    UNDONE,
)  # fmt: skip
"""The columns whose values can be counted, in the order in which one goes through them."""

_SHARE = 4
_ALL = 1_000
"""Cells in which every heading fits."""

_LEAST_VALUE = 8


@dataclass(frozen=True, slots=True)
class FacetLines:
    """The top values of a column among ``loaded`` records, of which a quick filter may let
    through only some: then ``is_filtered``, and the values are those of the records shown.
    """

    column: Column = WHO
    top: TopValues = TopValues()  # noqa: RUF009 - immutable
    loaded: int = 0
    is_filtered: bool = False
    is_of_all: bool = False
    """True where the source has counted everything that matches."""

    def __len__(self) -> int:
        return len(self.top.values)

    @property
    def of_what(self) -> str:
        """Of which records these are the values."""
        if self.is_filtered:
            return f"of the {self.top.records:,} shown, of {self.loaded:,} loaded"
        if self.is_of_all:
            return f"of all {self.top.records:,} that match"
        records = "record" if self.top.records == 1 else "records"
        return f"of the {self.top.records:,} loaded {records}"

    def heading(self, width: int) -> str:
        """Of which records, and how many values there are: as much of it as ``width`` holds."""
        values, distinct = len(self.top.values), self.top.distinct
        parts = ["1 value" if distinct == 1 else f"{distinct:,} values"]
        if self.top.uncounted:
            parts.append(f"{self.top.uncounted:,} records not counted")
        if values < distinct:
            parts.append(f"the top {values:,}")
        words = self.of_what
        for part in parts:
            longer = f"{words} · {part}"
            if len(longer) > width:
                break
            words = longer
        return fit_end(words, width)

    def place_of(self, value: str) -> int | None:
        """Which row a value stands in; None where it is not among them."""
        rows = enumerate(self.top.values)
        return next((place for place, row in rows if row.value == value), None)

    def row(self, place: int, width: int) -> tuple[Line, str, str]:
        """A row as the value's pieces, the bar, and the count with its share, ``width`` cells."""
        each = self.top.values[place]
        numbers = self._numbers(each)
        longest = max(len(self._numbers(first)) for first in self.top.values[:1])
        room = width - longest - 2
        bar = max(0, min(40, room // 4)) if room >= 2 * _LEAST_VALUE else 0
        value = max(1, room - bar)
        # A value of blanks alone would look like nothing at all.
        text = each.value if each.value.strip() else EMPTY
        pieces = text_cell(self.column, text, value)
        return pieces, horizontal_bar(each.count, self._most, bar), numbers.rjust(longest)

    def as_text(self) -> str:
        """All rows as plain text, for a ticket."""
        return "\n".join((self.whole_heading, *counts_text(self.counted))) + "\n"

    @property
    def whole_heading(self) -> str:
        """Column, records and values, however long that is."""
        return f"{self.column.title}, {self.heading(_ALL)}"

    @property
    def counted(self) -> list[CountedValue]:
        """The values for a ticket."""
        return [
            CountedValue(each.value, each.count, share_words(each.count, self.top.records))
            for each in self.top.values
        ]

    @property
    def _most(self) -> int:
        return self.top.values[0].count if self.top.values else 0

    def _numbers(self, each: ValueCount) -> str:
        return f"{each.count:,} {share_words(each.count, self.top.records):>{_SHARE}}"


def title_line(column: Column, width: int, columns: Sequence[Column] = FACET_COLUMNS) -> str:
    """``FACETS ‹ Who ›  1 of 9``, as far as it fits."""
    number = columns.index(column) + 1
    return fit_end(f"FACETS ‹ {column.title} ›  {number} of {len(columns)}", width)


def filter_term(field: str, value: str) -> str:
    """The words of a quick filter that let through the records with a value in a field.

    A quotation mark has no place within them: what lies between is looked for piece by piece.
    Empty where nothing is left to look for.
    """
    pieces = [piece for piece in value.split('"') if piece.strip()]
    return " ".join(f'{field}:"{piece}"' for piece in pieces)
