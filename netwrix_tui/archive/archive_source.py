"""Source of records that answers searches from an archive, newest first, and counts them."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from netwrix_tui.archive.archive_marks import (
    Order,
    is_sorted,
    keys_in,
    mark_of,
    order_of,
    place_in,
)
from netwrix_tui.archive.reader import ArchiveReader
from netwrix_tui.archive.record_pages import NOTHING, RecordPages, RecordPosition
from netwrix_tui.archive.sorted_pages import SortedPages, SortedPosition
from netwrix_tui.archive.state import read_state
from netwrix_tui.archive.translation import Translated, either, translated
from netwrix_tui.clock import epoch
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record import Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.timestamps import QUARTER
from netwrix_tui.results.loading.record_source import Reach
from netwrix_tui.results.summaries.group_keys import DISTINCT_FIELDS
from netwrix_tui.results.view.counts import TopValues, ValueCount
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.results.view.source_groups import BARS, SourceGroup, SourceGroups
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

T = TypeVar("T")

PAGE = 1000
_FIELDS = frozenset(Row.__struct_fields__) - {"when"}


_WRITING = 60_000_000
"""Microseconds that may pass from the arrival of a record until a file shows it."""


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """Continuation mark: where a page ended. Relative times count from ``now`` (epoch seconds).

    ``place`` is None at the end of the search. Later records are those fetched from ``then`` on, if
    there are more than ``count``, their number when the mark was made. Pages hold only records
    fetched from ``since`` on, 0 for all. ``then`` and ``since`` are microseconds since the epoch.
    """

    now: int
    place: RecordPosition | None
    since: int = 0
    then: int = 0
    count: int = -1


class _SortedMark(msgspec.Struct, frozen=True, array_like=True):
    """Continuation mark of a sorted search; ``order`` holds each key as (field, descending)."""

    now: int
    place: SortedPosition | None
    order: Order


class ArchiveSource:
    """A RecordSource, CountingSource and SortingSource over the archive of one server.

    The mark of the last page yields records that arrived later. ``spill`` is a private directory
    for what does not fit into memory. Relative times count from ``moment`` (seconds since the
    epoch), by default from now. A search that an archive cannot answer raises UsageError.
    """

    def __init__(
        self,
        directory: Path,
        *,
        spill: Path | None = None,
        moment: float | None = None,
        page_size: int = PAGE,
    ) -> None:
        self.reader = ArchiveReader(directory, spill=spill)
        self._moment = moment
        self._size = page_size
        self._reach = Reach(None)

    async def search(
        self,
        parameters: SearchParameters,
        mark: str | None = None,
        *,
        wire: WireFormat | None = None,
    ) -> Page:
        """A page of the matching records, newest first, in the format in which they came.

        A mark from :meth:`sorted_page` continues in the order of that search.
        """
        if mark is not None and is_sorted(mark):
            return await self.sorted_page(parameters, (), mark)
        if mark is None:
            await self._catch_up(parameters)
            now = self._now
            at = Mark(now, None, then=int(epoch() * 1_000_000) - _WRITING)
        else:
            at = place_in(mark, Mark)
            if at.place is None:
                await self._catch_up(parameters)
                grown = await self._grown(parameters, at)
                if grown is None:
                    return replace(NOTHING, mark=mark)
                at = grown
        search = _since(translated(parameters, at.now), at.since)
        pages = RecordPages(self.reader, search, self._size)
        found = await self._beside(lambda waited_for: pages.page(at.place, waited_for))
        end = 0 if found.place is None else at.since
        following = Mark(at.now, found.place, end, at.then, at.count)
        return replace(found.page, mark=mark_of(following))

    @property
    def reach(self) -> Reach:
        """The time up to which the archive has all records of its server. For any thread."""
        return self._reach

    async def _catch_up(self, parameters: SearchParameters) -> None:
        """Update :attr:`reach`: before a search begins, and before it asks for later records."""
        with suppress(NetwrixTuiError):  # without it, records are there all the same
            state = await asyncio.to_thread(read_state, self.reader.directory)
            self._reach = Reach(state.drained if state is not None else None)

    async def _grown(self, parameters: SearchParameters, end: Mark) -> Mark | None:
        """The mark from which later records are read, after ``end``; None if none came."""
        search = _since(translated(parameters, end.now), end.then)
        counted = "SELECT count(*), max(epoch_us(fetched))"
        rows = await self._ask(counted, search)
        count, latest = rows[0] if rows else (0, None)
        if latest is None or count == end.count:
            return None
        at_last = await self._ask("SELECT count(*)", _since(search, int(latest)))
        return Mark(end.now, None, end.then, int(latest), int(at_last[0][0]))

    async def sorted_page(
        self, parameters: SearchParameters, order: SortKeys, mark: str | None
    ) -> Page:
        """A page of the matching records, sorted by columns; words anywhere are allowed."""
        if mark is None:
            await self._catch_up(parameters)
            at = _SortedMark(self._now, None, order_of(order))
        else:
            at = place_in(mark, _SortedMark)
            order = keys_in(at.order)
        pages = SortedPages(self.reader, self._meant(parameters, at.now), self._size)
        page, place = await self._beside(
            lambda waited_for: pages.sorted_page(order, at.place, waited_for)
        )
        if place is None:
            return page
        following = _SortedMark(at.now, place, at.order)
        return replace(page, mark=mark_of(following, is_sorted=True))

    async def record(self, rid: str, wire: WireFormat) -> Page:
        """A page with the record of this RID; empty if the archive does not have it.

        Raises UsageError if the archive has it in the other format only.
        """
        page = await self.search(SearchParameters((Filter("RID", Operator.EQUALS, rid),)))
        if len(page) and page.format is not wire:
            raise UsageError(
                f"The archive has this record only as {page.format.value.upper()}.",
                next_step="Ask the server itself for the other format: F9.",
            )
        return page

    async def aclose(self) -> None:
        """Close the files."""
        await asyncio.to_thread(self.reader.close)

    # Counts of everything that matches

    async def total(self, parameters: SearchParameters) -> int:
        """How many records match."""
        search = self._meant(parameters)
        rows = await self._ask("SELECT count(*)", search)
        return int(rows[0][0]) if rows else 0

    async def top(self, parameters: SearchParameters, field: str, most: int) -> TopValues:
        """The ``most`` most frequent values of a row's field. Raises KeyError."""
        if field not in _FIELDS:
            raise KeyError(field)
        search = self._meant(parameters)
        rows = await self._ask(
            f'SELECT "{field}", count(*) AS records, count(*) OVER () AS distinct_values,'
            " sum(count(*)) OVER () AS total",
            search,
            f'GROUP BY "{field}" ORDER BY records DESC, "{field}" LIMIT {most:d}',
        )
        if not rows:
            return TopValues()
        values = tuple(ValueCount(str(value), int(count)) for value, count, _, _ in rows)
        return TopValues(values, int(rows[0][3]), int(rows[0][2]))

    async def groups(
        self, parameters: SearchParameters, fields: Sequence[str], most: int
    ) -> SourceGroups:
        """The ``most`` largest groups by some of a row's fields. Raises KeyError."""
        if not fields or not _FIELDS.issuperset(fields):
            raise KeyError(*fields)
        search = self._meant(parameters)
        ends = await self._ask('SELECT epoch_us(min("when")), epoch_us(max("when"))', search)
        start, last = ends[0] if ends else (None, None)
        width = -(-(int(last) - int(start) + 1) // BARS) if start is not None else 0
        slot = f'(epoch_us("when") - {start}) // {width}'
        bars = [f"count(*) FILTER (WHERE {slot} = {n})" for n in range(BARS if width else 0)]
        names = [f'"{field}"' for field in fields]
        # Of a field that is grouped by, each group has one value.
        numbers = [
            f'count(DISTINCT "{name}") FILTER (WHERE "{name}" != \'\')' for name in DISTINCT_FIELDS
        ]
        told = [
            *names, "count(*) AS records", 'epoch_us(min("when"))', 'epoch_us(max("when"))',
            *numbers, *bars, "count(*) OVER ()", "sum(count(*)) OVER ()",
        ]  # fmt: skip
        rows = await self._ask(
            f"SELECT {', '.join(told)}", search,
            f"GROUP BY {', '.join(names)} ORDER BY records DESC, {', '.join(names)} LIMIT {most:d}",
        )  # fmt: skip
        at = len(names)
        groups = tuple(
            SourceGroup(
                tuple(map(str, row[:at])), int(row[at]), _moment(row[at + 1]), _moment(row[at + 2]),
                tuple(map(int, row[at + 3 : at + 6])), tuple(map(int, row[at + 6 : -2])),
            )
            for row in rows
        )  # fmt: skip
        if not rows:
            return SourceGroups()
        return SourceGroups(groups, int(rows[0][-2]), int(rows[0][-1]), int(start or 0), width)

    async def quarters(self, parameters: SearchParameters) -> Counter[int]:
        """How many matching records lie in each quarter of an hour, counted from 1970 on."""
        search = self._meant(parameters)
        dated = replace(search, clause=search.clause.and_('"when" IS NOT NULL'), is_dated=True)
        quarter = f'(epoch_us("when") - ((epoch_us("when") % {QUARTER}) + {QUARTER}) % {QUARTER})'
        rows = await self._ask(
            f"SELECT {quarter} // {QUARTER} AS quarter, count(*)", dated, "GROUP BY quarter"
        )
        return Counter({int(at): int(count) for at, count in rows})

    def _meant(self, parameters: SearchParameters, moment: int | None = None) -> Translated:
        """A search as the user means it: with words anywhere, and spans that end now."""
        now = self._now if moment is None else moment
        searches = concrete_searches(parameters, datetime.fromtimestamp(now, UTC))
        return either(tuple(translated(search, now) for search in searches))

    async def _ask(self, select: str, search: Translated, tail: str = "") -> list[tuple[Any, ...]]:
        reader = self.reader
        query = f"{select} FROM read_parquet(?) WHERE {search.clause.sql} {tail}"

        def ask(waited_for: threading.Event) -> list[tuple[Any, ...]]:
            days = search.days(reader.days())
            return reader.ask(query, days, search.clause.values, waited_for)

        return await self._beside(ask)

    async def _beside(self, ask: Callable[[threading.Event], T]) -> T:
        """The result of ``ask``, run on another thread; a cancelled query is interrupted."""
        waited_for = threading.Event()
        waited_for.set()
        try:
            return await asyncio.to_thread(ask, waited_for)
        except asyncio.CancelledError:
            waited_for.clear()
            self.reader.interrupt(waited_for)
            raise

    @property
    def _now(self) -> int:
        return int(self._moment if self._moment is not None else epoch())


def _moment(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _since(search: Translated, fetched: int) -> Translated:
    """The search, limited to records fetched from a moment on (microseconds; 0 for all)."""
    if not fetched:
        return search
    clause = search.clause.and_("fetched >= make_timestamptz(?)", fetched)
    return replace(search, clause=clause)
