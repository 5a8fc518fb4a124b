"""Files of settings are replaced whole: whoever reads one never meets half of it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from netwrix_tui.errors import UsageError


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in the place of the one there is.

    Where ``path`` is a link, the file that it leads to is replaced. Raises UsageError.
    """
    try:
        target = path.resolve()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes it with mode 0600.
        handle, name = tempfile.mkstemp(".part", ".netwrix-", target.parent)
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, target)
        except BaseException:  # interrupted or not: no half file stays behind
            with suppress(OSError):
                os.unlink(name)
            raise
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}.",
            next_step="Give yourself the right to, or name another file in NETWRIX_TUI_CONFIG.",
        ) from error
