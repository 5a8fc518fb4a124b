"""What is said to the terminal beside the picture. The one place that reaches for the driver.

Textual offers no public way to write a sequence of one's own, nor to let go of the mouse for a
while; its own ``App.copy_to_clipboard`` and ``App.bell`` write to the driver as it is done here.
"""

from __future__ import annotations

from typing import Any

from textual.app import App

_RELEASE_MOUSE = "\x1b[?1003l\x1b[?1000l"
_TAKE_MOUSE = "\x1b[?1000h\x1b[?1003h"


def write(app: App[Any], data: str) -> None:
    """Write to the terminal, in order with what Textual writes. Nothing where there is none."""
    driver = app._driver
    if driver is not None:
        driver.write(data)
        driver.flush()


def restore(app: App[Any]) -> None:
    """Give the terminal back, where the app has ended without doing so."""
    give_back = getattr(app._driver, "restore", None)
    if give_back is not None:
        give_back()


def release_mouse(app: App[Any]) -> None:
    """Leave the mouse to the terminal, for its own selection.

    Only the reports are switched off. The encoding of the reports stays as the driver chose it,
    so that they are understood again after :func:`take_mouse`.
    """
    if _uses_mouse(app):
        write(app, _RELEASE_MOUSE)


def take_mouse(app: App[Any]) -> None:
    """Have the mouse reported again, where the app has it reported at all."""
    if _uses_mouse(app):
        write(app, _TAKE_MOUSE)


def _uses_mouse(app: App[Any]) -> bool:
    return app._driver is not None and app._driver._mouse
