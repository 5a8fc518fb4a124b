"""Waits for the server's verdict on a proof, whatever becomes of whoever wanted the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar

T = TypeVar("T")


async def until_judged(
    proof: Coroutine[object, object, T],
    throw_away: Callable[[T], Awaitable[None]],
    *,
    within: float | None = None,
    is_late: Callable[[], None] = lambda: None,
) -> T:
    """The outcome of a proof, which is not left half-done however often its caller is cancelled.

    A proof that is given up would never learn that the password is wrong, and the next one would
    send it again. After ``within`` seconds ``is_late`` is called, and from then on cancelling ends
    it as anything else; None where each step of it is bounded by a time of its own. ``throw_away``
    closes an answer that nobody waits for any more.
    """
    loop = asyncio.get_running_loop()
    end = None if within is None else loop.time() + within
    task = asyncio.ensure_future(proof)
    given_up = False
    try:
        await asyncio.wait([task], timeout=within)
        if not task.done():
            is_late()
        return await task
    except asyncio.CancelledError:
        while not task.done():
            left = None if end is None else end - loop.time()
            if given_up or (left is not None and left <= 0):
                left = None
                if not given_up:
                    given_up = task.cancel()
            try:
                await asyncio.wait([task], timeout=left)
            except asyncio.CancelledError:
                continue
        if not task.cancelled() and task.exception() is None:
            await throw_away(task.result())
        raise
