"""Writer between the screen and the terminal: of each frame, only what the terminal lacks."""

from __future__ import annotations

from typing import Any, cast

from rich.console import Console, RenderableType
from textual.screen import Screen

from netwrix_tui.tui.terminal.internals.frames import (
    ChopsUpdate,
    CompositorUpdate,
    LayoutUpdate,
    colours_of,
    whole_of,
)
from netwrix_tui.tui.terminal.shown_screen import Draft, Frame, Part, ShownScreen


class Difference(CompositorUpdate):
    """What of a frame is written; it counts as written where it is asked for its bytes."""

    def __init__(self, draft: Draft, shown: ShownScreen) -> None:
        self._draft = draft
        self._shown = shown

    def render_segments(self, console: Console) -> str:
        """The bytes, as text."""
        self._shown.adopt(self._draft)
        return self._draft.text


class DifferenceWriter:
    """Of what all screens draw, those below a dialog and those of Textual's too."""

    def __init__(self) -> None:
        self._shown = ShownScreen()

    def forget(self) -> None:
        """The next frame is a whole one."""
        self._shown.forget()

    def of(
        self, screen: Screen[Any], update: RenderableType | None, console: Console
    ) -> RenderableType | None:
        """What is written for an update; None where all of it stands there."""
        if update is None and self._shown.is_known:
            return None
        frame = _frame_of(update)
        if frame is None and update is not None:
            # Nothing that a compositor made: nobody knows where that goes.
            self._shown.forget()
            return update
        if frame is None or not self._shown.takes(frame):
            whole = whole_of(screen)
            frame = _frame_of(whole)
            if frame is None:
                return None
        draft = self._shown.draft(frame, colours_of(console))
        return cast("RenderableType", Difference(draft, self._shown)) if draft.text else None


def _frame_of(update: RenderableType | None) -> Frame | None:
    if isinstance(update, ChopsUpdate):
        return _parts_of(update)
    if isinstance(update, LayoutUpdate) and not update.region.offset:
        return _whole_of(update)
    return None


def _whole_of(update: LayoutUpdate) -> Frame:
    cuts: list[list[int]] = []
    parts: list[Part] = []
    for y, line in enumerate(update.strips):
        x = 0
        starts: list[int] = []
        for strip in line:
            starts.append(x)
            parts.append((y, x, x + strip.cell_length, strip))
            x += strip.cell_length
        cuts.append(starts)
    return Frame(update.region.width, cuts, parts, is_whole=True)


def _parts_of(update: ChopsUpdate) -> Frame:
    chops, ends = update.chops, update.chop_ends
    parts: list[Part] = [
        (y, x, end, strip)
        for y, first, last in update.spans
        if 0 <= y < len(chops)
        for end, (x, strip) in zip(ends[y], chops[y].items(), strict=True)
        if strip is not None and x < last and first < end
    ]
    return Frame(ends[0][-1] if ends else 0, [list(line) for line in chops], parts, is_whole=False)
