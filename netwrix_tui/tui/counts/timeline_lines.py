"""Timeline as lines: upright bars, an axis, a cursor under them, and a summary. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from netwrix_tui.records.amounts import records_words
from netwrix_tui.results.view.counts import Bucket
from netwrix_tui.tui.table.cells import DAYS, MONTHS
from netwrix_tui.tui.text.bars import standing_bar
from netwrix_tui.tui.text.truncation import fit_end

_GAP_FROM = 3
"""Cells of a bar from which one of them is a gap."""

_SECOND = timedelta(seconds=1)
_CLOCKS_UP_TO = timedelta(days=3)
"""A span up to which its ends have a time of day."""


@dataclass(frozen=True, slots=True)
class TimelineLines:
    """Buckets of ``loaded`` records; those of the ``shown`` ones where a filter hides some.

    All buckets are in one time zone. Places are numbers of buckets, the earliest first. ``now`` is
    when they were counted: the last bucket may end later, and is told up to then.
    """

    buckets: tuple[Bucket, ...] = ()
    loaded: int = 0
    shown: int = 0
    is_filtered: bool = False
    is_of_all: bool = False
    now: datetime | None = field(default=None, compare=False)

    def __len__(self) -> int:
        return len(self.buckets)

    @property
    def of_what(self) -> str:
        """Of which records these are the times."""
        if self.is_filtered:
            return f"of the {self.shown:,} shown, of {self.loaded:,} loaded"
        if self.is_of_all:
            return f"of all {self.loaded:,} that match"
        records = "record" if self.loaded == 1 else "records"
        return f"of the {self.loaded:,} loaded {records}"

    def place_of(self, moment: datetime) -> int:
        """The bucket that holds a moment, or else the nearest; 0 without buckets."""
        wanted = moment.astimezone(UTC)
        for place, bucket in enumerate(self.buckets):
            if wanted < bucket.end:  # of two zones: by when they are, not by what clocks show
                return place
        return max(0, len(self.buckets) - 1)

    def place_at(self, x: int, width: int) -> int:
        """The bucket drawn at a cell, or the nearest."""
        return max(0, min(x // self._cells(width), len(self.buckets) - 1))

    def count(self, first: int, last: int) -> int:
        """How many records there are from one bucket up to and with another."""
        return sum(bucket.count for bucket in self.buckets[first : last + 1])

    def bars(self, width: int, height: int) -> list[str]:
        """The chart as lines from the top down, each ``width`` cells."""
        most = max((bucket.count for bucket in self.buckets), default=0)
        cells = self._cells(width)
        gap = int(cells >= _GAP_FROM)
        standing = [standing_bar(bucket.count, most, height) for bucket in self.buckets]
        return [
            "".join(bar[line] * (cells - gap) + " " * gap for bar in standing)[:width].ljust(width)
            for line in range(height)
        ]

    def axis(self, width: int, first: int, last: int, *, is_pointed_at: bool) -> str:
        """The line below: when it begins and ends, and signs below the buckets pointed at."""
        if not self.buckets:
            return " " * width
        begin, end = self._ends()
        used = min(width, len(self.buckets) * self._cells(width))
        # The labels stand at the edges, or beside the signs where those are.
        left, right, signs = 0, used, ""
        if is_pointed_at:
            start, stop = self.stretch(width, first, last)
            length = max(0, min(stop, used) - start)
            signs = "▲".center(length, "─")[:length] if first == last else "═" * length
            left = stop + 1 if start <= len(begin) else 0
            right = min(used, start - 1 if stop >= used - len(end) else used)
        line = [" "] * width
        if left + len(begin) <= right:
            line[left : left + len(begin)] = begin
        if left + len(begin) + 2 <= right - len(end):
            line[right - len(end) : right] = end
        if signs:
            line[start : start + len(signs)] = signs
        return "".join(line)

    def _ends(self) -> tuple[str, str]:
        start, end = self.buckets[0].start, self._told_end(len(self.buckets) - 1)
        if end - start > _CLOCKS_UP_TO:
            return _day(start), _day(end - _SECOND)
        return (
            f"{_day(start)} {_clock(start)}",
            f"{_day(end - _SECOND)} {_clock(end, is_end=True)}",
        )

    def stretch(self, width: int, first: int, last: int) -> tuple[int, int]:
        """The cells of some buckets, from their first up to the end, without a gap behind."""
        cells = self._cells(width)
        gap = int(cells >= _GAP_FROM)
        return first * cells, min(width, (last + 1) * cells - gap)

    def words(self, first: int, last: int, *, is_pointed_at: bool, width: int) -> str:
        """What is pointed at, from when till when, and how many records; else what all is."""
        if not self.buckets:
            return fit_end(f"TIMELINE  nothing with a time, {self.of_what}", width)
        if not is_pointed_at:
            first, last = 0, len(self.buckets) - 1
        span = span_words(self.buckets[first].start, self._told_end(last))
        if is_pointed_at:
            told = records_words(self.count(first, last))
            return _fitting([span, told, self.of_what], [span, told, self._of_few], width)
        bucket = self.buckets[-1]
        each = f"a bar is {_length(bucket.length)}"
        return _fitting([self.of_what, span, each], [self._of_few, span, each], width)

    @property
    def _of_few(self) -> str:
        """Of which records these are the times, in few words."""
        if self.is_filtered:
            return f"{self.shown:,} of {self.loaded:,}"
        if self.is_of_all:
            return f"{self.loaded:,} match"
        return f"{self.loaded:,} loaded"

    def _told_end(self, place: int) -> datetime:
        """When a bucket ends, as it is told: not later than now, where it has begun."""
        bucket, now = self.buckets[place], self.now
        if now is None or not bucket.start <= now < bucket.end:
            return bucket.end
        is_days = bucket.end - self.buckets[0].start > _CLOCKS_UP_TO and _is_midnight(bucket.end)
        if is_days and _is_midnight(self.buckets[0].start):
            return min(bucket.end, _midnight_after(now))
        minute = now.replace(second=0, microsecond=0)
        return minute if minute > bucket.start else bucket.end

    def _cells(self, width: int) -> int:
        return max(1, width // max(1, len(self.buckets)))


def span_words(start: datetime, end: datetime) -> str:
    """A span of time up to ``end``, which is no part of it; both are in one time zone.

    ``Tue 17 Mar 2026``, ``Tue 17 Mar 2026 09:00–10:00``, ``Tue 17 Mar – Mon 23 Mar 2026``.
    """
    last = end - _SECOND
    is_days = _is_midnight(start) and _is_midnight(end)
    if start.date() == last.date():
        day = f"{_day(start)} {start.year:04}"
        return day if is_days else f"{day} {_clock(start)}–{_clock(end, is_end=True)}"
    year = f" {start.year:04}" if start.year != last.year else ""
    if is_days:
        return f"{_day(start)}{year} – {_day(last)} {last.year:04}"
    return (
        f"{_day(start)}{year} {_clock(start)} – "
        f"{_day(last)} {last.year:04} {_clock(end, is_end=True)}"
    )


def short_span_words(start: datetime, end: datetime) -> str:
    """The same in few cells, for a step of the trail: ``17 Mar 09:00``, ``17 Mar – 23 Mar``."""
    last = end - _SECOND
    day, last_day = f"{start.day} {MONTHS[start.month - 1]}", f"{last.day} {MONTHS[last.month - 1]}"
    if day != last_day or start.year != last.year:
        return f"{day} – {last_day}"
    is_day = _is_midnight(start) and _is_midnight(end)
    return day if is_day else f"{day} {_clock(start)}–{_clock(end, is_end=True)}"


def _fitting(parts: list[str], shorter: list[str], width: int) -> str:
    """The parts in a line, else the shorter ones, else as many of these as fit."""
    found = [parts, *(shorter[:count] for count in range(len(shorter), 0, -1))]
    lines = [f"TIMELINE  {' · '.join(each)}" for each in found]
    return next((line for line in lines if len(line) <= width), fit_end(lines[-1], width))


def _midnight_after(moment: datetime) -> datetime:
    day = moment.date() + timedelta(days=1)
    return datetime.combine(day, time.min, moment.tzinfo)


def _is_midnight(moment: datetime) -> bool:
    return not (moment.hour or moment.minute or moment.second)


def _day(moment: datetime) -> str:
    return f"{DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]}"


def _clock(moment: datetime, *, is_end: bool = False) -> str:
    if moment.second:
        return f"{moment:%H:%M:%S}"
    if is_end and not moment.hour and not moment.minute:
        return "24:00"
    return f"{moment:%H:%M}"


def _length(length: timedelta) -> str:
    seconds = round(length / _SECOND)
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size and not seconds % size:
            number = seconds // size
            return f"1 {word}" if number == 1 else f"{number:,} {word}s"
    return "nothing"
