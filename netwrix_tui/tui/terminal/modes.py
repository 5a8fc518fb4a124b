"""The modes of a terminal that the program switches on, and how all of them are switched off."""

from __future__ import annotations

import os
import select
import termios
from contextlib import suppress
from typing import Any

ALL_OFF = (
    "\x1b[?2026l"  # a frame that was begun
    "\x1b[?2004l"  # bracketed paste
    "\x1b[?7h"  # lines wrap
    "\x1b[?2048l"  # the size in band
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1016l\x1b[?1006l"  # the mouse
    "\x1b[?1004l"  # focus
    "\x1b[r"  # a scrolling region
    "\x1b[<u"  # kitty's keyboard; before the alternate screen, which has its own
    "\x1b[0m\x1b[?1049l\x1b[?25h"
)
_PATIENCE = 0.5
"""Seconds for a terminal that takes nothing."""


def leave_at_once(keyboard: int, attributes: list[Any] | None, screen: int) -> None:
    """Restore the terminal without Textual, which hangs or is gone. Raises nothing.

    ``keyboard`` and ``screen`` are file descriptors; ``attributes`` are those from before.
    """
    with suppress(OSError, ValueError):
        if select.select([], [screen], [], _PATIENCE)[1]:
            os.write(screen, ALL_OFF.encode())
    if attributes is not None:
        with suppress(termios.error, ValueError):
            termios.tcsetattr(keyboard, termios.TCSANOW, attributes)
