"""What an explorer tells in passing: each kind of sentence looks alike and stands equally long.

Values in them are made visible, and never read as markup.
"""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.foreign_text import OPEN, rows
from netwrix_tui.visible_text import visible

_WIDEST, _AROUND = 60, 6
"""Cells of a toast, which takes at most half of the screen, and of what is around its words."""

_SAID_SECONDS, _WRONG_SECONDS = 5, 12


def tell(screen: Screen[Any], words: str) -> None:
    """Say what was done, or what there is to know."""
    screen.notify(_in_rows(screen, words), markup=False, timeout=_SAID_SECONDS)


def warn(screen: Screen[None], words: str) -> None:
    """Say what is not as it should be, though all goes on; nothing where the words are empty."""
    if words:
        shown = _in_rows(screen, words)
        screen.notify(shown, severity="warning", markup=False, timeout=_WRONG_SECONDS)


def complain(screen: Screen[None], error: NetwrixTuiError, way_on: str = "") -> None:
    """Say why something was not done, and what to do about it; ``way_on`` names the key for it.

    What was tried again and failed again is said once.
    """
    words = _in_rows(screen, f"{error.sentence()} {way_on}".strip())
    for before in list(screen.app._notifications):
        if before.message == words:
            screen.app._unnotify(before)
    screen.notify(words, severity="error", markup=False, timeout=_WRONG_SECONDS)


def _in_rows(screen: Screen[Any], words: str) -> str:
    """The words made visible; where they quote somebody, in rows that say so."""
    if OPEN not in words:
        return visible(words)
    width = min(_WIDEST, screen.app.size.width // 2) - _AROUND
    return "\n".join(row for line in words.split("\n") for row in rows(line, width))
