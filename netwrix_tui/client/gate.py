"""Lets one sign-in through at a time, in whatever thread and event loop it runs."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from types import TracebackType

LOOK_AGAIN = 1.0
"""Seconds after which those who wait see whether the loop of the one inside has ended."""


class Gate:
    """A lock for tasks of several event loops: a connect screen's test and the explorer have two.

    asyncio's own belongs to one loop, and one of threads would hold up all that runs on a loop.
    Those who wait come in by their order. Where a loop was closed with a task inside, the next one
    takes the place over.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._inside: Hold | None = None
        self._waiting: deque[Hold] = deque()

    def hold(self) -> Hold:
        """For ``async with``: inside the gate, until its end or until :meth:`Hold.release`."""
        return Hold(self)

    def let_in(self, hold: Hold) -> bool:
        """True where it is inside; else it is called when its turn has come."""
        with self._guard:
            if self._inside is not None and self._inside.is_forsaken:
                self._inside = None
            if self._inside is None and not self._waiting:
                self._inside = hold
            if self._inside is not hold and hold not in self._waiting:
                self._waiting.append(hold)
            self._next()
            return self._inside is hold

    def let_out(self, hold: Hold) -> None:
        """It is not inside any more, and does not wait any more."""
        with self._guard:
            if hold in self._waiting:
                self._waiting.remove(hold)
            if self._inside is hold:
                self._inside = None
            self._next()

    def _next(self) -> None:
        while self._inside is None and self._waiting:
            hold = self._waiting.popleft()
            if hold.call():
                self._inside = hold


class Hold:
    """One task's place inside the gate. Leaving it twice does nothing."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turn: asyncio.Future[None] | None = None

    @property
    def is_forsaken(self) -> bool:
        """True where its loop was closed: nobody is going to release it."""
        return self._loop is not None and self._loop.is_closed()

    def call(self) -> bool:
        """Tell the task that its turn has come; False where its loop has ended."""
        if self._loop is None or self._turn is None:
            return False
        try:
            self._loop.call_soon_threadsafe(_come, self._turn)
        except RuntimeError:
            return False
        return True

    def release(self) -> None:
        """Let the next one in."""
        self._gate.let_out(self)

    async def __aenter__(self) -> Hold:
        self._loop = asyncio.get_running_loop()
        self._turn = self._loop.create_future()
        try:
            while not self._gate.let_in(self):
                await asyncio.wait([self._turn], timeout=LOOK_AGAIN)
        except BaseException:
            self.release()  # its turn may have come at the same moment
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()


def _come(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)
