"""A file that is replaced whole: whoever reads it never meets half of it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in the place of the one there is.

    Where ``path`` is a link, the file that it leads to is replaced; a device or a pipe never is.
    Written by root (``sudo netwrix-tui``), it stays its owner's, who could not read it otherwise.
    Raises OSError, whose ``strerror`` says why.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise OSError(None, "it is not an ordinary file")
    # mkstemp makes it with mode 0600.
    handle, name = tempfile.mkstemp(".part", ".netwrix-", target.parent)
    try:
        with open(handle, "wb") as file:
            if hasattr(os, "geteuid") and os.geteuid() == 0 and target.exists():
                before = target.stat()
                os.chown(name, before.st_uid, before.st_gid)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:  # interrupted or not: no half file stays behind
        with suppress(OSError):
            os.unlink(name)
        raise
