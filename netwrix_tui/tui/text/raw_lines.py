"""Rows of raw text: every character in its order, wrapped at the width and nowhere else."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

from textual.cache import LRUCache

from netwrix_tui.tui.text.lines import Line, Piece, Script, Span
from netwrix_tui.tui.text.wrapping import wrap
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from netwrix_tui.tui.text.highlight import LineColours

COLOURED = 64_000
"""Characters of a logical line that are coloured, which bounds what one frame can cost."""

_ROWS_BETWEEN_LOOKS = 64
_LINES_REMEMBERED = 512


class RawLines:
    """Rows of a text. With ``wire_format`` coloured as such, else plain."""

    def __init__(
        self, text: str, width: int, wire_format: WireFormat | Script | None = None
    ) -> None:
        self._lines = text.split("\n")
        self._width = width
        self._format = wire_format
        self._rows: list[str] = []
        # For each row: the number of its logical line, and where in the visible line it begins.
        self._line_of = array("L")
        self._offset = array("L")
        # For each logical line that has been begun: its first row.
        self._first_row = array("L")
        self._making = self._make()
        self._complete = False
        self._colours: LRUCache[int, LineColours] = LRUCache(_LINES_REMEMBERED)

    @property
    def complete(self) -> bool:
        return self._complete

    def __len__(self) -> int:
        return len(self._rows)

    def text(self, number: int) -> str:
        """A row without its colours."""
        return self._rows[number]

    def line(self, number: int) -> Line:
        row = self._rows[number]
        colours = self._colours_of(self._line_of[number])
        return (Span(row),) if colours is None else colours.spans(row, self._offset[number])

    def pieces(self, number: int) -> Iterator[Piece]:
        below = number + 1
        goes_on = below < len(self._rows) and self._line_of[below] == self._line_of[number]
        yield Piece(0, 0, self._rows[number], "" if goes_on else None)

    def grow(self, until: float) -> None:
        while not self._complete:
            made = sum(1 for _ in islice(self._making, _ROWS_BETWEEN_LOOKS))
            self._complete = made < _ROWS_BETWEEN_LOOKS
            if monotonic() >= until:
                return

    def _make(self) -> Iterator[None]:
        for number, line in enumerate(self._lines):
            self._first_row.append(len(self._rows))
            offset = 0
            for row in wrap(line, self._width):
                self._rows.append(row)
                self._line_of.append(number)
                self._offset.append(offset)
                offset += len(row)
                yield

    def _colours_of(self, number: int) -> LineColours | None:
        """The colours of a logical line; None while too little of it is there to begin."""
        if self._format is None:
            return None
        known = self._colours.get(number)
        if known is None:
            from netwrix_tui.tui.text.highlight import LineColours

            first = self._first_row[number]
            last = first + COLOURED + 1
            whole = self._complete or number + 1 < len(self._first_row)
            if number + 1 < len(self._first_row):
                last = min(last, self._first_row[number + 1])
            text = _joined(self._rows, first, last, COLOURED)
            if not whole and len(text) < COLOURED:
                return None
            known = self._colours[number] = LineColours(self._format, text)
        return known


def _joined(rows: list[str], first: int, last: int, longest: int) -> str:
    """The rows from ``first`` on, joined, until they are ``longest`` characters long."""
    parts: list[str] = []
    length = 0
    for row in rows[first:last]:
        parts.append(row)
        length += len(row)
        if length >= longest:
            break
    return "".join(parts)[:longest]
