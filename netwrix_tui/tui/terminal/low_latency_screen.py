"""A screen that is drawn with few bytes, and at once where a key changed it."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TypeVar

from textual.events import Idle
from textual.screen import Screen

from netwrix_tui.tui.terminal.internals.missing_widgets import LooksInVain
from netwrix_tui.tui.terminal.internals.private_names import draws_itself
from netwrix_tui.tui.terminal.internals.screen_updates import (
    draw_by,
    draw_now,
    is_drawn_next,
    is_laid_out_next,
)
from netwrix_tui.tui.terminal.slow_line import is_eased

Result = TypeVar("Result")

_MOMENTS = 0.03
"""Seconds. Not the next change alone: that may be one that was under way before the key."""

_BREATH = 0.001
"""Seconds."""


class LowLatencyScreen(LooksInVain, Screen[Result]):
    """Textual draws by a clock: what has just been drawn is not drawn again for up to 33 ms.

    That is right for what goes on by itself; of a key it makes something that drags while records
    stream in. What a key changes is drawn as soon as it is known, except on a slow line, and on a
    release of Textual that this was not tested with: there, all is drawn as Textual draws it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._is_own = draws_itself()
        if self._is_own:
            from netwrix_tui.tui.terminal.compositor import DirtyRegionCompositor

            draw_by(self, DirtyRegionCompositor())
        self._hurried_until = 0.0

    def hurry(self) -> None:
        """A key has come: draw what changes in the next moments without waiting for the clock."""
        if self._is_own and not is_eased():
            self._hurried_until = monotonic() + _MOMENTS

    async def on_idle(self, event: Idle) -> None:
        if not self._is_hurried:
            return
        if is_laid_out_next(self):
            # Laying out takes long, and so did what asked for it: others have a turn in between.
            await asyncio.sleep(_BREATH)
        if is_drawn_next(self) and self._is_hurried:
            draw_now(self)

    @property
    def _is_hurried(self) -> bool:
        return monotonic() < self._hurried_until
