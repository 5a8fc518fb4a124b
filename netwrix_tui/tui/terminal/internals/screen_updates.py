"""When and by what a screen is drawn. Only to be asked where frames are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from netwrix_tui.tui.terminal.internals.frames import ChopsCompositor


def draw_by(screen: Screen[Any], compositor: ChopsCompositor) -> None:
    """Have a screen drawn by another compositor; before it is shown."""
    screen._compositor = compositor


def is_laid_out_next(screen: Screen[Any]) -> bool:
    """Whether the next frame lays the screen out."""
    return screen._layout_required


def is_drawn_next(screen: Screen[Any]) -> bool:
    """Whether anything has changed since the last frame."""
    return bool(screen._layout_required or screen._scroll_required or screen._dirty_widgets)


def draw_now(screen: Screen[Any]) -> None:
    """Draw what has changed without waiting for the clock."""
    screen._on_timer_update()
