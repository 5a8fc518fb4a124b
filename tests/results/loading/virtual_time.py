"""A loop whose clock goes on at once to when something is due: seconds cost nothing, and count."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _AtOnce(selectors.DefaultSelector):
    """Waits for nothing, and lets the time pass that would have been waited for."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            assert timeout is not None, "nothing is due any more"
            self.passed += max(timeout, 0.0)
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._at_once = _AtOnce()
        super().__init__(self._at_once)

    def time(self) -> float:
        return self._at_once.passed


def timed(work: Coroutine[Any, Any, T]) -> tuple[T, float]:
    """The outcome, and how many seconds it would have taken."""
    loop = _Loop()
    try:
        return loop.run_until_complete(work), loop.time()
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
            loop.run_until_complete(asyncio.wait([task]))
        loop.close()
