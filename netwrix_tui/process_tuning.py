"""Process-wide switches of the interpreter and of the C library, each with what it gained.

The command line and the application set them, nobody else. Imports nothing but ``gc`` and ``sys``,
as ``--version`` is to start light.
"""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False  # typing itself takes longer to import than all of this
if TYPE_CHECKING:
    from collections.abc import Callable

_TURN = 0.001
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 512 * 1024
_ARENAS = 2


def collect_rarely_while_importing() -> None:
    """Look for garbage at each 20,000 objects, not at each 700.

    Imports make a lot and drop nothing: it took a tenth of the time until something can be seen.
    """
    gc.set_threshold(20_000, 50, 100)


def stop_collecting() -> None:
    """Look for no garbage until the first frame is there: :func:`collect_again`."""
    gc.disable()


def collect_again() -> None:
    """The first frame is there."""
    gc.enable()


def keep_screen_even() -> None:
    """Settle once the explorer stands.

    What is alive now stays alive: leaving it out of collections keeps the time that a key takes
    even. While pages are taken apart on the worker's thread, the screen waits less for the
    interpreter: a fifth of the usual interval halves its gaps, and costs no page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(2_000, 10, 200)
    sys.setswitchinterval(_TURN)


def return_memory() -> None:
    """Let go of objects that point at themselves, and give free memory back to the system.

    A full collection comes rarely; the small blocks of the C library go back only from the end of
    an arena, unless one asks for all ("malloc_trim(3)"). It takes the time of some frames.
    """
    gc.collect()
    return_free_blocks()


def return_large_blocks() -> bool:
    """Have malloc give back what a sort or a filter lets go of, for the rest of this process.

    Returns whether it holds; False where malloc is not glibc's. That one learns from large blocks
    that were freed, and takes the next ones from memory that it keeps ("mallopt(3)",
    M_MMAP_THRESHOLD: the threshold is dynamic); after some sorts of a million records a process
    kept a hundred megabytes that nobody used, and a command that wrote 300,000 records grew by 41,
    with a threshold that is set by 15. Such a threshold stays. Each thread has an
    arena of its own besides; two are enough for a program that has one thread at work.
    """
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
