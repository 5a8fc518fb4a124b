"""Compositor that draws and writes only the parts of the screen that a frame needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import cast

from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from netwrix_tui.tui.terminal.frame_encoder import PartOfFrame, WholeFrame
from netwrix_tui.tui.terminal.internals.frames import (
    ChopsCompositor,
    ChopsUpdate,
    LayoutUpdate,
    ReflowResult,
)

Part = tuple[int, int]
"""Of a line, from its first column up to the end: no widget begins or ends inside."""


class DirtyRegionCompositor(ChopsCompositor):
    """Textual's own asks every widget on the screen for all of its lines, for any change.

    For a cursor that moves by a line that is most of the work. This one asks the widgets that are
    seen where something changed, each for its lines from the first to the last that did. Its frames
    are written with as few bytes as do.
    """

    def __init__(self) -> None:
        super().__init__()
        self._changed: list[Region] = []
        self._placed: dict[Widget, tuple[Region, Region]] = {}
        """Where each widget was seen after the layout before."""

    def clear(self) -> None:
        """Let go of the widgets."""
        super().clear()
        self._placed = {}

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay the screen out, and note what has to be drawn for it."""
        result = super().reflow(parent, size)
        self._note_moves()
        return result

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        """Lay out what is seen, and note what has to be drawn for it."""
        exposed = super().reflow_visible(parent, size)
        self._note_moves()
        return exposed

    def _note_moves(self) -> None:
        """Textual compares with a map that it makes again whenever somebody asks for a place.

        Where that comes between a change and the layout, as it does while something scrolls, the
        map has the change already: what was closed would stay on the screen.
        """
        before, self._placed = self._placed, self.visible_widgets
        moves = before.items() ^ self._placed.items()
        self.dirty_regions.update(
            seen for _, (region, clip) in moves if (seen := region.intersection(clip))
        )

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """All of the screen."""
        self._changed = [self.size.region]
        update = super().render_full_update(simplify)
        return WholeFrame(update.strips, update.region)

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed, or None where nothing did."""
        self._changed = list(self.dirty_regions)
        update = super().render_partial_update()
        return update and PartOfFrame(update.chops, update.spans, update.chop_ends)

    def render_strips(self, size: Size | None = None) -> list[Strip]:
        """All of the screen, for a picture of it."""
        self._changed = [(size or self.size).region]
        return super().render_strips(size)

    def chops_of_frame(self) -> Sequence[Mapping[int, Strip]]:
        """What is seen of each line, by the column that it begins at; None where nothing changed.

        From the front to the back: a widget is asked for the lines of which something changed that
        no other one covers.
        """
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        missing = self._changed_parts()
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            its_own = _taken_from(missing, seen)
            if not its_own:
                continue
            top, bottom = min(its_own), max(its_own) + 1
            band = Region(seen.x, top, seen.width, bottom - top)
            lines = widget.render_lines(band.translate(-region.offset))
            for y, parts in its_own.items():
                line = lines[y - top]
                for x, end in parts:
                    is_whole = x == seen.x and end - x == line.cell_length
                    chops[y][x] = line if is_whole else line.crop(x - seen.x, end - seen.x)
        return cast("Sequence[Mapping[int, Strip]]", chops)

    def _changed_parts(self) -> list[set[Part]]:
        """The parts of each line in which something changed."""
        parts = [list(pairwise(cuts)) for cuts in self.cuts]
        changed: list[set[Part]] = [set() for _ in parts]
        for region in map(self.size.region.intersection, self._changed):
            for y in region.line_range:
                if len(changed[y]) < len(parts[y]):
                    changed[y].update(
                        (x, end) for x, end in parts[y] if x < region.right and region.x < end
                    )
        return changed


def _taken_from(missing: list[set[Part]], seen: Region) -> dict[int, list[Part]]:
    """Those of the missing parts, by line, that lie in a place; they are missing no more."""
    taken: dict[int, list[Part]] = {}
    for y in seen.line_range:
        parts = missing[y]
        inside = [part for part in parts if seen.x <= part[0] < seen.right] if parts else None
        if inside:
            taken[y] = inside
            parts.difference_update(inside)
    return taken
