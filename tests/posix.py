"""Modules of POSIX, None on Windows, and the marks of tests that need what it has."""

from __future__ import annotations

import os
import signal
import stat
import time
from pathlib import Path
from typing import Any

import pytest

pty: Any
resource: Any
termios: Any
try:
    import pty
    import resource
    import termios
except ImportError:
    pty = resource = termios = None

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""Ends a process at once, by :func:`os.kill`; on Windows any signal does."""

KILLED = -KILL if os.name == "posix" else int(KILL)
"""The status of a process that was ended so."""

needs_tzset = pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="the zone of a process cannot be set there"
)
needs_terminal = pytest.mark.skipif(pty is None, reason="opens a pseudo-terminal")


def is_private(path: Path) -> bool:
    """True where only its owner reads a file or a directory, as far as modes can tell.

    On Windows they do not: the rights of the directory hold there.
    """
    found = path.stat()
    expected = 0o700 if stat.S_ISDIR(found.st_mode) else 0o600
    return os.name != "posix" or stat.S_IMODE(found.st_mode) == expected
