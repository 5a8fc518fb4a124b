"""What of the screen is put together for a frame: only what lies in the lines that changed."""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class SparingCompositor(Compositor):
    """Textual's own asks every widget on the screen for all of its lines, for any change.

    For a cursor that moves by a line that is most of the work. This one asks the widgets that lie
    where something changed, for the lines from the first to the last that did.
    """

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
