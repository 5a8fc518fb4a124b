"""Locks of files, released when their process ends: one program at a time changes a file."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 10.0
"""Seconds; whoever holds the lock reads and writes one small file."""

_BETWEEN = 0.01
"""Seconds between two tries."""

NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
"""What file systems answer that have no locks, as some network shares."""


@contextmanager
def locked(path: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the lock of a file, be the file there or not. Raises OSError.

    TimeoutError where another program holds it for longer than ``patience``, in seconds; ten are
    enough for a small file to be read and written.

    Where ``path`` is a link, the lock is that of the file that it leads to. The lock is a file of
    its own, as the other one is replaced whole; it is taken away again. Where the file system has
    no locks nothing is held: reading anew right before writing has to do there.
    """
    target = path.resolve()
    # No file of somebody else's has such a name: it is removed in the end.
    lock = target.with_name(f".netwrix-{target.name}.lock")
    descriptor = _held(lock, PATIENCE if patience is None else patience)
    try:
        yield
    finally:
        _let_go(descriptor, lock)


def _let_go(descriptor: int, lock: Path) -> None:
    """Take the lock away before it is let go, and never after: it may be another program's then.

    On Windows, what is open cannot be removed: after, it goes where nobody else has opened it.
    """
    if os.name == "posix":
        with suppress(OSError):
            lock.unlink()
    os.close(descriptor)
    if os.name != "posix":
        with suppress(OSError):
            lock.unlink()


def _held(lock: Path, patience: float) -> int:
    end = time.monotonic() + patience
    while True:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        descriptor = _opened(lock, flags | getattr(os, "O_NOFOLLOW", 0), end)
        if descriptor is not None:
            try:
                if hold(descriptor) is not False and is_at(descriptor, lock):
                    return descriptor
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
        if time.monotonic() >= end:
            raise TimeoutError(
                errno.ETIMEDOUT,
                f"another program has been writing it for {patience:.0f} seconds",
                str(lock),
            )
        time.sleep(_BETWEEN)


def _opened(lock: Path, flags: int, end: float) -> int | None:
    """The lock, open; None while Windows is about to remove it. Raises OSError."""
    try:
        return os.open(lock, flags, 0o600)
    except PermissionError:
        if sys.platform != "win32" or time.monotonic() >= end:
            raise
        return None


def is_at(descriptor: int, lock: Path) -> bool:
    """False where another file or none has that name: what is open locks nothing any more.

    On Windows, a file that is being removed has its name until nobody has it open.
    """
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(lock))
    except (FileNotFoundError, PermissionError):
        return False


if sys.platform == "win32":
    import msvcrt

    def hold(descriptor: int) -> bool | None:
        """True where it is held now, False where another program has it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def hold(descriptor: int) -> bool | None:
        """Take the lock of an open file or directory without waiting, until it is closed.

        True where it is held now, False where another program has it, None where the file system
        has no locks. Raises OSError.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno in NO_LOCKS_HERE:
                return None
            raise
        return True
