"""The end of the terminal is the end of the program: a dropped line leaves nothing running.

Usually the system says so by a signal. A terminal can also go away silently (its owner was
killed, the program was started detached from it): reading from it then brings nothing, again and
again, and the program would ask for ever.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

from textual.app import App

_GRACE = 3.0
"""Seconds to end in order. What is written meanwhile has nowhere to go, and may wait for ever."""

_STATUS = 128 + 1
"""The exit status of a program that its terminal hung up on."""


def end_with_terminal(app: App[Any]) -> None:
    """Have the app leave when its terminal is gone. To be called on the app's loop."""
    if not hasattr(select, "poll") or app.is_headless:
        return
    loop = asyncio.get_running_loop()

    def leave() -> None:
        threading.Thread(target=_end_anyway, name="hangup", daemon=True).start()
        app.exit(return_code=_STATUS)

    def watch() -> None:
        poll = select.poll()
        # No event is asked for: a hang-up is told all the same, and nothing else.
        poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
        poll.poll()
        with suppress(RuntimeError):  # the app is gone already
            loop.call_soon_threadsafe(leave)

    if threading.current_thread() is threading.main_thread():
        loop.add_signal_handler(signal.SIGHUP, leave)
    if sys.platform == "linux":
        threading.Thread(target=watch, name="terminal", daemon=True).start()


def _end_anyway() -> None:
    threading.Event().wait(_GRACE)
    os._exit(_STATUS)
