"""Comparison of an archive with its server: how many records each has of each day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

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


def days_to_compare(
    reader: ArchiveReader, today: date, *, kept_from: str = "", most: int | None = None
) -> list[date]:
    """The days that are over, the latest first: as far as the archive goes back, or ``most``."""
    dated = [day for day in reader.days() if day != UNDATED and day >= kept_from]
    if not dated:
        return []
    first = date.fromisoformat(dated[0])
    if most is not None:
        first = max(first, today - timedelta(days=most))
    return [today - timedelta(days=n) for n in range(1, (today - first).days + 1)]


async def compare(ask: Ask, reader: ArchiveReader, day: date) -> DayCounts:
    """The counts of one day; all its records are asked of the server, which counts none itself.

    Raises what asking and reading raise.
    """
    wanted, at_server = day.isoformat(), 0
    search = SearchParameters((Filter("When", Operator.EQUALS, _span(day)),))
    async for page in each_once(partial(ask, search)):
        moments = [timestamp_of(when) for when in page.column("when")]
        at_server += sum(m is not None and day_of(m) == wanted for m in moments)
    count = "SELECT count(*) FROM read_parquet(?)"
    rows = await asyncio.to_thread(reader.ask, count, [wanted])
    return DayCounts(day, at_server, int(rows[0][0]) if rows else 0)


def _span(day: date) -> TimeRange:
    # Up to the next midnight: a record may have a fraction of the last second.
    begin = datetime.combine(day, time(), UTC)
    return TimeRange(begin, begin + timedelta(days=1))
