"""A file that is read and replaced whole: whoever reads it never meets half of it."""

from __future__ import annotations

import errno
import os
import select
import stat
import time
from contextlib import suppress
from pathlib import Path

from netwrix_tui.part_file import new_part
from netwrix_tui.private_directory import give_to_owner

MOST_BYTES = 64 << 20
"""A file that is larger was not written here."""

_PIECE = 1 << 20


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
            os.replace(part, target)
    except BaseException:  # interrupted or not: no half file stays behind
        with suppress(OSError):
            part.unlink()
        raise


def read_file(path: Path, *, patience: float | None = None) -> tuple[bytes, os.stat_result]:
    """What a file holds, and what the system says of it. Raises OSError.

    With a ``patience``, in seconds, it may be a pipe or a device, too, which is waited for as long
    as that. Without one it has to be an ordinary file: no pipe is waited for.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
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


def _wait_for(descriptor: int, seconds: float) -> None:
    """Wait until something, or its end, is there. A pipe that nobody has opened yet has no end."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    if not poll.poll(max(seconds, 0) * 1000):
        raise TimeoutError(errno.ETIMEDOUT, "it is a pipe, and nobody writes into it")
