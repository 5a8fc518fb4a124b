"""Watch: shows the progress of a long task to whoever waits for it, who may end it."""

from __future__ import annotations

from typing import Protocol

from netwrix_tui.errors import NetwrixTuiError


class Cancelled(NetwrixTuiError):
    """The work was ended by whoever waited for it; nothing of it is left."""

    def __init__(self) -> None:
        super().__init__("Cancelled: nothing was written.")


class Watch(Protocol):
    """Both are called from the thread that works, many times a second."""

    def tell(self, doing: str, done: int, total: int) -> None:
        """``doing`` are words such as ``writing pages``; ``total`` is 0 where it is not known."""

    def is_wanted(self) -> bool:
        """False where the work shall end."""


class Unwatched:
    """Nobody waits."""

    def tell(self, doing: str, done: int, total: int) -> None:
        return

    def is_wanted(self) -> bool:
        return True


def step(watch: Watch, doing: str, done: int, total: int = 0) -> None:
    """Tell how far it is. Raises Cancelled where it is not wanted any more."""
    if not watch.is_wanted():
        raise Cancelled
    watch.tell(doing, done, total)
