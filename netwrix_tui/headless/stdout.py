"""Standard output, for data alone: bytes through to a reader, who may close the pipe."""

from __future__ import annotations

import asyncio
import os
import select
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from netwrix_tui.errors import UsageError


class StdoutClosed(Exception):
    """Whoever read the output has had enough of it."""


class Stdout:
    """Writes bytes to a file descriptor (standard output), each piece through to its reader."""

    def __init__(self, descriptor: int = 1) -> None:
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
        except BrokenPipeError as error:
            raise StdoutClosed from error
        except OSError as error:
            raise UsageError(
                f"The records cannot be written: {error.strerror}.",
                next_step="Send them somewhere else.",
            ) from error

    @contextmanager
    def watched(self, closed: Callable[[], None]) -> Iterator[None]:
        """Calls ``closed`` once a pipe's reader has gone, also while nothing is being written."""
        loop = asyncio.get_running_loop()
        if not self._is_pipe():
            yield
            return
        # The writing end of a pipe becomes "readable" when its other end is closed.
        with suppress(NotImplementedError):
            loop.add_reader(self._descriptor, closed)
        try:
            yield
        finally:
            with suppress(NotImplementedError):
                loop.remove_reader(self._descriptor)

    def _is_pipe(self) -> bool:
        try:
            return stat.S_ISFIFO(os.fstat(self._descriptor).st_mode)
        except OSError:
            return False

    def abandon(self) -> None:
        """Nothing more is written: keeps Python from complaining about the pipe at its end."""
        with suppress(OSError, ValueError):
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, sys.stdout.fileno())
            os.close(nothing)
