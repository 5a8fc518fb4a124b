"""Ends that come from outside: a signal, a terminal that hangs up, a thread that fails.

Each of them ends the program in order, with the terminal as it was, and a status that tells it.
"""

from __future__ import annotations

import asyncio
import select
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from textual.app import App

from netwrix_tui.ending import end_within
from netwrix_tui.tui.terminal.internals.app_hooks import end_by

_GRACE = 1.6
"""Seconds to end in order. What is written meanwhile may have nowhere to go, and wait for ever."""

_BY_SIGNAL = 128
"""The exit status of a program that a signal ended is this and the signal's number."""

HUNG_UP = _BY_SIGNAL + 1
"""The exit status of a program that its terminal hung up on."""

_ENDING = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGALRM", "SIGUSR1", "SIGUSR2", "SIGXCPU",
           "SIGVTALRM", "SIGPROF", "SIGABRT")  # fmt: skip
"""Signals that end a program which does not know them, and can be heard."""


class Termination:
    """Hears of them, has the app leave, and sees to it that it does.

    ``restore`` gives the terminal back where the app does not come to it.
    """

    def __init__(
        self, app: App[Any], loop: asyncio.AbstractEventLoop, restore: Callable[[], None]
    ) -> None:
        self._app = app
        self._loop = loop
        self._restore = restore
        self._is_leaving = False
        self._is_listening = False

    def listen(self) -> None:
        """Hear of every end from now on. To be called on the main thread."""
        if self._is_listening or threading.current_thread() is not threading.main_thread():
            return
        self._is_listening = True
        for name in _ENDING:
            signal.signal(getattr(signal, name), self._signalled)
        threading.excepthook = self._thread_failed
        when_gone(lambda: self.leave(HUNG_UP))

    def leave(self, status: int) -> None:
        """End with a status; the first one counts. May be called on any thread."""
        if self._is_leaving:
            return
        self._is_leaving = True
        end_within(_GRACE, status, self._restore)
        with suppress(RuntimeError):  # the app is gone already
            self._loop.call_soon_threadsafe(self._app.exit, None, status)

    def crash(self, error: BaseException) -> None:
        """End by a mistake on a thread of its own, as by one on the app's. On any thread."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._fail, error)

    def _fail(self, error: BaseException) -> None:
        try:
            raise error
        except Exception as failed:  # noqa: BLE001 - to have it where the app looks for it
            end_by(self._app, failed)

    def _signalled(self, number: int, _: FrameType | None) -> None:
        if self._loop.is_closed():
            sys.exit(_BY_SIGNAL + number)
        self.leave(_BY_SIGNAL + number)

    def _thread_failed(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
            self.crash(failed.exc_value)


def when_gone(tell: Callable[[], None]) -> None:
    """Call ``tell``, on a thread of its own, when the terminal is gone.

    Usually the system says so by a signal. A terminal can also go away silently (its owner was
    killed, the program was started detached from it): reading from it then brings nothing, again
    and again, and the program would ask for ever.
    """
    if sys.platform == "linux":  # elsewhere it cannot be polled
        threading.Thread(target=_watch, args=(tell,), name="terminal", daemon=True).start()


def _watch(tell: Callable[[], None]) -> None:
    poll = select.poll()
    # No event is asked for: a hang-up is told all the same, and nothing else.
    poll.register(sys.__stdin__.fileno() if sys.__stdin__ else 0, 0)
    poll.poll()
    tell()
