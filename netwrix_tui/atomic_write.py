"""Atomic writing of files: a reader finds the old content or the new, never half of it.

:func:`replace_file` puts a new one in the place of the old one. It is written under another name
first (:func:`new_part`), and held by a lock as long as its program lives: one that nobody holds was
left by a program that was killed, and the next one that writes into that directory takes it away.
An export, which never replaces a file, is ``results/export/new_file.py``.
"""

from __future__ import annotations

import errno
import os
import select
import stat
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from netwrix_tui.file_lock import hold, is_at
from netwrix_tui.private_directory import give_to_owner

MOST_BYTES = 64 << 20
"""A file that is larger was not written here."""

_PIECE = 1 << 20

_BEGIN, _END = ".netwrix-", ".part"
_ABANDONED = 3600.0
"""Seconds after which one is taken for abandoned where locks cannot tell."""

_IN_USE = 5.0
"""Seconds to wait for a program that has the old file open: reading it takes less."""

_REPLACED = 1.0
"""Seconds for which one that is read may be about to be replaced: that takes milliseconds."""

_BETWEEN = 0.01
"""Seconds between two tries."""

_TRIES = 20
looked_through: set[Path] = set()


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in the place of the one there is.

    Where ``path`` is a link, the file that it leads to is replaced; a device or a pipe never is.
    Written by root (``sudo netwrix-tui``), it is its owner's, or that of its directory, who could
    not read it otherwise. Raises OSError, whose ``strerror`` says why.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise OSError(None, "it is not an ordinary file")
    handle, part = new_part(target.parent)
    try:
        with open(handle, "wb") as file:
            give_to_owner(file.fileno(), target)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if os.name == "posix":  # the lock holds until it has its name
                os.replace(part, target)
        if os.name != "posix":
            _replace_patiently(part, target)
    except BaseException:  # interrupted or not: no half file stays behind
        with suppress(OSError):
            part.unlink()
        raise


def _replace_patiently(part: Path, target: Path) -> None:
    """Replace a file that others may have open for a moment, which Windows refuses meanwhile."""
    end = time.monotonic() + _IN_USE
    while True:
        try:
            os.replace(part, target)
        except PermissionError:
            if time.monotonic() >= end:
                raise
            time.sleep(_BETWEEN)
        else:
            return


def read_file(path: Path, *, patience: float | None = None) -> tuple[bytes, os.stat_result]:
    """What a file holds, and what the system says of it. Raises OSError.

    With a ``patience``, in seconds, it may be a pipe or a device, too, which is waited for as long
    as that. Without one it has to be an ordinary file: no pipe is waited for.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = _opened(path, flags)
    try:
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if patience is None and not stat.S_ISREG(found.st_mode):
            raise OSError(None, "it is not an ordinary file")
        end = time.monotonic() + (patience or 0)
        is_pipe = stat.S_ISFIFO(found.st_mode)
        data = bytearray()
        while len(data) <= MOST_BYTES:
            if is_pipe:
                _wait_for(descriptor, end - time.monotonic())
            piece = os.read(descriptor, _PIECE)
            if not piece:
                return bytes(data), found
            data += piece
        raise OSError(errno.EFBIG, f"it is larger than {MOST_BYTES >> 20} MB")
    finally:
        os.close(descriptor)


def _opened(path: Path, flags: int) -> int:
    """Open a file; on Windows, one that is being replaced just now cannot be for a moment."""
    end = time.monotonic() + _REPLACED
    while True:
        try:
            return os.open(path, flags)
        except PermissionError:
            if os.name == "posix" or time.monotonic() >= end:
                raise
            if path.is_dir():  # it is told there as a file that is closed to us
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)) from None
            time.sleep(_BETWEEN)


def _wait_for(descriptor: int, seconds: float) -> None:
    """Wait until something, or its end, is there. A pipe that nobody has opened yet has no end."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    if not poll.poll(max(seconds, 0) * 1000):
        raise TimeoutError(errno.ETIMEDOUT, "it is a pipe, and nobody writes into it")


def new_part(directory: Path) -> tuple[int, Path]:
    """A new file (0600) without its name, open to be written and read. Raises OSError.

    The first one in a directory takes away what was left there.
    """
    if directory not in looked_through:
        looked_through.add(directory)
        with suppress(OSError):
            remove_abandoned(directory)
    for _ in range(_TRIES):
        # mkstemp makes it with mode 0600.
        descriptor, name = tempfile.mkstemp(_END, _BEGIN, dir=directory)
        path = Path(name)
        if hold_part(descriptor) is not False and is_at(descriptor, path):
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
        is_free = hold_part(descriptor)
        if is_free is None:
            is_free = time.time() - found.st_mtime > _ABANDONED
        if not is_free or not is_at(descriptor, path):
            return
        if os.name == "posix":  # the lock holds until it is gone
            path.unlink()
    finally:
        os.close(descriptor)
    if os.name != "posix":  # what is open cannot be removed there
        path.unlink()


def hold_part(descriptor: int) -> bool | None:
    """True where nobody else holds it; None where locks cannot tell.

    On Windows a lock would keep the file from being renamed.
    """
    return None if sys.platform == "win32" else hold(descriptor)
