"""Textual's compositor, its updates, and the colours of rich's console."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import (
    ChopsUpdate,
    Compositor,
    CompositorUpdate,
    LayoutUpdate,
    ReflowResult,
)
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

__all__ = [
    "ChopsCompositor",
    "ChopsUpdate",
    "CompositorUpdate",
    "LayoutUpdate",
    "ReflowResult",
    "colours_of",
    "whole_of",
]


class ChopsCompositor(Compositor):
    """Textual's, with what each line consists of left to :meth:`chops_of_frame`."""

    @property
    def dirty_regions(self) -> set[Region]:
        """Where something changed since the frame before."""
        return self._dirty_regions

    def chops_of_frame(self) -> Sequence[Mapping[int, Strip]]:
        """What is seen of each line, by the column that it begins at."""
        raise NotImplementedError

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        return self.chops_of_frame()


def colours_of(console: Console) -> ColorSystem:
    """The colours that a console's terminal has; all of them where that is not known."""
    return console._color_system or ColorSystem.TRUECOLOR


def whole_of(screen: Screen[Any]) -> LayoutUpdate | None:
    """All of a screen, drawn anew by whatever draws it; None before it was laid out."""
    compositor = screen._compositor
    return compositor.render_full_update() if compositor.size else None
