"""Bursts: at least N records within T, of a group; each burst is told once.

A burst goes on as long as its next record is not further than T from those it has, also where
records come late. Behind it, a group that was told rests for a pause.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.summaries.group_keys import GroupKey
from netwrix_tui.results.summaries.of_rows import group_values

MOST_RECORDS = 1_000
"""Records of a burst that are handed over; how many there are is told."""

TIDIED_AFTER = 5_000
"""Records after which groups of which nothing came for long are let go of."""


@dataclass(frozen=True, slots=True)
class BurstRule:
    """``minimum`` records of one group ``within`` a span; then no other of it for ``pause``."""

    minimum: int
    within: timedelta
    pause: timedelta
    keys: tuple[GroupKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Burst:
    """A burst when it was seen: its group's values in the order of the rule's keys, its records,
    the oldest first, and the first and the last moment in microseconds since 1970.
    """

    values: tuple[str, ...]
    count: int
    first: int
    last: int
    records: tuple[ReceivedRecord, ...]


@dataclass(slots=True)
class _Group:
    """What is known of a group: the moments that may become a burst, and the burst it is in."""

    moments: list[int] = field(default_factory=list)
    records: list[ReceivedRecord] = field(default_factory=list)
    start: int | None = None
    end: int = 0
    told_at: float | None = None
    newest: int = 0


class BurstWatch:
    """Watches records as they come. ``server`` is what those are of that do not say it."""

    def __init__(self, rule: BurstRule, zone: ShownZone, server: str) -> None:
        self.rule = rule
        self._width = rule.within // timedelta(microseconds=1)
        self._values = group_values(rule.keys, zone, server)
        self.groups: dict[tuple[str, ...], _Group] = {}
        self._newest = 0
        self._since_tidied = 0

    def add(self, records: Sequence[ReceivedRecord], now: float) -> list[Burst]:
        """Bursts that these records make. ``now`` is the time in seconds since 1970: that of a
        record which does not tell its own, and by which the pause is measured.
        """
        found = []
        moments = [timestamp_of(record.row.when) for record in records]
        times = [int(now * 1_000_000) if moment is None else moment for moment in moments]
        every = self._values([record.row for record in records], times)
        for values, moment, record in zip(every, times, records, strict=True):
            burst = self._seen(values, moment, record, now)
            if burst is not None:
                found.append(burst)
        self._since_tidied += len(records)
        if self._since_tidied >= TIDIED_AFTER:
            self._tidy(now)
        return found

    def _seen(
        self, values: tuple[str, ...], moment: int, record: ReceivedRecord, now: float
    ) -> Burst | None:
        group = self.groups.setdefault(values, _Group())
        group.newest = max(group.newest, moment)
        self._newest = max(self._newest, moment)
        start = group.start
        if start is not None and start - self._width <= moment <= group.end + self._width:
            group.start, group.end = min(start, moment), max(group.end, moment)
            return None
        self._forget_old(group)
        insort(group.moments, moment)
        group.records.insert(bisect_left(group.moments, moment), record)
        most = self._fullest(group.moments, moment)
        if len(most) < self.rule.minimum:
            return None
        burst = Burst(
            values, len(most), group.moments[most.start], group.moments[most.stop - 1],
            tuple(group.records[most.start : most.stop][-MOST_RECORDS:]),
        )  # fmt: skip
        group.start, group.end = burst.first, burst.last
        group.moments.clear()
        group.records.clear()
        if group.told_at is not None and now - group.told_at < self.rule.pause.total_seconds():
            return None
        group.told_at = now
        return burst

    def _fullest(self, moments: list[int], moment: int) -> range:
        """The places of the most records that lie within the span together with this one."""
        first = bisect_left(moments, moment - self._width)
        best = range(0)
        for start in range(first, len(moments)):
            if moments[start] > moment:
                break
            stop = bisect_left(moments, moments[start] + self._width + 1)
            if stop - start > len(best):
                best = range(start, stop)
        return best

    def _forget_old(self, group: _Group) -> None:
        """What is so old that no late record can make a burst of it."""
        old = bisect_left(group.moments, group.newest - 2 * self._width)
        del group.moments[:old], group.records[:old]

    def _tidy(self, now: float) -> None:
        self._since_tidied = 0
        old, pause = self._newest - 2 * self._width, self.rule.pause.total_seconds()
        self.groups = {
            values: group
            for values, group in self.groups.items()
            if group.newest >= old or (group.told_at is not None and now - group.told_at < pause)
        }
