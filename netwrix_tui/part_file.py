"""Files that are written before they get their name, and what a program that was killed left.

Each is held by a lock as long as its program lives. One that nobody holds belongs to no program
any more, and the next one that writes into that directory takes it away.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from netwrix_tui.file_lock import NO_LOCKS_HERE, is_at

_BEGIN, _END = ".netwrix-", ".part"
_ABANDONED = 3600.0
"""Seconds after which one is taken for abandoned where locks cannot tell."""

_TRIES = 20
_looked_through: set[Path] = set()


def new_part(directory: Path) -> tuple[int, Path]:
    """A new file (0600) without its name, open to be written and read. Raises OSError.

    The first one in a directory takes away what was left there.
    """
    if directory not in _looked_through:
        _looked_through.add(directory)
        with suppress(OSError):
            remove_abandoned(directory)
    for _ in range(_TRIES):
        # mkstemp makes it with mode 0600.
        descriptor, name = tempfile.mkstemp(_END, _BEGIN, dir=directory)
        path = Path(name)
        if _hold(descriptor) is not False and is_at(descriptor, path):
            return descriptor, path
        os.close(descriptor)  # somebody has just taken it for abandoned
    raise OSError(None, "no file could be made beside it")


def remove_abandoned(directory: Path) -> None:
    """Take away what a program that was killed has left in a directory. Raises OSError."""
    with os.scandir(directory) as entries:
        names = [e.path for e in entries if e.name.startswith(_BEGIN) and e.name.endswith(_END)]
    for name in names:
        with suppress(OSError):
            _remove_if_abandoned(Path(name))


def _remove_if_abandoned(path: Path) -> None:
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    try:
        found = os.fstat(descriptor)
        if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
            return
        is_free = _hold(descriptor)
        if is_free is None:
            is_free = time.time() - found.st_mtime > _ABANDONED
        if is_free and is_at(descriptor, path):
            path.unlink()
    finally:
        os.close(descriptor)


if sys.platform == "win32":

    def _hold(descriptor: int) -> bool | None:
        """None: locks would keep it from being renamed."""
        return None
else:
    import fcntl

    def _hold(descriptor: int) -> bool | None:
        """True where nobody else holds it; None where there are no locks."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno in NO_LOCKS_HERE:
                return None
            raise
        return True
