"""Lines that the screen shows already, further up or down: the terminal scrolls them itself.

By a scrolling region from the left edge to the right (DECSTBM) and lines that are deleted from it
or inserted into it (DL, IL; "VT102 User Guide", and "XTerm Control Sequences"). Cells beside them
move along and are put back; margins at the sides, which would avoid that, are missing in many
terminals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netwrix_tui.tui.terminal.line_difference import cost_of, runs_of
from netwrix_tui.tui.terminal.screen_cells import UNKNOWN, Cell

Line = Sequence[Cell]
Place = tuple[int, int, int]
"""A line, and the first cell of a part of it and the one behind its last."""

_FEWEST = 2
"""Lines that have to stand there already."""

_SCROLL = 20
"""Bytes of a scroll, about."""


@dataclass(frozen=True, slots=True)
class Scroll:
    """Lines from ``top`` up to ``bottom`` move up by so many; down where that is negative."""

    top: int
    bottom: int
    by: int

    def written(self) -> str:
        """What has a terminal do it whose pen is plain; what is laid open is blank."""
        act = "M" if self.by > 0 else "L"
        count = abs(self.by) if abs(self.by) > 1 else ""
        top = self.top + 1
        return f"\x1b[{top};{self.bottom}r\x1b[{top};1H\x1b[{count}{act}\x1b[r"

    def applied(self, lines: Sequence[Line]) -> list[Line]:
        """The lines of a screen after it; of those that are laid open nothing is known."""
        blank: Line = [UNKNOWN] * len(lines[self.top])
        moved = list(lines)
        for y in range(self.top, self.bottom):
            source = y + self.by
            moved[y] = lines[source] if self.top <= source < self.bottom else blank
        return moved


def scroll_for(
    before: Sequence[Line],
    after: Sequence[Line],
    changed: Sequence[int],
    places: Iterable[Place],
    cuts: Sequence[Sequence[int]],
) -> Scroll | None:
    """The scroll that makes one screen of another with fewer bytes than without; None if none does.

    ``changed`` are the lines that differ, ``places`` the parts that were drawn.
    """
    if len(changed) <= _FEWEST:
        return None
    scroll = _likeliest(before, after, frozenset(changed), places)
    if scroll is None:
        return None
    moved = scroll.applied(before)
    lines = range(scroll.top, scroll.bottom)
    without, with_it = (
        sum(cost_of(runs_of(those[y], after[y], cuts[y])) for y in lines)
        for those in (before, moved)
    )
    return scroll if with_it + _SCROLL < without else None


def _likeliest(
    before: Sequence[Line],
    after: Sequence[Line],
    changed: frozenset[int],
    places: Iterable[Place],
) -> Scroll | None:
    """The move that most lines of the largest part that changed have made."""
    areas: dict[tuple[int, int], list[int]] = {}
    for y, first, end in places:
        if y in changed:
            areas.setdefault((first, end), []).append(y)
    if not areas:
        return None
    first, end = max(areas, key=lambda part: (part[1] - part[0]) * len(areas[part]))
    lines = areas[first, end]
    stood: dict[tuple[Cell, ...], int | None] = {}
    for y in range(min(lines), max(lines) + 1):
        text = tuple(before[y][first:end])
        # A line that stands there twice, or says nothing, tells nothing of a move.
        stood[text] = None if text in stood or len(set(text)) == 1 else y
    moves: dict[int, list[int]] = {}
    for y in lines:
        source = stood.get(tuple(after[y][first:end]))
        if source is not None and source != y:
            moves.setdefault(source - y, []).append(y)
    if not moves:
        return None
    by = max(moves, key=lambda move: len(moves[move]))
    top, bottom = min(moves[by]), max(moves[by])
    if len(moves[by]) < _FEWEST:
        return None
    return Scroll(min(top, top + by), max(bottom, bottom + by) + 1, by)
