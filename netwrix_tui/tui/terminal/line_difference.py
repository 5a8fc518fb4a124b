"""What of a line has to be written: runs of cells that differ, and the bytes that write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress, pairwise
from operator import is_not

from netwrix_tui.tui.terminal.screen_cells import UNKNOWN, Cell, UnsureCell
from netwrix_tui.tui.terminal.sgr import Sgr

Run = tuple[int, int]
"""The first cell of a run, and the one behind its last."""

_BRIDGED = 4
"""Cells that are written again rather than passed over: a move takes as many bytes."""

_MOVE = 7
"""Bytes of a move, about."""


def runs_of(before: Sequence[Cell], after: Sequence[Cell], cuts: Sequence[int]) -> list[Run]:
    """What of a line has to be written for it to become another.

    Where terminals disagree about a character, all of the part that it stands in is written: from
    a place that the cursor was moved to up to one that it is moved to. ``cuts`` are the places at
    which parts begin.
    """
    places = list(compress(range(len(after)), map(is_not, before, after)))
    if not places:
        return []
    if is_unsure(before) or is_unsure(after):
        return _parts(places, [*cuts, len(after)], after)
    runs: list[Run] = []
    first = last = places[0]
    for place in places:
        if place - last > 1 and not _is_bridged(after, last, place):
            runs.append(_whole(first, last + 1, after))
            first = place
        last = place
    runs.append(_whole(first, last + 1, after))
    return runs


def is_unsure(line: Sequence[Cell]) -> bool:
    """Whether terminals disagree about where something stands in a line."""
    return UnsureCell in map(type, line)


def cost_of(runs: Sequence[Run]) -> int:
    """About how many bytes it takes to write them."""
    return sum(end - first + _MOVE for first, end in runs)


def _parts(places: Sequence[int], cuts: Sequence[int], after: Sequence[Cell]) -> list[Run]:
    runs: list[Run] = []
    for first, end in pairwise(cuts):
        known = end
        while known > first and after[known - 1] is UNKNOWN:
            known -= 1
        if known > first and any(first <= place < known for place in places):
            runs.append(_whole(first, known, after))
    return runs


def _is_bridged(line: Sequence[Cell], last: int, place: int) -> bool:
    if place - last > _BRIDGED + 1:
        return False
    pen = line[last].pen
    blank = pen.blank
    return all(cell.pen is pen or cell.pen is blank for cell in line[last + 1 : place])


def _whole(first: int, end: int, line: Sequence[Cell]) -> Run:
    """A run that neither begins nor ends within a character."""
    while first and not line[first].text:
        first -= 1
    while end < len(line) and not line[end].text:
        end += 1
    return first, end


def write_line(
    y: int,
    before: Sequence[Cell],
    after: Sequence[Cell],
    cuts: Sequence[int],
    pen: Sgr,
    append: Callable[[str], object],
) -> Sgr:
    """Write what makes one line of another; returns the pen that the terminal has after it."""
    at = 0
    for first, end in runs_of(before, after, cuts):
        if not at or is_unsure(before) or is_unsure(after):
            append(f"\x1b[{y + 1};{first + 1}H")
        else:
            append(f"\x1b[{first - at}C" if first - at > 1 else "\x1b[C")
        for cell in after[first:end]:
            wanted = cell.pen
            if wanted is not pen:
                text = cell.text
                if text == " ":
                    wanted = pen.for_blanks(wanted)
                elif not text:
                    continue
                if wanted is not pen:
                    append(pen.to(wanted))
                    pen = wanted
                append(text)
            else:
                append(cell.text)
        at = end
    return pen
