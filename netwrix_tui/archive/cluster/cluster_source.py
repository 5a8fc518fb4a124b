"""Source of records that answers searches from an archive on a cluster, and counts them."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
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
from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_errors import PartAway
from netwrix_tui.archive.cluster.cluster_pages import ClusterPages, Place
from netwrix_tui.archive.cluster.cluster_translation import Condition, any_of, condition_of
from netwrix_tui.archive.cluster.quoting import quoted
from netwrix_tui.archive.cluster.row_binary import INT64, TEXT, UINT64
from netwrix_tui.archive.cluster.shards import (
    WHATEVER_IS_THERE,
    Shards,
    cluster_of,
    shards_of,
)
from netwrix_tui.archive.cluster.sorted_on_cluster import SortedPlace, sorted_page
from netwrix_tui.archive.cluster.tables import NO_MOMENT, named
from netwrix_tui.clock import epoch
from netwrix_tui.errors import ConnectionLost, NetwrixTuiError, UsageError
from netwrix_tui.records.concrete import concrete_searches
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.timestamps import QUARTER
from netwrix_tui.results.loading.record_source import SORTABLE
from netwrix_tui.results.summaries.group_keys import DISTINCT_FIELDS
from netwrix_tui.results.view.counts import TopValues, ValueCount
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.results.view.source_groups import BARS, SourceGroup, SourceGroups
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

T = TypeVar("T")

PAGE = 1000
_FIELDS = SORTABLE - {"when"}
_TRIES = 3
_MOST_VALUES = 5_000
"""Values beyond those that are wanted: where there are no more, all of them have come."""


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended, and the second that the search's relative times are of."""

    now: int
    place: Place


class _SortedMark(msgspec.Struct, frozen=True, array_like=True):
    """The same in an order of one's own, which the mark says itself."""

    now: int
    place: SortedPlace
    order: Order


