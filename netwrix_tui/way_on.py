"""The next step when a file cannot be written, chosen by the error of the system."""

from __future__ import annotations

import errno

from netwrix_tui.system_errors import number_of

_FULL = frozenset(
    number
    for name in ("ENOSPC", "EDQUOT", "EFBIG")
    if (number := getattr(errno, name, None)) is not None
)
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR})


def way_on_from(error: OSError, instead: str) -> str:
    """The next step as a sentence; ``instead`` says where else to write: ``name another file``.

    Room helps a disk that is full, and no other: one that is read-only stays so.
    """
    number = number_of(error)
    if number in _FULL:
        return f"Make room there, or {instead}."
    if number == errno.EROFS:
        return f"Its file system is mounted read-only, and room there does not help: {instead}."
    if number in _FORBIDDEN:
        return f"Get permission to write there, or {instead}."
    if number in _MISSING:
        return f"See that the directory is there, or {instead}."
    return f"Look at what the system says of that disk, or {instead}."
