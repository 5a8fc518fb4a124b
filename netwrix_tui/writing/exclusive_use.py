"""File lock: two programs that used one result file would send the same records twice."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from typing import BinaryIO

from netwrix_tui.file_lock import NO_LOCKS_HERE


class InUse(Exception):
    """Another program holds the file."""


_TRIES, _PAUSE = 5, 0.02
"""Another run that only looks whether the file is held holds it for less than a blink."""


def hold(file: BinaryIO) -> None:
    """Hold the file until it is closed, however the program ends. Raises InUse, and OSError.

    Where the file system has no locks nothing is held: that is no reason to write nothing.
    """
    for _ in range(_TRIES - 1):
        with suppress(InUse):
            _hold(file)
            return
        time.sleep(_PAUSE)
    _hold(file)


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 40
    """The byte that stands for the file: a locked one could not be read."""

    def _hold(file: BinaryIO) -> None:
        at = file.tell()
        try:
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise InUse from error
        finally:
            file.seek(at)
else:
    import fcntl

    def _hold(file: BinaryIO) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUse from error
        except OSError as error:
            if error.errno not in NO_LOCKS_HERE:
                raise
