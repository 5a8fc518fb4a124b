"""Writing what was exported to a file: whole or not at all, private, and never over another."""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path

from netwrix_tui.errors import UsageError


def save(path: Path, data: bytes) -> Path:
    """Write the data to a new file, readable by its owner only; returns where it went.

    Where ``path`` is taken, the name gets ``-2``, ``-3`` and so on. The file appears under its
    name only when it is whole. Raises UsageError where it cannot be written.
    """
    try:
        # mkstemp makes it with mode 0600.
        handle, name = tempfile.mkstemp(prefix=".netwrix-", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            return _publish(part, path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not one for a file"
        raise UsageError(
            f"{path} cannot be written: {reason}.",
            next_step="Choose another directory.",
        ) from error


def _publish(part: Path, path: Path) -> Path:
    free = path
    numbers = count(2)
    while True:
        try:
            _link(part, free)
        except FileExistsError:
            free = path.with_name(f"{path.stem}-{next(numbers)}{path.suffix}")
        else:
            return free


def _link(part: Path, free: Path) -> None:
    try:
        # A link fails where the name is taken; a rename would replace that file.
        os.link(part, free)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: reserve the name, then put the file there.
        os.close(os.open(free, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.replace(part, free)
