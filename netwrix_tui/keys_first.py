"""Keys first: whoever takes pages apart on another thread waits while a key is being answered.

Two threads that want the interpreter get it in turns of a millisecond, so that either takes longer
while the other is at work. Here the thread that loads stands back for that moment, once for each
step of its work: it loses at most so much a step, however fast keys come.
"""

from __future__ import annotations

import asyncio
from time import monotonic, sleep

_ANSWERED = 0.015
"""Seconds in which a key is answered and drawn: a page down took 14.6 ms at p95 with nothing else
under way."""

_until = 0.0


def key_came() -> None:
    """The screen has a key to answer."""
    global _until
    _until = monotonic() + _ANSWERED


async def stand_back() -> None:
    """Between two steps of work on a loop beside the screen's."""
    left = _until - monotonic()
    if left > 0:
        await asyncio.sleep(min(left, _ANSWERED))


def stand_back_beside() -> None:
    """The same on a thread without a loop."""
    left = _until - monotonic()
    if left > 0:
        sleep(min(left, _ANSWERED))
