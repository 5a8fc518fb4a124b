"""Dense ranges: where many moments lie close together, found by a window that slides over them.

Fixed slots of time cut what happens across their edge in two, and may find it in neither; here a
range begins and ends with its own moments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def dense_ranges(times: Sequence[int], least: int, window: int) -> Iterator[tuple[int, int]]:
    """The ranges among times that rise, each as the places of its first and its last one.

    Each moment of a range is one of at least ``least`` within a window of that length.
    """
    begins, ends = -1, -1
    for end in range(least - 1, len(times)):
        start = end - least + 1
        if times[end] - times[start] > window:
            continue
        if begins < 0 or start > ends:
            if begins >= 0:
                yield begins, ends
            begins = start
        ends = end
    if begins >= 0:
        yield begins, ends
