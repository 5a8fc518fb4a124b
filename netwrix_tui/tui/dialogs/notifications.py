"""Notifications: information, warnings and errors, each kind with its look and duration.

Values in them are made visible, and never read as markup.
"""

from __future__ import annotations

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.foreign_text import OPEN, rows
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.terminal.internals.app_hooks import take_back

_WIDEST, _AROUND = 60, 6
"""Cells of a toast, which takes at most half of the screen, and of what is around its words."""

_SAID_SECONDS, _WRONG_SECONDS = 5, 12


def notify_information(host: ScreenHost, words: str) -> None:
    """Say what was done, or what there is to know."""
    host.notify(_in_rows(host, words), markup=False, timeout=_SAID_SECONDS)


def notify_warning(host: ScreenHost, words: str) -> None:
    """Say what is not as it should be, though all goes on; nothing where the words are empty."""
    if words:
        shown = _in_rows(host, words)
        host.notify(shown, severity="warning", markup=False, timeout=_WRONG_SECONDS)


def notify_error(host: ScreenHost, error: NetwrixTuiError, way_on: str = "") -> None:
    """Say why something was not done, and what to do about it; ``way_on`` names the key for it.

    What was tried again and failed again is said once.
    """
    words = _in_rows(host, f"{error.sentence()} {way_on}".strip())
    take_back(host.app, words)
    host.notify(words, severity="error", markup=False, timeout=_WRONG_SECONDS)


def _in_rows(host: ScreenHost, words: str) -> str:
    """The words made visible; where they quote somebody, in rows that say so."""
    if OPEN not in words:
        return visible(words)
    width = min(_WIDEST, host.app.size.width // 2) - _AROUND
    return "\n".join(row for line in words.split("\n") for row in rows(line, width))
