"""Progress line of a run: records, rate and time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from netwrix_tui.headless.messages import Messages

_TICK = 0.5
"""Seconds between two looks at the clock while nothing comes."""
_BAR = 24
"""Cells."""


def progress_text(written: int, limit: int | None, seconds: float) -> str:
    """``12,000 records · 4,300/s · 0:03``; a bar before it where it is known how many are wanted.

    Fewer records than ``limit`` may be there: the bar says how many may come yet.
    """
    minutes, rest = divmod(int(seconds), 60)
    clock = f"{minutes}:{rest:02}"
    if not written:
        return f"searching … {clock}"
    count = f"{written:,}" if limit is None else f"{written:,} of {limit:,}"
    rate = f"{written / max(seconds, 0.001):,.0f}/s"
    return f"{_bar(written, limit)}{count} records · {rate} · {clock}"


def _bar(written: int, limit: int | None) -> str:
    if limit is None:
        return ""
    full = min(_BAR, written * _BAR // limit)
    return f"[{'#' * full}{'.' * (_BAR - full)}] "


@asynccontextmanager
async def ticking(messages: Messages, text: Callable[[], str]) -> AsyncIterator[None]:
    """Keeps the line of progress up to date, also while the server takes its time."""

    async def tick() -> None:
        while True:
            messages.progress(text())
            await asyncio.sleep(_TICK)

    if not messages.has_progress:
        yield
        return
    ticks = asyncio.create_task(tick())
    try:
        yield
    finally:
        ticks.cancel()
        with suppress(asyncio.CancelledError):
            await ticks
        messages.clear()


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How many have passed."""
        return time.monotonic() - self._began