class ClusterSource:
    """A RecordSource over the records of one server on a cluster; it counts and sorts, too.

    ``moment`` is what relative times are of, by default now. ``told`` gets which parts of the
    cluster answer, as often as that changes, on another thread. A search raises UsageError where an
    archive cannot answer it, and ConnectionFailed where no server of the cluster answers.
    """

    def __init__(
        self,
        cluster: ClickHouse,
        server: str,
        *,
        moment: float | None = None,
        page_size: int = PAGE,
        told: Callable[[Shards], None] = lambda _: None,
    ) -> None:
        self._cluster = cluster
        self._server = server
        self._moment = moment
        self._size = page_size
        self._pages = ClusterPages(cluster, server, page_size)
        self._told = told
        self._name: str | None = None
        self._looking = threading.Lock()
        self.shards = Shards()

    async def search(
        self,
        parameters: SearchParameters,
        mark: str | None = None,
        *,
        wire: WireFormat | None = None,
    ) -> Page:
        """A page of what matches, newest first, in the format in which it came.

        A mark of :meth:`sorted_page` goes on in its order.
        """
        if mark is not None and is_sorted(mark):
            return await self.sorted_page(parameters, (), mark)
        now, place = self._now, None
        if mark is not None:
            kept = place_in(mark, Mark)
            now, place = kept.now, kept.place
        condition = condition_of(parameters, now)
        found = await self._beside(lambda: self._pages.page(condition, place))
        if found.place is None:
            return found.page
        return replace(found.page, mark=mark_of(Mark(now, found.place)))

    async def sorted_page(
        self, parameters: SearchParameters, order: SortKeys, mark: str | None
    ) -> Page:
        """A page of what matches, as a person means it, sorted by columns."""
        now, behind = self._now, None
        if mark is not None:
            at = place_in(mark, _SortedMark)
            now, behind, order = at.now, at.place, keys_in(at.order)
        meant = self._meant(parameters, now)
        page, place = await self._beside(
            lambda: sorted_page(self._cluster, self._server, meant, order, behind, self._size)
        )
        if place is None:
            return page
        following = _SortedMark(now, place, order_of(order))
        return replace(page, mark=mark_of(following, is_sorted=True))

    async def record(self, rid: str, wire: WireFormat) -> Page:
        """The record with this RID, where the archive has it in this format; else none.

        Raises UsageError where it has it in the other one.
        """
        page = await self.search(SearchParameters((Filter("RID", Operator.EQUALS, rid),)))
        if len(page) and page.format is not wire:
            raise UsageError(
                f"The archive has this record only as {page.format.value.upper()}.",
                next_step="Ask the server itself for the other format: F9.",
            )
        return page

    async def aclose(self) -> None:
        """Close the connections."""
        await asyncio.to_thread(self._cluster.close)

    # Counts of everything that matches

    async def total(self, parameters: SearchParameters) -> int:
        """How many records match."""
        rows = await self._ask("count()", self._meant(parameters), UINT64)
        return int(rows[0][0])

    async def top(self, parameters: SearchParameters, field: str, most: int) -> TopValues:
        """The values of a row's field that most matching records have."""
        if field not in _FIELDS:
            raise KeyError(field)
        meant, column = self._meant(parameters), named(field)
        rows = await self._ask(
            f"{column}, count() AS records", meant, TEXT + UINT64,
            f"GROUP BY {column} ORDER BY records DESC, {column} LIMIT {_MOST_VALUES + most:d}",
        )  # fmt: skip
        values = tuple(ValueCount(str(value), int(count)) for value, count in rows[:most])
        if len(rows) < _MOST_VALUES + most:  # these are all: no second question
            return TopValues(values, sum(int(count) for _, count in rows), len(rows))
        of_all = await self._ask(f"count(), uniqExact({column})", meant, UINT64 + UINT64)
        return TopValues(values, int(of_all[0][0]), int(of_all[0][1]))

    async def groups(
        self, parameters: SearchParameters, fields: Sequence[str], most: int
    ) -> SourceGroups:
        """The groups of the values of some of a row's fields that most matching records have."""
        if not fields or not _FIELDS.issuperset(fields):
            raise KeyError(*fields)
        meant, is_dated = self._meant(parameters), f'"when" > {quoted(NO_MOMENT)}'
        span = f'countIf({is_dated}), minIf("when", {is_dated}), maxIf("when", {is_dated})'
        of_span = UINT64 + INT64 + INT64
        ((dated, start, end),) = await self._ask(span, meant, of_span)
        width = -(-(end - start + 1) // BARS) if dated else 0
        slot = f'intDiv("when" - ({start}), {width})'
        bars = [f"countIf({is_dated} AND {slot} = {n})" for n in range(BARS if width else 0)]
        columns = ", ".join(named(field) for field in fields)
        different = [f"uniqExactIf({named(n)}, {named(n)} != '')" for n in DISTINCT_FIELDS]
        rows = await self._ask(
            ", ".join([columns, "count() AS records", span, *different, *bars]), meant,
            TEXT * len(fields) + UINT64 + of_span + UINT64 * (len(different) + len(bars)),
            f"GROUP BY {columns} ORDER BY records DESC, {columns} LIMIT {most + 1:d}",
        )  # fmt: skip
        groups = []
        for row in rows[:most]:
            values, (count, moments, first, last, *numbers) = row[: len(fields)], row[len(fields) :]
            distinct, over_time = numbers[: len(different)], numbers[len(different) :]
            groups.append(
                SourceGroup(
                    tuple(map(str, values)), int(count), int(first) if moments else None,
                    int(last) if moments else None, tuple(distinct), tuple(over_time),
                )
            )  # fmt: skip
        number, records = len(rows), sum(group.count for group in groups)
        if number > most:
            of_all = f"count(), uniqExact({columns})"
            ((records, number),) = await self._ask(of_all, meant, UINT64 + UINT64)
        return SourceGroups(tuple(groups), number, records, start if dated else 0, width)

    async def quarters(self, parameters: SearchParameters) -> Counter[int]:
        """How many matching records lie in each quarter of an hour, counted from 1970 on."""
        meant = self._meant(parameters)
        sql = f'{meant.sql} AND "when" > {quoted(NO_MOMENT)}'
        begin = f'("when" - ((("when" % {QUARTER}) + {QUARTER}) % {QUARTER}))'
        rows = await self._ask(
            f"toInt64(intDiv({begin}, {QUARTER})) AS quarter, count()",
            replace(meant, sql=sql), INT64 + UINT64, "GROUP BY quarter",
        )  # fmt: skip
        return Counter({int(at): int(count) for at, count in rows})

    def _meant(self, parameters: SearchParameters, moment: int | None = None) -> Condition:
        """A search as a person means it: with words anywhere, and spans that end now."""
        now = self._now if moment is None else moment
        searches = concrete_searches(parameters, datetime.fromtimestamp(now, UTC))
        return any_of([condition_of(search, now) for search in searches])

    async def _ask(
        self, select: str, condition: Condition, types: str, tail: str = ""
    ) -> list[tuple[Any, ...]]:
        query = (
            f"SELECT {select} FROM records WHERE server = {quoted(self._server)} "
            f"AND {condition.sql} {tail}"
        )
        return await self._beside(lambda: self._cluster.ask(query, types, WHATEVER_IS_THERE))

    async def _beside(self, ask: Callable[[], T]) -> T:
        return await asyncio.to_thread(self._asked, ask)

    def _asked(self, ask: Callable[[], T]) -> T:
        """An answer of whatever part of the cluster is there; one may go away within it."""
        for left in reversed(range(_TRIES)):
            try:
                answer = ask()
            except (PartAway, ConnectionLost):
                if not left:
                    raise
            else:
                with suppress(NetwrixTuiError):  # the answer is there
                    self._look()
                return answer
        raise AssertionError("it was tried")

    def _look(self) -> None:
        """See which parts of the cluster are there, that the answer was of."""
        with self._looking:
            if self._name is None:
                self._name = cluster_of(self._cluster)
            shards = shards_of(self._cluster, self._name)
            if shards != self.shards:
                self.shards = shards
                self._told(shards)

    @property
    def _now(self) -> int:
        return int(self._moment if self._moment is not None else epoch())
