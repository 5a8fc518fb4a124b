"""Files that only their owner can read, in a directory that only their owner can enter."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from netwrix_tui.home import home_directory, is_private, temporary_home
from netwrix_tui.private_directory import give_to_owner, make_private

_OWNER_ONLY = 0o700
_BEGIN = "records-"

_LAST = 24 * 3600.0
"""Seconds that a file lasts where no log-out takes it away."""


def write_private_file(data: bytes, suffix: str, environment: Mapping[str, str]) -> Path:
    """Write a new file (mode 0600) with a name of its own. Raises OSError; no part of it stays.

    It goes into the session's runtime directory where there is one of ours (gone at the log-out),
    else into the user's cache directory ("XDG Base Directory Specification"), where those of
    the days before are removed.
    """
    directory = _directory(environment)
    _made_private(directory)
    remove_old_files(environment)
    descriptor, name = tempfile.mkstemp(suffix, _BEGIN, directory)
    try:
        with os.fdopen(descriptor, "wb") as file:
            give_to_owner(file.fileno(), directory)
            file.write(data)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    return Path(name)


def remove_old_files(environment: Mapping[str, str]) -> None:
    """Remove the files that were written a day ago or before. Raises nothing."""
    before = time.time() - _LAST
    with suppress(OSError), os.scandir(_cache(environment)) as entries:
        for entry in entries:
            # What has no ending is a search's own, and in use.
            if entry.name.startswith(_BEGIN) and "." in entry.name:
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < before:
                        os.unlink(entry.path)


def _directory(environment: Mapping[str, str]) -> Path:
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    # Somebody else's comes along with sudo, and its owner would be shut out of what is made there.
    if os.path.isabs(runtime) and is_private(Path(runtime)) and os.access(runtime, os.W_OK):
        return Path(runtime) / "netwrix-tui"
    return _cache(environment)


def _cache(environment: Mapping[str, str]) -> Path:
    cache = environment.get("XDG_CACHE_HOME") or environment.get("LOCALAPPDATA") or ""
    if os.path.isabs(cache):
        return Path(cache) / "netwrix-tui"
    return (home_directory(environment) or temporary_home()) / ".cache" / "netwrix-tui"


def _made_private(directory: Path) -> None:
    make_private(directory)
    # It may have been there before, open to others.
    if directory.stat().st_mode & ~_OWNER_ONLY & 0o777:
        directory.chmod(_OWNER_ONLY)
