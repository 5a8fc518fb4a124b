"""Layout of a sheet: which columns there is room for, how wide, and what stands in a cell. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.export.sheet_formats import cell_words
from netwrix_tui.results.export.ticket import EMPTY
from netwrix_tui.results.summaries.sheet import ColumnKind, Sheet
from netwrix_tui.tui.text.bars import standing_bar
from netwrix_tui.tui.text.truncation import fit_end, fit_middle, width_of

GAP = 2
"""Blank cells between two columns."""

BAR = -1
"""Stands for the place of the bar among those of the columns."""

_BAR_TITLE = "Over time"
_MINUTE = len("2026-11-30 14:02")
_WIDEST, _NARROWEST, _SQUEEZED = 60, 16, 14
_MEASURED = 300
"""Rows by which the widths are chosen."""

_PATHS = frozenset({"What", "Folder", "then_what"})
"""Columns whose values are cut in their middle."""

_LEFT_OUT_FIRST: tuple[str | int, ...] = (
    "then_rid", "then_what", "then_action", "then_workstation", "distinct_what", "addresses",
    "distinct_workstation", "workstations", "first", "distinct_who", "succeeded", BAR,
    "after_failures", "then_who",
)  # fmt: skip
"""What is left out where there is no room for all; the others are there as far as they fit."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column by its place in the sheet, or :data:`BAR`, and its width in cells."""

    place: int
    width: int


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A sheet as it is shown. ``over_time`` has the counts of a row's bar, where it has one.

    ``sorted_by`` is a column by its place, and whether downwards.
    """

    sheet: Sheet = field(default_factory=Sheet)
    zone: ShownZone = UTC_ZONE
    over_time: Callable[[int], Sequence[int]] | None = None
    bar_cells: int = 0
    sorted_by: tuple[int, bool] | None = None

    def __len__(self) -> int:
        return len(self.sheet)

    def layout(self, room: int) -> list[Placed]:
        """The columns that fit into so many cells, from left to right."""
        wanted = {at: self._wanted(at) for at in range(len(self.sheet.columns))}
        order = list(wanted)
        if self.over_time is not None and self.bar_cells:
            wanted[BAR] = max(self.bar_cells, len(_BAR_TITLE))
            count = self.sheet.place_of("count")
            order.insert(order.index(count) + 1 if count is not None else len(order), BAR)
        least = {at: self._least(at, wanted[at]) for at in order}
        while len(order) > 1 and _total(least, order) > room:
            out = self._left_out(order)
            if out is None:
                break
            order.remove(out)
        widths = {at: wanted[at] for at in order}
        while _total(widths, order) > room:
            widest = max(order, key=lambda at: widths[at] - least[at])
            if widths[widest] <= least[widest]:
                break
            widths[widest] -= 1
        return [Placed(at, widths[at]) for at in order]

    def title(self, placed: Placed) -> str:
        """The title of a column, exactly as wide as it is."""
        if placed.place == BAR:
            return _filled(_BAR_TITLE, placed.width)
        column, sign = self.sheet.columns[placed.place], ""
        if self.sorted_by is not None and self.sorted_by[0] == placed.place:
            sign = " ▼" if self.sorted_by[1] else " ▲"
        text = fit_end(column.title or EMPTY, max(1, placed.width - len(sign))) + sign
        return _filled(text, placed.width, right=column.kind is ColumnKind.NUMBER)

    def cell(self, row: int, placed: Placed) -> str:
        """What stands in a row, exactly as wide as the column."""
        if placed.place == BAR:
            counts = self.over_time(row) if self.over_time is not None else ()
            most = max(counts, default=0)
            return _filled("".join(standing_bar(n, most, 1) for n in counts), placed.width)
        column = self.sheet.columns[placed.place]
        text = self.text(row, placed.place)
        if column.kind is ColumnKind.TEXT:
            fit = fit_middle if column.name in _PATHS else fit_end
            return _filled(fit(text if text.strip() else EMPTY, placed.width), placed.width)
        return _filled(text, placed.width, right=column.kind is ColumnKind.NUMBER)

    def text(self, row: int, place: int) -> str:
        """The value in a row: text as it is, a number or a time in words."""
        column, value = self.sheet.columns[place], self.sheet.rows[row][place]
        if column.kind is ColumnKind.TEXT:
            return str(value or "")
        words = cell_words(value, column, self.zone)
        return words[:_MINUTE] if column.kind is ColumnKind.TIME else words

    def _wanted(self, place: int) -> int:
        column = self.sheet.columns[place]
        title = width_of(fit_end(column.title or EMPTY, _WIDEST))
        if column.kind is ColumnKind.TIME:
            return max(title, _MINUTE)
        rows = min(_MEASURED, len(self.sheet))
        texts = (fit_end(self.text(row, place) or EMPTY, _WIDEST) for row in range(rows))
        sign = 2 if self.sorted_by is not None and self.sorted_by[0] == place else 0
        return max(title + sign, *map(width_of, texts)) if rows else title + sign

    def _least(self, place: int, wanted: int) -> int:
        """Text can be cut; a number or a time never is."""
        if place == BAR or self.sheet.columns[place].kind is not ColumnKind.TEXT:
            return wanted
        texts = sum(column.kind is ColumnKind.TEXT for column in self.sheet.columns)
        return min(wanted, _NARROWEST if texts < 3 else _SQUEEZED)

    def _left_out(self, order: Sequence[int]) -> int | None:
        """Which of the columns is to go; None where all of them have to stay."""
        for name in _LEFT_OUT_FIRST:
            for at in order:
                if (at if at == BAR else self.sheet.columns[at].name) == name:
                    return at
        # Of a cross table, the column furthest to the right but its total.
        numbers = [at for at in order if self._is_number(at)]
        return numbers[-2] if len(numbers) > 2 else None

    def _is_number(self, place: int) -> bool:
        return place != BAR and self.sheet.columns[place].kind is ColumnKind.NUMBER


def _total(widths: dict[int, int], order: Sequence[int]) -> int:
    return sum(widths[at] for at in order) + GAP * (len(order) - 1)


def _filled(text: str, width: int, *, right: bool = False) -> str:
    blank = " " * max(0, width - width_of(text))
    return blank + text if right else text + blank
