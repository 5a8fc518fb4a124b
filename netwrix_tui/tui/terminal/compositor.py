"""What of the screen is put together for a frame, and how it is written: no more than has to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import cast

from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate, ReflowResult
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from netwrix_tui.tui.terminal.frame import PartOfFrame, WholeFrame


class SparingCompositor(Compositor):
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
        self._dirty_regions.update(
            seen for _, (region, clip) in moves if (seen := region.intersection(clip))
        )

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """All of the screen."""
        self._changed = [self.size.region]
        update = super().render_full_update(simplify)
        return WholeFrame(update.strips, update.region)

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed, or None where nothing did."""
        self._changed = list(self._dirty_regions)
        update = super().render_partial_update()
        return update and PartOfFrame(update.chops, update.spans, update.chop_ends)

    def render_strips(self, size: Size | None = None) -> list[Strip]:
        """All of the screen, for a picture of it."""
        self._changed = [(size or self.size).region]
        return super().render_strips(size)

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """What is seen of each line, by the column that it begins at; None where nothing changed.

        From the front to the back: a widget is asked for the lines of which something changed that
        no other one covers.
        """
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            missing = self._missing(chops, seen)
            if not missing:
                continue
            top, bottom = min(missing), max(missing) + 1
            band = Region(seen.x, top, seen.width, bottom - top)
            lines = widget.render_lines(band.translate(-region.offset))
            for y, parts in missing.items():
                line = lines[y - top]
                for x, end in parts:
                    is_whole = x == seen.x and end - x == line.cell_length
                    chops[y][x] = line if is_whole else line.crop(x - seen.x, end - seen.x)
        return cast("Sequence[Mapping[int, Strip]]", chops)

    def _missing(
        self, chops: list[dict[int, Strip | None]], seen: Region
    ) -> dict[int, set[tuple[int, int]]]:
        """The first and last columns, by line, of what changed in a place and is not drawn yet."""
        missing: dict[int, set[tuple[int, int]]] = {}
        for part in map(seen.intersection, self._changed):
            for y in part.line_range if part else ():
                drawn = chops[y]
                for x, end in pairwise(self.cuts[y]):
                    if x < part.right and part.x < end and drawn[x] is None:
                        missing.setdefault(y, set()).add((x, end))
        return missing
