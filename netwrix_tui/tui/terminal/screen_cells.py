"""Cells of a screen: what stands in each, one object a look, so that two are compared by identity.

A character of two cells has its text in the first and none in the second. A mark of no width stands
with the character before it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from netwrix_tui.tui.terminal.sgr import PLAIN, Sgr, pens_for

_KEPT = 4_096
"""Cells of one pen. Where those are dropped, the next are other objects: they are written again."""


class Cell:
    """A character with its pen; of each there is one object."""

    __slots__ = ("of", "pen", "text", "width")

    def __init__(self, text: str, of: PenCells, width: int) -> None:
        self.text = text
        self.of = of
        self.pen = of.pen
        self.width = width


class UnsureCell(Cell):
    """One with a character of which terminals disagree how many cells it takes."""

    __slots__ = ()


class PenCells(dict[str, Cell]):
    """The cells that a pen writes, by their text."""

    def __init__(self, pen: Sgr) -> None:
        super().__init__()
        self.pen = pen
        self._blanks = self if pen.blank is pen else cells_of_pen(pen.blank)

    def __missing__(self, text: str) -> Cell:
        if len(self) >= _KEPT:
            self.clear()
        if text == " " and self._blanks is not self:
            cell = self._blanks[text]
        elif not text:
            cell = Cell(text, self, 0)
        else:
            width = get_character_cell_size(text[0])
            cell = (Cell if is_sure(text, width) else UnsureCell)(text, self, width)
        self[text] = cell
        return cell


cells_of_pen = lru_cache(_KEPT)(PenCells)
UNKNOWN = Cell("?", cells_of_pen(PLAIN), 1)
"""What stands where nobody knows what does; it is never written."""


class StyleCells(dict[Style | None, PenCells]):
    """The cells that each style writes on a terminal with so many colours; without its links."""

    def __init__(self, system: ColorSystem) -> None:
        super().__init__()
        self._pens = pens_for(system)

    def __missing__(self, style: Style | None) -> PenCells:
        if len(self) >= _KEPT:
            self.clear()
        pen = PLAIN if style is None else self._pens[style]
        cells = self[style] = cells_of_pen(pen)
        return cells

    def of(self, strip: Strip) -> list[Cell]:
        """A strip's cells. Control characters, which no widget has reason to draw, are left out."""
        line: list[Cell] = []
        for text, style, control in strip:
            if control:
                continue
            cells = self[style]
            if text.isascii() and text.isprintable():
                line.extend(map(cells.__getitem__, text))
            else:
                _extend(line, text, cells)
        return line


cells_for = lru_cache(StyleCells)
"""The cells of a kind of terminal, the same ones each time."""


def _extend(line: list[Cell], text: str, cells: PenCells) -> None:
    for char in text:
        cell = cells[char]
        if cell.width:
            line.append(cell)
            if cell.width == 2:
                line.append(cells[""])
        elif line and unicodedata.category(char) != "Cc":
            at = -1 if line[-1].text else -2
            line[at] = line[at].of[line[at].text + char]


def is_sure(text: str, width: int) -> bool:
    """Whether every terminal takes this character for as wide as it is taken for here.

    Not so where it bears a mark, nor for symbols that became wide or coloured with some release of
    Unicode. Of wide ones those of Chinese, Japanese and Korean are.
    """
    if text.isascii():
        return len(text) == 1
    if len(text) > 1 or not width:
        return False
    code = ord(text)
    if width == 1:
        is_old = code < 0x1100 or 0x1E00 <= code < 0x2300 or 0x2400 <= code < 0x2600
        return is_old and unicodedata.category(text)[0] not in "MC"
    return (
        0x3000 <= code < 0x3100  # kana and punctuation
        or 0x3400 <= code < 0xA000  # Han
        or 0xAC00 <= code < 0xD7A4  # Hangul
        or 0xFF01 <= code < 0xFF61  # full-width forms
    )
