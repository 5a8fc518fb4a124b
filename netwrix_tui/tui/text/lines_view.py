"""Scrolling view of a line source: paints the visible lines, makes the rest bit by bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from time import monotonic
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from netwrix_tui.tui.text.line_finder import Hit, LineFinder, Stretch
from netwrix_tui.tui.text.lines import Line, LineSource
from netwrix_tui.tui.text.row_view import SCROLLED_CSS, publish_size
from netwrix_tui.tui.text.semantic_style import (
    LINE_STYLES,
    SEMANTIC_CSS,
    SemanticStyle,
    partial_style,
    semantic_classes,
)

_AT_ONCE = 0.025
"""Seconds that the first two screens of lines may take, and those above them after a resize."""

_SLICE = 0.008
"""Seconds of each further slice."""

_BETWEEN_SLICES = 0.016
_BETWEEN_SIZES = 0.05
"""Seconds between two changes of the scroll bar, which cost a layout each."""


class LinesView(ScrollView, can_focus=False, inherit_bindings=False):
    """View of the line source that ``show`` is given a maker of; made anew for each width."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = semantic_classes(LINE_STYLES)

    DEFAULT_CSS = f"""
    LinesView {{
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        {SCROLLED_CSS}
        {SEMANTIC_CSS}
    }}
    """

    class LinesReplaced(Message):
        """Other lines are shown, or the same for another width."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._finder: LineFinder | None = None
        self.current_hit: Hit | None = None
        # The first row, the width and the lines as they were last painted for being new.
        self._seen: tuple[int, int, tuple[Line, ...]] | None = None
        self._make: Callable[[int], LineSource] | None = None
        self._source: LineSource | None = None
        self._width = 0
        self._growth: Timer | None = None
        self._sized = 0.0
        self._to_end = False
        self._styles: dict[SemanticStyle, Style] = {}

    @property
    def source(self) -> LineSource | None:
        """What is shown, laid out; None before the first layout."""
        return self._source

    @property
    def complete(self) -> bool:
        """True where every line has been made."""
        return self._source is not None and self._source.complete

    @property
    def finder(self) -> LineFinder | None:
        """What finds the hits that are marked."""
        return self._finder

    @finder.setter
    def finder(self, finder: LineFinder | None) -> None:
        self._finder, self.current_hit = finder, None
        self.refresh()

    def reveal(self, first: int, last: int) -> None:
        """Have rows that have been made on the screen, with some of what is before them."""
        height = self.scrollable_content_region.height
        top = self.scroll_offset.y
        if not top <= first <= last < top + height:
            self._to_end = False
            self._publish_size()
            self.scroll_to(y=max(0, first - height // 3), animate=False, force=True)
        self.refresh()

    def show(self, make: Callable[[int], LineSource]) -> None:
        """Show other lines from their beginning; ``make`` gets the width in cells."""
        self._make = make
        self._to_end = False
        self.scroll_to(0, 0, animate=False, force=True)
        self._lay_out(rows_needed=0)

    def relay(self) -> None:
        """Lay the lines out anew, at the place where they are."""
        self._lay_out(rows_needed=self.scroll_offset.y)

    def to_end(self) -> None:
        """To the last line, following it while lines are still being made."""
        self._to_end = not self.complete
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def scroll_lines(self, lines: int) -> None:
        """So many lines down, or up where negative."""
        self._to_end = False
        self.scroll_to(y=self.scroll_target_y + lines, animate=False)

    def to_top(self) -> None:
        """To the first line."""
        self._to_end = False
        self.scroll_to(y=0, animate=False)

    @property
    def page(self) -> int:
        """Lines that a page key goes: a screen with one line of it kept."""
        return max(1, self.scrollable_content_region.height - 1)

    def on_resize(self, event: events.Resize) -> None:
        if self.scrollable_content_region.width != self._width:
            self.relay()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        base = self._style(SemanticStyle.PLAIN)
        number = self.scroll_offset.y + y
        if self._source is None or number >= len(self._source):
            return Strip.blank(width, base)
        line = self._source.line(number)
        hits = self._finder.in_row(number) if self._finder is not None else ()
        segments = [Segment(text, style) for text, style in self._marked(line, hits)]
        return Strip(segments).adjust_cell_length(width, base)

    def _marked(
        self, line: Line, hits: Sequence[tuple[Stretch, Hit]]
    ) -> Iterator[tuple[str, Style]]:
        """The texts of a line in their styles, cut where hits begin and end."""
        at = 0
        for span in line:
            style, end = self._style(span.style), at + len(span.text)
            start = at
            for stretch, hit in hits:
                first, last = max(stretch.start, at), min(stretch.end, end)
                if first >= last:
                    continue
                yield span.text[at - start : first - start], style
                kind = SemanticStyle.CURRENT_HIT if hit == self.current_hit else SemanticStyle.HIT
                yield (
                    span.text[first - start : last - start],
                    style + partial_style(self, kind),
                )
                at = last
            yield span.text[at - start :], style
            at = end

    def _style(self, style: SemanticStyle) -> Style:
        known = self._styles.get(style)
        if known is None:
            known = self._styles[style] = self.rich_style + partial_style(self, style)
        return known

    def _lay_out(self, rows_needed: int) -> None:
        if self._growth is not None:
            self._growth.stop()
            self._growth = None
        self._width = self.scrollable_content_region.width
        if self._make is None or self._width <= 0:
            return
        self._source = self._make(self._width)
        if self._finder is not None:
            self._finder = self._seen = None
        self.post_message(self.LinesReplaced())
        until = monotonic() + _AT_ONCE
        rows_needed += 2 * self.scrollable_content_region.height
        while len(self._source) < rows_needed and not self._source.complete and monotonic() < until:
            self._source.grow(0.0)
        self._publish_size()
        if not self._source.complete:
            self._growth = self.set_interval(_BETWEEN_SLICES, self._grow)
        self._repaint()

    def _grow(self) -> None:
        source = self._source
        if source is None:
            return
        source.grow(monotonic() + _SLICE)
        if source.complete and self._growth is not None:
            self._growth.stop()
            self._growth = None
        if source.complete or monotonic() - self._sized >= _BETWEEN_SIZES:
            self._publish_size()
            # A line that was begun plain can have its colours by now.
            self._repaint()

    def _repaint(self) -> None:
        """Paint those lines again that look different than when this was last called."""
        top, region = self.scroll_offset.y, self.scrollable_content_region
        source = self._source
        rows = range(top, min(len(source), top + region.height)) if source is not None else ()
        lines = tuple(source.line(row) for row in rows) if source is not None else ()
        before, self._seen = self._seen, (top, region.width, lines)
        if before is None or before[:2] != self._seen[:2] or self._finder is not None:
            self.refresh()
            return
        for y, (old, new) in enumerate(zip_longest(before[2], lines)):
            if old != new:
                self.refresh(Region(0, y, region.width, 1))

    def _publish_size(self) -> None:
        if self._source is None:
            return
        self._sized = monotonic()
        size = Size(self._width, len(self._source))
        if (size.height > self.scrollable_content_region.height) is self.show_vertical_scrollbar:
            publish_size(self, size)
        else:
            self.virtual_size = size
        if self._to_end:
            self._to_end = not self._source.complete
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
