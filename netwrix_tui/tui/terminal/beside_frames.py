"""What the driver writes to the terminal besides frames.

Textual has no public way to write an escape sequence, nor to release the mouse for a while; its own
``App.copy_to_clipboard`` and ``App.bell`` write to the driver in the same way.
"""

from __future__ import annotations

from typing import Any

from textual.app import App

from netwrix_tui.tui.terminal.internals.app_hooks import driver_of, uses_mouse

_RELEASE_MOUSE = "\x1b[?1003l\x1b[?1000l"
_TAKE_MOUSE = "\x1b[?1000h\x1b[?1003h"


def write(app: App[Any], data: str) -> None:
    """Write to the terminal, in order with what Textual writes. Nothing where there is none."""
    driver = driver_of(app)
    if driver is not None:
        driver.write(data)
        driver.flush()


def restore(app: App[Any]) -> None:
    """Give the terminal back, where the app has ended without doing so."""
    give_back = getattr(driver_of(app), "restore", None)
    if give_back is not None:
        give_back()


def release_mouse(app: App[Any]) -> None:
    """Leave the mouse to the terminal, for its own selection.

    Only the reports are switched off. The encoding of the reports stays as the driver chose it,
    so that they are understood again after :func:`take_mouse`.
    """
    if uses_mouse(app):
        write(app, _RELEASE_MOUSE)


def take_mouse(app: App[Any]) -> None:
    """Have the mouse reported again, where the app has it reported at all."""
    if uses_mouse(app):
        write(app, _TAKE_MOUSE)
