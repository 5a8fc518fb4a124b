"""Source of records that answers searches from an archive, newest first, and counts them."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from netwrix_tui.archive.reader import ArchiveReader
from netwrix_tui.archive.record_pages import Place, RecordPages
from netwrix_tui.archive.translation import Translated, either, translated
from netwrix_tui.clock import epoch
from netwrix_tui.errors import UsageError
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record import Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.timestamps import QUARTER
from netwrix_tui.results.summaries.group_keys import DISTINCT_FIELDS
from netwrix_tui.results.view.counts import TopValues, ValueCount
from netwrix_tui.results.view.source_groups import BARS, SourceGroup, SourceGroups
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

T = TypeVar("T")

PAGE = 1000
_FIELDS = frozenset(Row.__struct_fields__) - {"when"}


class _Mark(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended, and the second that the search's relative times are of."""

    now: int
    place: Place


class ArchiveSource:
    """A RecordSource over the archive of one server; a CountingSource, too.

    ``spill`` is a private directory for what does not fit into memory. ``moment`` is what relative
    times are of, by default now. A search raises UsageError where an archive cannot answer it.
    """

    def __init__(
        self,
        directory: Path,
        *,
        spill: Path | None = None,
        moment: float | None = None,
        page_size: int = PAGE,
    ) -> None:
        self._reader = ArchiveReader(directory, spill=spill)
        self._moment = moment
        self._size = page_size

    async def search(
        self,
        parameters: SearchParameters,
        mark: str | None = None,
        *,
        wire: WireFormat | None = None,
    ) -> Page:
        """A page of what matches, newest first, in the format in which it came."""
        now, place = self._now, None
        if mark is not None:
            kept = _read(mark)
            now, place = kept.now, kept.place
        pages = RecordPages(self._reader, translated(parameters, now), self._size)
        found = await self._beside(lambda waited_for: pages.page(place, waited_for))
        if found.place is None:
            return found.page
        following = msgspec.json.encode(_Mark(now, found.place)).decode()
        return replace(found.page, mark=following)

    async def record(self, rid: str, wire: WireFormat) -> Page:
        """The record with this RID, where the archive has it in this format; else none.

        Raises UsageError where it has it in the other one.
        """
        page = await self.search(SearchParameters((Filter("RID", Operator.EQUALS, rid),)))
        if len(page) and page.format is not wire:
            raise UsageError(
                f"The archive has this record as {page.format.value.upper()} alone.",
                next_step="Ask the server itself for the other format: F9.",
            )
        return page

    async def aclose(self) -> None:
        """Let go of the files."""
        await asyncio.to_thread(self._reader.close)

    # Counts of everything that matches

    async def total(self, parameters: SearchParameters) -> int:
        """How many records match."""
        search = self._meant(parameters)
        rows = await self._ask("SELECT count(*)", search)
        return int(rows[0][0]) if rows else 0

    async def top(self, parameters: SearchParameters, field: str, most: int) -> TopValues:
        """The values of a row's field that most matching records have."""
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
        """The groups of the values of some of a row's fields that most matching records have."""
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

    def _meant(self, parameters: SearchParameters) -> Translated:
        """A search as a person means it: with words anywhere, and spans that end now."""
        now = self._now
        searches = concrete_searches(parameters, datetime.fromtimestamp(now, UTC))
        return either(tuple(translated(search, now) for search in searches))

    async def _ask(self, select: str, search: Translated, tail: str = "") -> list[tuple[Any, ...]]:
        reader = self._reader
        query = f"{select} FROM read_parquet(?) WHERE {search.clause.sql} {tail}"

        def ask(waited_for: threading.Event) -> list[tuple[Any, ...]]:
            days = search.days(reader.days())
            return reader.ask(query, days, search.clause.values, waited_for)

        return await self._beside(ask)

    async def _beside(self, ask: Callable[[threading.Event], T]) -> T:
        """The answer of another thread; what nobody waits for any more is interrupted."""
        waited_for = threading.Event()
        waited_for.set()
        try:
            return await asyncio.to_thread(ask, waited_for)
        except asyncio.CancelledError:
            waited_for.clear()
            self._reader.interrupt(waited_for)
            raise

    @property
    def _now(self) -> int:
        return int(self._moment if self._moment is not None else epoch())


def _moment(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _read(mark: str) -> _Mark:
    try:
        return msgspec.json.decode(mark, type=_Mark)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise UsageError("This is no place in the archive.") from error
