"""Waits for the server's verdict on a proof, even if the request is given up meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar

T = TypeVar("T")

GRACE_SECONDS = 1.2
"""Seconds that a proof has to be judged once it is given up: a server that is well takes less."""

_CLOSING = 0.25
"""Seconds that a proof has to end once it is cancelled itself."""


async def until_judged(
    proof: Coroutine[object, object, T],
    throw_away: Callable[[T], Awaitable[None]],
    *,
    within: float | None = None,
    is_late: Callable[[], None] = lambda: None,
    given_up: Callable[[], None] = lambda: None,
) -> T:
    """The outcome of a proof, which is not left half-done at once when its caller is cancelled.

    A proof that is given up never learns that the password is wrong, and the next one sends it
    again: it gets a second more to be judged, however often it is cancelled, and no longer, as
    whoever stops it waits for that. ``given_up`` is called when it is cancelled, before anything
    else can ask.

    After ``within`` seconds ``is_late`` is called, and from then on cancelling ends it as anything
    else; None where it is never late. ``throw_away`` closes an answer that nobody waits for.
    """
    loop = asyncio.get_running_loop()
    late = None if within is None else loop.time() + within
    task = asyncio.ensure_future(proof)
    try:
        await asyncio.wait([task], timeout=within)
        if not task.done():
            is_late()
        return await task
    except asyncio.CancelledError:
        if not task.done():
            given_up()
            end = loop.time() + GRACE_SECONDS
            await _until_done(task, end if late is None else min(late, end))
        if not task.done():
            task.cancel()
            await _until_done(task, loop.time() + _CLOSING)
        task.add_done_callback(_look)  # it may end in an error that nobody waits for
        if task.done() and not task.cancelled() and task.exception() is None:
            await throw_away(task.result())
        raise


async def _until_done(task: asyncio.Future[T], end: float) -> None:
    """Wait for it until a moment of the loop's clock, also where this is cancelled meanwhile."""
    loop = asyncio.get_running_loop()
    while not task.done() and loop.time() < end:
        try:
            await asyncio.wait([task], timeout=end - loop.time())
        except asyncio.CancelledError:
            continue


def _look(task: asyncio.Future[T]) -> None:
    if not task.cancelled():
        task.exception()
