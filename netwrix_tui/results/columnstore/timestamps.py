"""Column of When: a timestamp for each row, and the exact text where that is not enough."""

from __future__ import annotations

from array import array
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from operator import add
from struct import pack

from netwrix_tui.records.when import instant

_EPOCH = datetime(1970, 1, 1)
_AWARE_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000_000
UNKNOWN = -(1 << 63)
"""Stands for a text that names no moment."""

QUARTER = 900_000_000
"""Microseconds of a quarter of an hour: days begin at one in every time zone."""

_HOUR_ENDS = len("2026-03-17T09:")
_DAY_ENDS = len("2026-03-17")
_HOURS = {f"T{hour:02}:": hour * 4 * QUARTER for hour in range(24)}
_MOST_HOURS = 10_000

# A day off the ends of what datetime can hold, so that any time zone can be applied to a moment.
_EARLIEST = (datetime.min.toordinal() - _EPOCH.toordinal() + 1) * _DAY
_LATEST = (datetime.max.toordinal() - _EPOCH.toordinal() - 1) * _DAY


class TimestampColumn:
    """Moments by row, in microseconds since the epoch (UTC), and the text they were sent as.

    The text ``2026-03-17T09:37:11Z`` follows from the number; any other way to write a time, and
    what is no time at all, is kept beside it. Written by one thread, read without a lock.
    """

    __slots__ = ("_hours", "_quarters", "_texts", "_timestamps")

    def __init__(self) -> None:
        self._timestamps: array[int] = array("q")
        self._texts: dict[int, str] = {}
        self._hours: dict[str, int] = {}
        self._quarters: Counter[int] = Counter()

    def extend(self, texts: list[str]) -> list[int]:
        """Append one row for each text; returns those moments that could be read, in order."""
        first = len(self._timestamps)
        heads = [text[:_HOUR_ENDS] for text in texts]
        self._learn(heads)
        starts = list(map(self._hours.get, heads))
        rests = list(map(_clock().get, [text[_HOUR_ENDS:] for text in texts]))
        try:
            timestamps = list(map(add, starts, rests))
        except TypeError:  # some of them are written otherwise
            timestamps = [
                self._read(first + index, texts[index])
                if start is None or rest is None
                else start + rest
                for index, (start, rest) in enumerate(zip(starts, rests, strict=True))
            ]
        self._timestamps.frombytes(pack(f"{len(timestamps)}q", *timestamps))
        known = timestamps
        if UNKNOWN in timestamps:
            known = [moment for moment in timestamps if moment != UNKNOWN]
        self._quarters.update(map(QUARTER.__rfloordiv__, known))
        return known

    @property
    def timestamps(self) -> array[int]:
        """The moments of all rows; text that names none is the least number that there is."""
        return self._timestamps

    @property
    def quarters(self) -> Counter[int]:
        """How many moments lie in each quarter of an hour, counted from the epoch on."""
        return self._quarters

    def timestamp(self, row: int) -> int | None:
        """Microseconds since the epoch, or None where the text names no moment."""
        value = self._timestamps[row]
        return None if value == UNKNOWN else value

    def text(self, row: int) -> str:
        """When, exactly as it was received."""
        kept = self._texts.get(row)
        if kept is not None:
            return kept
        return (_EPOCH + timedelta(microseconds=self._timestamps[row])).isoformat() + "Z"

    def _learn(self, heads: list[str]) -> None:
        """Work out the hours that were not met yet, each once."""
        unknown = set(heads).difference(self._hours)
        if len(self._hours) + len(unknown) > _MOST_HOURS:
            self._hours.clear()
            unknown = set(heads)
        for head in unknown:
            start, hour = _day(head[:_DAY_ENDS]), _HOURS.get(head[_DAY_ENDS:])
            if start != UNKNOWN and hour is not None:
                self._hours[head] = start + hour

    def _read(self, row: int, text: str) -> int:
        moment = _canonical(text)
        if moment == UNKNOWN:
            self._texts[row] = text
            return _lenient(text)
        return moment


def timestamp_of(text: str) -> int | None:
    """Microseconds since the epoch (UTC), or None where the text names no moment."""
    moment = _canonical(text)
    if moment == UNKNOWN:
        moment = _lenient(text)
    return None if moment == UNKNOWN else moment


@cache
def _clock() -> dict[str, int]:
    """``MM:SSZ`` for all seconds of an hour, with the microseconds since its start."""
    return {f"{second // 60:02}:{second % 60:02}Z": second * 1_000_000 for second in range(3600)}


@lru_cache(maxsize=1_000)
def _day(text: str) -> int:
    """Where the day begins that is written as ``2026-03-17``; ``UNKNOWN`` for any other text."""
    return _canonical(f"{text}T00:00:00Z")


def _canonical(text: str) -> int:
    """The moment of a text that follows from its moment; ``UNKNOWN`` for any other text."""
    if text[-1:] != "Z":
        return UNKNOWN
    try:
        moment = datetime.fromisoformat(text[:-1])
    except ValueError:
        return UNKNOWN
    if moment.tzinfo is not None or moment.isoformat() != text[:-1]:
        return UNKNOWN
    return _microseconds(moment - _EPOCH)


def _lenient(text: str) -> int:
    moment = instant(text)
    return UNKNOWN if moment is None else _microseconds(moment - _AWARE_EPOCH)


def _microseconds(since: timedelta) -> int:
    value = since.days * _DAY + since.seconds * 1_000_000 + since.microseconds
    return value if _EARLIEST <= value < _LATEST else UNKNOWN
