"""The C library's memory: what a sort or a filter lets go of goes back to the system at once.

Its malloc learns from large blocks that were freed, and takes the next ones from memory that it
keeps ("mallopt(3)", M_MMAP_THRESHOLD: the threshold is dynamic); after some sorts of a million
records a process keeps a hundred megabytes that nobody uses. A threshold that is set stays. Each
thread has an arena of its own besides; two are enough for a program that has one thread at work.
"""

from __future__ import annotations

import sys

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 512 * 1024
_ARENAS = 2


def return_large_blocks() -> bool:
    """Set it for this process. Returns False, with nothing changed, where malloc is not glibc's."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    return bool(mallopt(_MMAP_THRESHOLD, _LARGE)) and bool(mallopt(_ARENA_MAX, _ARENAS))
