"""Private directories and files; what root makes in a user's home belongs to that user.

Root may run with somebody's HOME (``sudo``): what it makes there stays that user's, who would be
shut out of it otherwise.
"""

from __future__ import annotations

import os
from pathlib import Path

_OWNER_ONLY = 0o700


def make_private(directory: Path) -> None:
    """Make a directory (0700), and those above it, where they are missing. Raises OSError."""
    missing: list[Path] = []
    above = directory
    while not above.exists() and above != above.parent:
        missing.append(above)
        above = above.parent
    for made in reversed(missing):
        made.mkdir(mode=_OWNER_ONLY, exist_ok=True)
        if _is_root():
            of = made.parent.stat()
            if of.st_uid:
                os.chown(made, of.st_uid, of.st_gid, follow_symlinks=False)
    if not directory.is_dir():
        directory.mkdir(mode=_OWNER_ONLY)  # raises, and says why


def give_to_owner(descriptor: int, path: Path) -> None:
    """Give a file that was made to the owner of the one at its path, or of its directory.

    Only root may, and does where that is somebody else. Raises OSError.
    """
    if not _is_root():
        return
    of = path.stat() if path.exists() else path.parent.stat()
    if of.st_uid != os.fstat(descriptor).st_uid:
        os.fchown(descriptor, of.st_uid, of.st_gid)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
