"""Cooperative steps: a long computation as a generator that pauses every few milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

T = TypeVar("T")

Steps = Generator[None, None, T]
"""A computation that pauses a few milliseconds apart, and returns a T at its end.

Whoever runs it may do something else at each pause, or drop it there.
"""

_BREATH = 0.0005
"""Seconds between two steps that run beside the screen."""

SLICE = 16_384
"""Rows that are looked at between two pauses: some two milliseconds."""


def finished(steps: Steps[T]) -> T:
    """Run a computation to its end at one go."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result


def finished_beside(steps: Steps[T], is_wanted: Callable[[], bool]) -> T | None:
    """The same on a thread beside the screen, which gets the interpreter between two steps.

    None where it is not wanted any more before its end; what it holds is given back then.
    """
    while is_wanted():
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
        time.sleep(_BREATH)
    steps.close()
    return None


def slices(first: int, end: int, size: int = SLICE) -> Iterator[tuple[int, int]]:
    """The range from ``first`` up to ``end`` in pieces, each as its first and its end."""
    for start in range(first, end, size):
        yield start, min(start + size, end)
