"""Comparison of an archive with its server: how many records each has of each day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from netwrix_tui.archive.columns import day_of
from netwrix_tui.archive.layout import UNDATED
from netwrix_tui.archive.reader import ArchiveReader
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import TimeRange
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.loading.mark_walk import each_once
from netwrix_tui.results.loading.time_sliced_fetcher import Ask


@dataclass(frozen=True, slots=True)
class DayCounts:
    """How many records there are of a day, at the server and in the archive."""

    day: date
    at_server: int
    archived: int


class CheckedArchive(Protocol):
    """An archive of one server, to be compared with it. Raises NetwrixTuiError."""

    kept_from: str
    """The first day that is kept; empty where all are."""

    def days(self) -> list[str]:
        """Days there are, the first one before all others; those without a moment last."""

    def count(self, day: str) -> int:
        """How many records there are of a day."""

    def close(self) -> None:
        """Let go of it."""


class CheckedDirectory:
    """A server's directory of files, as one of these."""

    def __init__(self, directory: Path, kept_from: str = "") -> None:
        self.kept_from = kept_from
        self._reader = ArchiveReader(directory)

    def days(self) -> list[str]:
        return self._reader.days()

    def count(self, day: str) -> int:
        rows = self._reader.ask("SELECT count(*) FROM read_parquet(?)", [day])
        return int(rows[0][0]) if rows else 0

    def close(self) -> None:
        self._reader.close()


def days_to_compare(archive: CheckedArchive, today: date, *, most: int | None = None) -> list[date]:
    """The days that are over, the latest first: as far as the archive goes back, or ``most``."""
    dated = [day for day in archive.days() if day != UNDATED and day >= archive.kept_from]
    if not dated:
        return []
    first = date.fromisoformat(dated[0])
    if most is not None:
        first = max(first, today - timedelta(days=most))
    return [today - timedelta(days=n) for n in range(1, (today - first).days + 1)]


async def compare(ask: Ask, archive: CheckedArchive, day: date) -> DayCounts:
    """The counts of one day; all its records are asked of the server, which counts none itself.

    Raises what asking and reading raise.
    """
    wanted, at_server = day.isoformat(), 0
    search = SearchParameters((Filter("When", Operator.EQUALS, _span(day)),))
    async for page in each_once(partial(ask, search)):
        moments = [timestamp_of(when) for when in page.column("when")]
        at_server += sum(m is not None and day_of(m) == wanted for m in moments)
    return DayCounts(day, at_server, await asyncio.to_thread(archive.count, wanted))


def _span(day: date) -> TimeRange:
    # Up to the next midnight: a record may have a fraction of the last second.
    begin = datetime.combine(day, time(), UTC)
    return TimeRange(begin, begin + timedelta(days=1))
