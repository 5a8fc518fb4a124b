"""Fine buckets of the timeline: records by seconds or minutes, over a short time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from netwrix_tui.records.epoch import EPOCH
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.timestamps import QUARTER, UNKNOWN
from netwrix_tui.results.view.cooperative_steps import Steps, slices
from netwrix_tui.results.view.counts import Bucket
from netwrix_tui.results.view.view import View

_SECOND = 1_000_000
_WIDTHS = tuple(_SECOND * seconds for seconds in (1, 5, 10, 30, 60, 120, 300))
_ROOM = 3
"""Cells of a bar of a quarter of an hour from which finer ones are worth the work."""


def is_coarse(buckets: list[Bucket], most: int) -> bool:
    """Whether buckets are as short as they are kept up, and leave room for shorter ones."""
    if not buckets or len(buckets) * _ROOM > most:
        return False
    return buckets[0].length <= timedelta(microseconds=QUARTER)


def fine_buckets(view: View, zone: ShownZone, most: int) -> Steps[list[Bucket]]:
    """At most so many buckets of the records shown, which are to lie within some hours.

    The first step belongs to the view's thread. Every record is looked at. Empty where they lie
    too far apart.
    """
    shown, timestamps = view.shown, view.store.timestamps
    yield
    seconds = Counter[int]()
    for start, end in slices(0, len(shown)):
        known = (timestamps[row] for row in shown[start:end])
        seconds.update([moment // _SECOND for moment in known if moment != UNKNOWN])
        yield
    if not seconds:
        return []
    first, last = min(seconds) * _SECOND, max(seconds) * _SECOND
    fitting = (width for width in _WIDTHS if last // width - first // width < most)
    width = next(fitting, None)
    if width is None:
        return []
    counts = Counter[int]()
    for second, count in seconds.items():
        counts[second * _SECOND // width] += count
    return [
        Bucket(_moment(number * width, zone), _moment((number + 1) * width, zone), counts[number])
        for number in range(first // width, last // width + 1)
    ]


def _moment(microseconds: int, zone: ShownZone) -> datetime:
    return (EPOCH + timedelta(microseconds=microseconds)).astimezone(zone.tzinfo)
