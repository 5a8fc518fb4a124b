"""The system's error when a package cannot be written, as one sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from netwrix_tui.errors import NetwrixTuiError, StorageFull, UsageError
from netwrix_tui.system_errors import number_of

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


@contextmanager
def told(path: Path, what: str = "The package") -> Iterator[None]:
    """Errors of writing become StorageFull or UsageError, which name the path."""
    try:
        yield
    except OSError as error:
        raise _not_written(path, what, error) from error
    except UsageError as error:  # of a file that is written piece by piece, say
        if isinstance(error.__cause__, OSError) and number_of(error.__cause__) in _FULL:
            raise _not_written(path, what, error.__cause__) from error
        raise


def check_free(path: Path) -> None:
    """Raises UsageError where something has this name already, or its directory is missing."""
    with told(path):
        is_there = path.is_symlink() or (path.exists() and not _is_empty_directory(path))
        parent_is_there = path.absolute().parent.is_dir()
    if is_there:
        raise UsageError(f"{path} is there already.", next_step="Give the package another name.")
    if not parent_is_there:
        raise UsageError(
            f"There is no directory {path.absolute().parent}.",
            next_step="Make it, or choose another place for the package.",
        )


def _is_empty_directory(path: Path) -> bool:
    return path.is_dir() and next(path.iterdir(), None) is None


def _not_written(path: Path, what: str, error: OSError) -> NetwrixTuiError:
    reason = error.strerror or "its name is not a valid file name"
    if number_of(error) in _FULL:
        return StorageFull(
            f"{what} {path} cannot be written: {reason}.",
            next_step="Make room there, or choose another place; nothing was left behind.",
        )
    return UsageError(f"{what} {path} cannot be written: {reason}.", next_step="Choose another.")
