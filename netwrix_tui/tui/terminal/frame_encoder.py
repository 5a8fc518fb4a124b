"""A frame for the terminal in few bytes: the strips that changed, written with changing pens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from textual.strip import Strip

from netwrix_tui.tui.terminal.internals.frames import ChopsUpdate, LayoutUpdate, colours_of
from netwrix_tui.tui.terminal.sgr import PLAIN, RESET, pens_for

Placed = tuple[int, int, Strip]
"""Column and line of a strip's first cell on the screen, and the strip."""


class WholeFrame(LayoutUpdate):
    """All lines of a screen."""

    def render_segments(self, console: Console) -> str:
        """The bytes of the frame, as text."""
        return written(self._placed(), console)

    def _placed(self) -> Iterator[Placed]:
        for y, line in enumerate(self.strips, self.region.y):
            x = self.region.x
            for strip in line:
                yield x, y, strip
                x += strip.cell_length


class PartOfFrame(ChopsUpdate):
    """The spans of lines that changed."""

    def render_segments(self, console: Console) -> str:
        """The bytes of the spans, as text."""
        return written(self._placed(), console)

    def _placed(self) -> Iterator[Placed]:
        for y, first, end in self.spans:
            for strip_end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                # Nothing is cut at the left: a strip begins where a widget does.
                if strip is not None and x < end and first < strip_end:
                    yield x, y, strip if strip_end <= end else _up_to(end - x, strip)


def _up_to(width: int, strip: Strip) -> Strip:
    """A strip up to so many cells; whole, where that would cut a character of two cells.

    Half of one cannot be drawn: a blank would take its place.
    """
    part = strip.crop(0, width)
    return part if strip.text.startswith(part.text) else strip


def written(placed: Iterable[Placed], console: Console) -> str:
    """What draws strips, one after the other, on a terminal whose pen is plain, and leaves it so.

    The cursor is moved for each, even to where it should stand: a terminal and this program may
    be of two minds about the width of what was written before.
    """
    system = colours_of(console)
    pens = pens_for(system)
    sequences: list[str] = []
    append = sequences.append
    pen = PLAIN
    for x, y, strip in placed:
        if not strip.cell_length:
            continue
        append(f"\x1b[{y + 1};{x + 1}H")
        for text, style, _ in strip:
            if style is None or style.link:
                append(pen.to(PLAIN))
                append(style.render(text, color_system=system) if style else text)
                pen = PLAIN
                continue
            wanted = pens[style]
            if not text.strip(" "):
                wanted = pen.for_blanks(wanted)
            if wanted is not pen:
                append(pen.to(wanted))
                pen = wanted
            append(text)
    if pen is not PLAIN:
        append(RESET)
    return "".join(sequences)
