"""Timeline pane: the loaded records counted by time, with a cursor on one bucket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from netwrix_tui.records.zone import LOCAL, ShownZone
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.counts.actions import COUNTS_ACTIONS
from netwrix_tui.tui.counts.timeline_lines import TimelineLines
from netwrix_tui.tui.terminal.typed_ahead import focus_arrived
from netwrix_tui.tui.text.semantic_style import (
    SEMANTIC_CSS,
    SemanticStyle,
    partial_style,
    semantic_classes,
)

_TITLE, _QUIET = SemanticStyle.TITLE, SemanticStyle.QUIET
_BAR, _CHOSEN = SemanticStyle.LABEL, SemanticStyle.MARK
_AROUND = 2
"""Lines that are no bars: the words above, the axis below."""


class Timeline(Widget, can_focus=True):
    """Bars of the counts of a span of time; messages say what a key wants of a span of time.

    The cursor belongs to a moment, and so does the other end of what is selected: while records
    stream in and buckets change, both stay where they are in time.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(COUNTS_ACTIONS, Pane.TIMELINE)
    COMPONENT_CLASSES: ClassVar[set[str]] = semantic_classes((_TITLE, _QUIET, _BAR, _CHOSEN))
    ALLOW_SELECT = False
    DEFAULT_CSS = f"""
    Timeline {{
        height: 6; background: $background; color: $foreground;
        {SEMANTIC_CSS}
        &:ansi:focus > .semantic--mark {{ text-style: reverse; }}
    }}
    """

    class BucketsRequested(Message):
        """It has another width or zone: other buckets are wanted."""

    @dataclass
    class ZoomRequested(Message):
        """Only this span is wanted; ``end`` is no part of it."""

        start: datetime
        end: datetime

    @dataclass
    class FirstRecordRequested(Message):
        """The first record of this span is to be gone to."""

        start: datetime
        end: datetime

    class ZoomOutRequested(Message):
        """Back to the search before."""

    class TableRequested(Message):
        """To the table; the pane stays open."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._lines = TimelineLines()
        self._zone = LOCAL
        self._at: datetime | None = None
        self._anchor: datetime | None = None
        self._width = 0

    @property
    def lines(self) -> TimelineLines:
        """What is shown."""
        return self._lines

    @property
    def zone(self) -> ShownZone:
        """The zone whose days and hours its buckets are."""
        return self._zone

    @zone.setter
    def zone(self, zone: ShownZone) -> None:
        if zone != self._zone:
            self._zone = zone
            self.post_message(self.BucketsRequested())

    @property
    def most(self) -> int:
        """How many buckets it has room for; 0 before it has been laid out."""
        return self.content_size.width

    @property
    def chosen(self) -> tuple[int, int]:
        """The buckets from the first selected to the last; of the cursor alone, twice the same."""
        ends = self._place(self._at), self._place(self._anchor or self._at)
        return min(ends), max(ends)

    def show(self, lines: TimelineLines) -> None:
        """Show other counts, or the same in another zone."""
        self._lines = lines
        self.refresh()

    def _place(self, moment: datetime | None) -> int:
        if moment is None:
            return max(0, len(self._lines) - 1)
        return self._lines.place_of(moment)

    # Painting

    def render_line(self, y: int) -> Strip:
        width, height = self.content_size
        first, last = self.chosen
        lines, pointed = self._lines, self.has_focus
        if y == 0:
            words = lines.words(first, last, is_pointed_at=pointed, width=width).ljust(width)
            return self._strip(width, (words, _TITLE if pointed else _QUIET))
        if y == height - 1:
            axis = lines.axis(width, first, last, is_pointed_at=pointed)
            return self._strip(width, (axis, _QUIET))
        line = lines.bars(width, max(1, height - _AROUND))[y - 1]
        if not pointed or not len(lines):
            return self._strip(width, (line, _BAR))
        start, end = lines.stretch(width, first, last)
        return self._strip(
            width, (line[:start], _BAR), (line[start:end], _CHOSEN), (line[end:], _BAR)
        )

    def _strip(self, width: int, *parts: tuple[str, SemanticStyle]) -> Strip:
        plain = self.rich_style
        segments = [
            Segment(text, plain + partial_style(self, style)) for text, style in parts if text
        ]
        return Strip(segments).adjust_cell_length(width, plain)

    def on_show(self) -> None:
        """What was covered has not been counted meanwhile."""
        self.post_message(self.BucketsRequested())

    def on_resize(self) -> None:
        """Another width has other buckets."""
        if self.most != self._width:
            self._width = self.most
            self.post_message(self.BucketsRequested())

    def on_focus(self) -> None:
        """Keys that were typed ahead are for this pane."""
        focus_arrived(self)

    # Moving

    def move_to(self, place: int, *, extends: bool = False) -> None:
        """Put the cursor on a bucket; ``extends`` selects from where it was up to there."""
        if not len(self._lines):
            return
        before = self._lines.buckets[self._place(self._at)].start
        place = max(0, min(place, len(self._lines) - 1))
        self._anchor = (self._anchor or before) if extends else None
        self._at = self._lines.buckets[place].start
        self.refresh()

    def action_earlier(self) -> None:
        self.move_to(self._place(self._at) - 1)

    def action_later(self) -> None:
        self.move_to(self._place(self._at) + 1)

    def action_earliest(self) -> None:
        self.move_to(0)

    def action_latest(self) -> None:
        self.move_to(len(self._lines))

    def action_extend_earlier(self) -> None:
        self.move_to(self._place(self._at) - 1, extends=True)

    def action_extend_later(self) -> None:
        self.move_to(self._place(self._at) + 1, extends=True)

    # What it tells

    def action_zoom(self) -> None:
        if len(self._lines):
            self.post_message(self.ZoomRequested(*self._span()))
            self._at = self._anchor = None

    def action_zoom_out(self) -> None:
        self._at = self._anchor = None
        self.post_message(self.ZoomOutRequested())

    def action_go_to_first(self) -> None:
        if len(self._lines):
            self.post_message(self.FirstRecordRequested(*self._span()))

    def action_leave(self) -> None:
        """Give up what is selected; else leave."""
        if self._anchor is not None:
            self._anchor = None
            self.refresh()
        else:
            self.post_message(self.TableRequested())

    def _span(self) -> tuple[datetime, datetime]:
        first, last = self.chosen
        return self._lines.buckets[first].start, self._lines.buckets[last].end

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The cursor goes where the button went down."""
        at = event.get_content_offset(self)
        if at is not None and at.y:
            self.move_to(self._lines.place_at(at.x, self.most))
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Dragging selects."""
        if self.app.mouse_captured is self:
            at = event.get_content_offset_capture(self)
            place = self._lines.place_at(at.x, self.most)
            if place != self._place(self._at) or self._anchor is not None:
                self.move_to(place, extends=True)

    def on_mouse_up(self) -> None:
        """What is selected stays so."""
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A second click zooms."""
        if event.chain == 2:
            self.action_zoom()
