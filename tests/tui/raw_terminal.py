"""Runs a program in a terminal and keeps every byte that it writes there, as it wrote it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

PATIENCE = 60.0
"""Seconds after which what was waited for is taken never to come."""

_QUIET = 0.3
"""Seconds without output after which the program is taken to wait for the next key."""


class RawTerminal:
    """A pseudo-terminal; leaving the context ends the program."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int]
    ) -> None:
        self.said = b""
        self._end, program_end = pty.openpty()
        termios.tcsetwinsize(program_end, (size[1], size[0]))
        self._process = subprocess.Popen(
            command, stdin=program_end, stdout=program_end, stderr=program_end,
            env=dict(environment), start_new_session=True,
        )  # fmt: skip
        os.close(program_end)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._end)

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self._end, keys)

    def until(self, words: str) -> None:
        """Listen until the program has written these words, cursor movements left aside."""
        deadline = time.monotonic() + PATIENCE
        while words.encode() not in self.said:
            if time.monotonic() > deadline or not self._listen():
                raise AssertionError(f"never came: {words}; {self.said[-3000:]!r}")

    def until_quiet(self) -> None:
        """Listen until nothing more is written for a moment."""
        while select.select([self._end], [], [], _QUIET)[0] and self._listen():
            pass

    def exit_status(self) -> int:
        """Listen until the program has ended; returns its status."""
        while self._listen():
            pass
        return self._process.wait(PATIENCE)

    def _listen(self) -> bool:
        if not select.select([self._end], [], [], PATIENCE)[0]:
            return False
        try:
            data = os.read(self._end, 1 << 16)
        except OSError:  # EIO: this is how Linux says that the other end is closed
            return False
        self.said += data
        return bool(data)
