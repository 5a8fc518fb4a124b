"""Files that only their owner can read, in a directory that only their owner can enter."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

_OWNER_ONLY = 0o700


def write_private_file(data: bytes, suffix: str, environment: Mapping[str, str]) -> Path:
    """Write a new file (mode 0600) with a name of its own. Raises OSError.

    It goes into the session's runtime directory where there is one (gone at the log-out), else
    into the user's cache directory ("XDG Base Directory Specification").
    """
    descriptor, name = tempfile.mkstemp(suffix, "records-", _directory(environment))
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    return Path(name)


def _directory(environment: Mapping[str, str]) -> Path:
    runtime = environment.get("XDG_RUNTIME_DIR")
    if runtime and os.access(runtime, os.W_OK | os.X_OK):
        return _private(Path(runtime) / "netwrix-tui")
    cache = environment.get("XDG_CACHE_HOME") or environment.get("LOCALAPPDATA")
    return _private(Path(cache or Path.home() / ".cache") / "netwrix-tui")


def _private(directory: Path) -> Path:
    directory.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    # It may have been there before, open to others.
    directory.chmod(_OWNER_ONLY)
    return directory
