"""Output to the terminal; the thread that writes it goes on whatever happens to the terminal."""

from __future__ import annotations

import os
import select
from collections.abc import Callable
from typing import TextIO

from netwrix_tui.standard_streams import DRAWN

_MUCH = 1 << 16
"""Characters that are kept until somebody flushes."""


class OutputWriter:
    """As much of a file as Textual's writer uses.

    A terminal that is gone takes nothing more: where writing raised, the thread would end, its
    queue fill, and the program wait for ever. ``gone`` is called once, on the thread that wrote,
    and ``failed`` with what is no fault of the terminal.
    """

    def __init__(
        self, file: TextIO, gone: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        self._file = file
        self._gone = gone
        self._failed = failed
        self._kept: list[str] = []
        self._size = 0
        self._is_gone = False

    def fileno(self) -> int:
        """The terminal's file descriptor."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """True where it is a terminal."""
        return self._file.isatty()

    def write(self, text: str) -> None:
        """Keep it until the next flush."""
        self._kept.append(text)
        self._size += len(text)
        if self._size > _MUCH:
            self.flush()

    def flush(self) -> None:
        """Write what is kept; into nothing, where the terminal is gone. Raises nothing."""
        text = "".join(self._kept)
        self._kept.clear()
        self._size = 0
        if self._is_gone:
            return
        try:
            self._write(text.encode(self._file.encoding, DRAWN))
        except (OSError, ValueError):
            self._is_gone = True
            self._gone()
        except Exception as error:  # noqa: BLE001 - the app is told; who else would hear of it
            self._failed(error)

    def _write(self, data: bytes) -> None:
        target, left = self.fileno(), memoryview(data)
        while left:
            try:
                left = left[os.write(target, left) :]
            except BlockingIOError:  # another program has made it non-blocking
                select.select([], [target], [])
