"""Ends of a command that come from outside: ctrl+c, SIGTERM, a terminal that hangs up.

On Windows these are ctrl+c and ctrl+break; a console that closes is told as the latter.

Whatever is under way (a server that drips its answer, a look-up of a name, a reader that takes no
output), the command is over two seconds later, with a status that tells why.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, TypeVar

from netwrix_tui.loops import new_loop

T = TypeVar("T")

GRACE = 1.65
"""Seconds to end in order."""

STEP = 0.75
"""Seconds of them in which what was asked to end by itself may still come to its end."""

CLEARING_SECONDS = 0.2
_CLEAR = b"\r\x1b[K"
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Those that the system has of them: no Windows has a SIGHUP, nothing else a SIGBREAK."""
_BY_SIGNAL = 128
"""The exit status of a program that a signal ended is this and the signal's number."""


class Ended(SystemExit):
    """A signal ended the command; ``code`` is its exit status."""


class Ending:
    """Runs a command's work until it is done, or a signal ends it.

    With ``ask`` the first signal asks it to end by itself: it is called on the loop, and the work
    is cancelled if it has not ended soon after, or by the next signal.
    """

    def __init__(self, ask: Callable[[], None] | None = None) -> None:
        self._ask = ask
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Any] | None = None
        self.status: int | None = None
        """The exit status by the first signal that came; None as long as none did."""

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The outcome of the work. Raises Ended where it was cancelled by a signal."""
        with self._heard(), asyncio.Runner(loop_factory=new_loop) as runner:
            try:
                return runner.run(self._noted(work))
            except asyncio.CancelledError:
                if self.status is None:
                    raise
                raise Ended(self.status) from None

    async def _noted(self, work: Coroutine[Any, Any, T]) -> T:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        if self.status is not None:
            self._begin_to_end()
        return await work

    @contextmanager
    def _heard(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
        # Whoever started it may want it to go on, as nohup does; a write hears of ctrl+c anyway.
        wanted = [n for n in numbers if signal.getsignal(n) is not signal.SIG_IGN or self._ask]
        before = {number: signal.signal(number, self._signalled) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _signalled(self, number: int, _: FrameType | None) -> None:
        if self.status is None:
            self.status = _BY_SIGNAL + number
            end_within(GRACE, self.status)
            self._on_loop(self._begin_to_end)
        elif self._ask is not None:
            self._ask = None
            self._on_loop(self._cancel)

    def _on_loop(self, call: Callable[[], None]) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # it is over already
                self._loop.call_soon_threadsafe(call)

    def _begin_to_end(self) -> None:
        if self._ask is None or self._loop is None:
            self._cancel()
        else:
            self._ask()
            self._loop.call_later(STEP, self._cancel)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()


def end_within(seconds: float, status: int, restore: Callable[[], None] | None = None) -> None:
    """See to it that the process is over by then, whatever holds it up; on a thread of its own.

    ``restore`` gives the terminal back first; without it, a line of progress is taken away.
    """

    def end() -> None:
        threading.Event().wait(seconds)
        # What is written may have nowhere to go, and wait for ever.
        last = threading.Thread(target=restore or _clear_line, daemon=True)
        last.start()
        last.join(CLEARING_SECONDS)
        os._exit(status)

    threading.Thread(target=end, daemon=True, name="ending").start()


def _clear_line() -> None:
    with suppress(OSError):
        if os.isatty(2):
            os.write(2, _CLEAR)
