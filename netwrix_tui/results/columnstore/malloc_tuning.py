"""The C library's memory: what a sort, a filter or a dialog lets go of goes back to the system.

Its malloc learns from large blocks that were freed, and takes the next ones from memory that it
keeps ("mallopt(3)", M_MMAP_THRESHOLD: the threshold is dynamic); after some sorts of a million
records a process keeps a hundred megabytes that nobody uses. A threshold that is set stays. Each
thread has an arena of its own besides; two are enough for a program that has one thread at work.
Small blocks go back only from the end of an arena, unless one asks for all ("malloc_trim(3)").
"""

from __future__ import annotations

import sys
from collections.abc import Callable

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 512 * 1024
_ARENAS = 2


def return_large_blocks() -> bool:
    """Set it for this process. Returns whether it holds; False where malloc is not glibc's."""
    mallopt = _of_glibc("mallopt")
    return mallopt is not None and bool(
        mallopt(_MMAP_THRESHOLD, _LARGE) and mallopt(_ARENA_MAX, _ARENAS)
    )


def return_free_blocks() -> bool:
    """Give back what is free now. Returns whether there was any; False where malloc is another.

    It takes a few milliseconds, more where much is free, and lets other threads of Python go on.
    """
    trim = _of_glibc("malloc_trim")
    return trim is not None and bool(trim(0))


def _of_glibc(name: str) -> Callable[..., int] | None:
    if sys.platform != "linux":
        return None
    try:
        import ctypes  # not part of every Python

        function: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (ImportError, AttributeError, OSError):
        return None
    return function
