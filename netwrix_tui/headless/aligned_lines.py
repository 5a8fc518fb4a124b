"""Lines of a table for people: values in columns, cut to the terminal's width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from netwrix_tui.cell_width import cells
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.sanitize import visible

WIDEST = 60
"""Cells that a column takes at most for the sake of alignment; longer values push what follows."""

_GAP = "  "
_NARROWEST = 6


class AlignedLines:
    """Columns as wide as the first rows need them, and the same ever after.

    ``width`` is the terminal's, in cells: lines are cut to it. None leaves every value whole.
    """

    def __init__(self, titles: Sequence[str], width: int | None) -> None:
        self._titles = titles
        self._width = width
        self.widths = [cells(shortened(title, WIDEST)) for title in titles]

    def start(self, rows: Iterable[Sequence[str]]) -> bytes:
        """The line of the titles, once the widths are known that these rows need."""
        for row in rows:
            for index, text in enumerate(row):
                needed = cells(shortened(text, WIDEST))
                self.widths[index] = max(self.widths[index], needed)
        if self._width is not None:
            self.widths = fitted(self.widths, self._width)
        return self.line(self._titles)

    def line(self, values: Sequence[str]) -> bytes:
        """One row; its values are made visible."""
        parts = []
        for value, width in zip(values, self.widths, strict=True):
            text = visible(value) if self._width is None else shortened(value, width)
            parts.append(text + " " * (width - cells(text)))
        line = _GAP.join(parts).rstrip()
        if self._width is not None and cells(line) > self._width:
            line = shortened(line, self._width)
        return line.encode() + b"\n"


def fitted(widths: list[int], width: int) -> list[int]:
    """The widths, the widest made narrower until all fit into so many cells, or none can give."""
    fitting = list(widths)
    spare = width - sum(widths) - len(_GAP) * (len(widths) - 1)
    while spare < 0 and max(fitting) > _NARROWEST:
        fitting[fitting.index(max(fitting))] -= 1
        spare += 1
    return fitting
