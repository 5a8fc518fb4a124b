"""What a slow line is spared: animation, and more frames than it can carry."""

from __future__ import annotations

from typing import Any

from textual import constants, screen
from textual.app import App

SLOW_FRAMES = 8
"""Frames a second at most: a key is drawn within an eighth of a second, a held one that often."""


def go_easy(app: App[Any], slow: bool) -> None:
    """Spare the line, or use it as usual. Holds for the screens that are opened from now on.

    The frame rate is the number that ``TEXTUAL_FPS`` sets. Textual reads that once, before any
    profile is known, and offers no other way to it.
    """
    frames = min(SLOW_FRAMES, constants.MAX_FPS) if slow else constants.MAX_FPS
    screen.UPDATE_PERIOD = 1 / frames  # type: ignore[misc]
    app.animation_level = "none" if slow else constants.TEXTUAL_ANIMATIONS


def is_eased() -> bool:
    """True where the line is spared."""
    return screen.UPDATE_PERIOD >= 1 / SLOW_FRAMES
