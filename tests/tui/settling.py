"""Keys for an app under Textual's Pilot, and waiting until it has done all that they set going.

Textual's own ``press`` and ``pause`` take a process for done that uses no processor for twenty
milliseconds: on a busy machine that is any process, and each key costs twice as much.
"""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Sequence
from typing import Any

from textual.app import App
from textual.events import Key
from textual.pilot import Pilot

from tests.tui.textual_internals import (
    has_messages,
    is_animated,
    lay_out,
    name_of_character,
    unicode_name_of,
    wait_for_screen,
)
from tests.waiting import PATIENCE

_TIMES = 3
"""So often in a row the queues have to be empty: a message may be on its way between two."""

_MOST_ROUNDS = 10


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, each once all is done that the one before has set going."""
    for key in keys:
        await press_at_once(pilot, (key,))


async def press_at_once(pilot: Pilot[Any], keys: Sequence[str]) -> None:
    """Press keys, of which none waits for the one before, and wait for all of them."""
    for key in keys:
        pilot.app.post_message(_event(key))
    await settle(pilot)


async def click(pilot: Pilot[Any], *where: Any, **how: Any) -> None:
    """Click as ``Pilot.click`` does, and wait until all is done that it has set going."""
    await pilot.click(*where, **how)
    await settle(pilot)


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until no widget has a message left, and what was changed has been laid out."""
    app = pilot.app
    for _ in range(_MOST_ROUNDS):  # an app that is never at rest has to be waited for otherwise
        await _until_empty(app)
        await wait_for_screen(pilot)  # what has been taken out of a queue is done then
        await app.animator.wait_until_complete()
        was_busy = await _until_empty(app)
        lay_out(app)
        is_busy = await _until_empty(app) or was_busy
        # What waited for the layout may have begun to scroll just now.
        if not is_busy and not is_animated(app):
            break


async def _until_empty(app: App[Any]) -> bool:
    """Wait until all queues are empty, several times in a row; True where one was not."""
    deadline, seen, was_busy = time.monotonic() + PATIENCE, 0, False
    while seen < _TIMES and time.monotonic() < deadline:
        await asyncio.sleep(0)
        is_busy = has_messages(app)
        was_busy |= is_busy
        seen = 0 if is_busy else seen + 1
    return was_busy


def _event(key: str) -> Key:
    """The event of a key, or of a character: with what it types, where it types something."""
    if len(key) == 1:
        return Key(name_of_character(key), key)
    try:
        name = unicode_name_of(key)
        return Key(key, unicodedata.lookup(name))
    except KeyError:
        return Key(key, None)
