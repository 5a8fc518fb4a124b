"""The user's home directory, or a private temporary one where there is none.

A container, a unit of systemd or a job may run without HOME, with ``HOME=/``, or as a user id that
has no entry at all; Python then leaves ``~`` as it is, and a directory of that name would be made.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_NOWHERE = Path("/nonexistent/netwrix-tui")
"""Where not even a temporary directory can be made: whatever is kept there says so."""


def home_directory(environment: Mapping[str, str] = os.environ) -> Path | None:
    """HOME, else what the user's entry says; None where neither is a directory but the root."""
    if sys.platform == "win32":
        return Path.home()
    for named in (environment.get("HOME", ""), home_of_entry()):
        if named.startswith("/") and Path(named) != Path("/") and os.path.isdir(named):
            return Path(named)
    return None


def expanded(text: str, environment: Mapping[str, str] = os.environ) -> Path:
    """A path that somebody typed, ``~`` in it being the home directory, or what stands for it."""
    path = Path(text)
    if path.parts[:1] == ("~",):
        home = home_directory(environment) or temporary_home()
        return home.joinpath(*path.parts[1:])
    try:
        return path.expanduser()
    except RuntimeError:  # ~jane, and there is no jane
        return path


@cache
def temporary_home() -> Path:
    """A directory of this user's own for what lasts until the machine is restarted.

    The same one at each start, unless somebody else has taken its name.
    """
    try:
        root = Path(tempfile.gettempdir())
        if sys.platform == "win32":
            return root / "netwrix-tui"
        user = os.geteuid()
        usual = root / f"netwrix-tui-{user}"
        try:
            usual.mkdir(mode=0o700)
        except FileExistsError:
            if not is_private(usual):
                return Path(tempfile.mkdtemp(prefix=f"netwrix-tui-{user}-"))
        return usual
    except OSError:
        return _NOWHERE


def is_private(directory: Path) -> bool:
    """True for a directory that we own, and nobody else may write into; no link to one."""
    try:
        found = directory.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "geteuid") or (
        found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


def home_of_entry() -> str:
    if sys.platform == "win32":
        return ""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_dir
    except KeyError:
        return ""
