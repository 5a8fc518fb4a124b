"""What of the screen is put together for a frame, and how it is written: no more than has to be."""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from netwrix_tui.tui.terminal.frame import PartOfFrame, WholeFrame


class SparingCompositor(Compositor):
    """Textual's own asks every widget on the screen for all of its lines, for any change.

    For a cursor that moves by a line that is most of the work. This one asks the widgets that lie
    where something changed, for the lines from the first to the last that did. Its frames are
    written with as few bytes as do.
    """

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """All of the screen."""
        update = super().render_full_update(simplify)
        return WholeFrame(update.strips, update.region)

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed, or None where nothing did."""
        update = super().render_partial_update()
        return update and PartOfFrame(update.chops, update.spans, update.chop_ends)

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if not crop:
            yield from super()._get_renders(crop)
            return
        band = Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip).intersection(band)
            if seen and seen.overlaps(crop):
                lines = widget.render_lines(seen.translate(-region.offset))
                yield region, clip.intersection(band), lines
