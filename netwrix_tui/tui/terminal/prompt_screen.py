"""A screen that is drawn with few bytes, and at once where a key changed it."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TypeVar

from textual.events import Idle
from textual.screen import Screen

from netwrix_tui.tui.standing import LooksInVain
from netwrix_tui.tui.terminal.compositor import SparingCompositor
from netwrix_tui.tui.terminal.slow_line import is_eased

Result = TypeVar("Result")

_MOMENTS = 0.03
"""Seconds. Not the next change alone: that may be one that was under way before the key."""

_BREATH = 0.001
"""Seconds."""


class PromptScreen(LooksInVain, Screen[Result]):
    """Textual draws by a clock: what has just been drawn is not drawn again for up to 33 ms.

    That is right for what goes on by itself; of a key it makes something that drags while records
    stream in. What a key changes is drawn as soon as it is known, except on a slow line.
    """

    def __init__(self) -> None:
        super().__init__()
        self._compositor = SparingCompositor()
        self._hurried_until = 0.0

    def hurry(self) -> None:
        """A key has come: draw what changes in the next moments without waiting for the clock."""
        if not is_eased():
            self._hurried_until = monotonic() + _MOMENTS

    async def on_idle(self, event: Idle) -> None:
        if self._layout_required and self._is_hurried:
            # Laying out takes long, and so did what asked for it: others have a turn in between.
            await asyncio.sleep(_BREATH)
        is_changed = self._layout_required or self._scroll_required or self._dirty_widgets
        if is_changed and self._is_hurried:
            self._on_timer_update()

    @property
    def _is_hurried(self) -> bool:
        return monotonic() < self._hurried_until
