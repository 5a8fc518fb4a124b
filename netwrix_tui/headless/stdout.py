"""Standard output, for data alone: bytes through to a reader, who may close the pipe."""

from __future__ import annotations

import asyncio
import errno
import os
import select
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from netwrix_tui import standard_streams
from netwrix_tui.errors import UsageError
from netwrix_tui.system_errors import is_reader_gone
from netwrix_tui.way_on import way_on_from

_LOOK = 0.25
"""Seconds between two looks at whether anybody reads."""

_GONE = (errno.EPIPE, errno.EIO, errno.ECONNRESET, errno.ENOTCONN, errno.ENXIO)
"""What writing says of a pipe, a terminal and a connection whose other end is closed."""


class StdoutClosed(Exception):
    """Whoever read the output has had enough of it."""


class Stdout:
    """Writes bytes to a file descriptor (standard output), each piece through to its reader."""

    def __init__(self, descriptor: int = 1) -> None:
        """Raises UsageError where it is closed: what is found would be lost."""
        if standard_streams.is_closed(descriptor):
            raise standard_streams.not_written()
        self._descriptor = descriptor
        self.is_terminal = os.isatty(descriptor)

    def write(self, data: bytes) -> None:
        """Write all of it. Raises StdoutClosed, and UsageError where there is no room."""
        rest = memoryview(data)
        try:
            while rest:
                try:
                    rest = rest[os.write(self._descriptor, rest) :]
                except BlockingIOError:
                    # A pipe that is full, from somebody who wants it not to wait.
                    select.select([], [self._descriptor], [])
        except OSError as error:
            if (error.errno in _GONE or is_reader_gone(error)) and not self._is_file():
                raise StdoutClosed from error
            raise UsageError(
                f"The records cannot be written: {error.strerror}.",
                next_step=way_on_from(error, "send them somewhere else"),
            ) from error

    @contextmanager
    def watched(self, closed: Callable[[], None]) -> Iterator[None]:
        """Calls ``closed`` once its reader has gone, also while nothing is being written.

        A pipe, a connection and a terminal tell that; a file has no reader.
        """
        if not hasattr(select, "poll"):  # Windows tells it when something is written
            yield
            return
        looking = asyncio.get_running_loop().create_task(self._look(closed))
        try:
            yield
        finally:
            looking.cancel()

    async def _look(self, closed: Callable[[], None]) -> None:
        poll = select.poll()
        # No event is asked for: a hang-up is told all the same, and nothing else.
        poll.register(self._descriptor, 0)
        while not any(told & (select.POLLHUP | select.POLLERR) for _, told in poll.poll(0)):
            await asyncio.sleep(_LOOK)
        closed()

    def _is_file(self) -> bool:
        try:
            return stat.S_ISREG(os.fstat(self._descriptor).st_mode)
        except OSError:
            return False

    def abandon(self) -> None:
        """Nothing more is written: keeps Python from complaining about the pipe at its end."""
        standard_streams.silence(sys.stdout)
