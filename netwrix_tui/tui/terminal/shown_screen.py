"""The cells that the terminal shows: a new frame writes only what differs from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.color import ColorSystem
from textual.strip import Strip

from netwrix_tui.tui.terminal.line_difference import write_line
from netwrix_tui.tui.terminal.screen_cells import UNKNOWN, Cell, cells_for
from netwrix_tui.tui.terminal.scrolled_lines import Line, scroll_for
from netwrix_tui.tui.terminal.sgr import PLAIN, RESET

Part = tuple[int, int, int, Strip]
"""A part of a line: the line, its first cell, the cell after its last, and what is drawn."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The next content of the screen: parts of lines, or all lines.

    ``cuts`` are the cells at which the parts of each line begin, also parts that are not drawn.
    """

    width: int
    cuts: Sequence[Sequence[int]]
    parts: Sequence[Part]
    is_whole: bool

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self.width, len(self.cuts)


@dataclass(frozen=True, slots=True)
class Draft:
    """The text that makes the terminal show a frame, and the lines that it shows then."""

    text: str
    lines: list[Line]
    width: int


class ShownScreen:
    """The content of a terminal's screen, as far as it is known.

    It is known from the first whole frame on. It is unknown again after a resize, and after a stop,
    in which another program may have written.
    """

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._width = 0

    def forget(self) -> None:
        """Forget the content: it is not known any more."""
        self._lines = []

    @property
    def is_known(self) -> bool:
        """Whether the content is known."""
        return bool(self._lines)

    def takes(self, frame: Frame) -> bool:
        """Whether a frame can be drawn: it is whole, or the screen shows the rest already."""
        return frame.is_whole or frame.size == (self._width, len(self._lines))

    def draft(self, frame: Frame, system: ColorSystem) -> Draft:
        """The text to write for a frame; call :meth:`adopt` once it is written.

        The terminal's text style has to be plain before it, and is plain after it.
        """
        width, height = frame.size
        before: Sequence[Line] = self._lines
        is_known = frame.size == (self._width, len(before))
        if not is_known:
            before = [[UNKNOWN] * width] * height
        after = _painted(before, frame, system)
        changed = [y for y in range(height) if after[y] is not before[y] and after[y] != before[y]]
        sequences: list[str] = []
        if is_known:
            places = (part[:3] for part in frame.parts)
            scroll = scroll_for(before, after, changed, places, frame.cuts)
            if scroll is not None:
                sequences.append(scroll.written())
                before = scroll.applied(before)
                changed = sorted({*changed, *range(scroll.top, scroll.bottom)})
        pen = PLAIN
        for y in changed:
            pen = write_line(y, before[y], after[y], frame.cuts[y], pen, sequences.append)
        if pen is not PLAIN:
            sequences.append(RESET)
        return Draft("".join(sequences), after, width)

    def adopt(self, draft: Draft) -> None:
        """Remember that a draft was written."""
        self._lines, self._width = draft.lines, draft.width


def _painted(lines: Sequence[Line], frame: Frame, system: ColorSystem) -> list[Line]:
    """The lines of a screen with a frame drawn over them."""
    cells_of = cells_for(system).of
    painted = list(lines)
    fresh: dict[int, list[Cell]] = {}
    width, height = frame.size
    for y, first, end, strip in frame.parts:
        if not 0 <= y < height:
            continue
        cells = cells_of(strip)
        end = min(end, width)
        if len(cells) > end - first:
            del cells[max(0, end - first) :]
            if cells and cells[-1].width == 2:  # its second half is cut off
                cells[-1] = cells[-1].of[" "]
        line = fresh.get(y)
        if line is None:
            line = fresh[y] = list(lines[y])
        _put(line, first, cells)
    for y, line in fresh.items():
        painted[y] = line
    return painted


def _put(line: list[Cell], first: int, cells: Sequence[Cell]) -> None:
    """Put cells into a line; a wide character that loses one half becomes a blank."""
    end = first + len(cells)
    if 0 < first < end and not line[first].text:
        line[first - 1] = line[first - 1].of[" "]
    line[first:end] = cells
    if first < end < len(line) and not line[end].text:
        line[end] = line[end].of[" "]
