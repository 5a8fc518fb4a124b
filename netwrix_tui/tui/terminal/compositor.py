"""What of the screen is put together for a frame, and how it is written: no more than has to be."""

from __future__ import annotations

from collections.abc import Iterable

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

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        in_front: list[Region] = []
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            changed = [
                part
                for part in map(seen.intersection, self._changed)
                if part and not any(cover.contains_region(part) for cover in in_front)
            ]
            if changed:
                in_front.append(seen)
                top, bottom = min(part.y for part in changed), max(part.bottom for part in changed)
                band = Region(0, top, self.size.width, bottom - top)
                lines = widget.render_lines(seen.intersection(band).translate(-region.offset))
                yield region, clip.intersection(band), lines
