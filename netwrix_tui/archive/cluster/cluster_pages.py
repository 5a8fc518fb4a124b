"""Pages of a search on a cluster: newest first, each begins where the one before ended.

A late page costs no more than the first, however many years there are: it is looked for within a
span of time that is made longer until it holds enough records, and only their bytes are read. Where
records are few and far between, each of them costs as much as thousands of others that lie beside
each other: then a page has fewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_translation import Condition
from netwrix_tui.archive.cluster.months import months_from, months_to
from netwrix_tui.archive.cluster.quoting import quoted
from netwrix_tui.archive.cluster.row_binary import BYTES, INT64, TEXT, UINT64
from netwrix_tui.archive.cluster.shards import WHATEVER_IS_THERE
from netwrix_tui.archive.record_pages import page_of
from netwrix_tui.clock import epoch
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

_HOUR = 3_600_000_000
_SHORTEST = 1_000_000
_LONGEST = 20_000 * _HOUR
"""Beyond so long a span, some two years, everything is looked at together."""

_SOON = 5_000 * _HOUR
"""Within so short a span, a page is a whole one without further ado."""

MANY = 1_000_000
"""Records of a server among which those of a page are thinly spread."""

_WIDER = 16
THINLY_SPREAD = 50
"""Records of a page where they are thinly spread."""
_ORDER = 'ORDER BY "when" DESC, rid DESC, digest DESC'


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended: behind the record with this moment, RID and digest.

    ``skip`` is how many came that have the three in common: RIDs may be missing.
    """

    moment: int
    rid: str
    digest: int
    skip: int = 1

    def key(self) -> tuple[int, str, int]:
        return self.moment, self.rid, self.digest


@dataclass(frozen=True, slots=True)
class Found:
    """Records of a page: of one format, with what stands for the place behind them."""

    page: Page
    place: Place | None


class ClusterPages:
    """The pages of searches for the records of one server; ``size`` is how many each has at most.

    It remembers how long a span held a page's records. All methods raise NetwrixTuiError.
    """

    def __init__(self, cluster: ClickHouse, server: str, size: int) -> None:
        self._cluster = cluster
        self._server = server
        self._size = size
        self._span = _HOUR

    def page(self, condition: Condition, behind: Place | None) -> Found:
        """The page behind a place; the first one for None; one of no records at the end."""
        skip = behind.skip if behind is not None else 0
        where = f"server = {quoted(self._server)} AND {condition.sql}"
        top = min(condition.last, int(epoch() * 1_000_000))
        if behind is not None:
            top = behind.moment
            where += f" AND {_not_before(behind)}"
        floor, size = self._floor(where, top, condition.first, skip)
        rows = self._cluster.ask(
            'SELECT "when", rid, digest, wire, raw, fetched FROM records '
            f"WHERE {where}{_from(floor)} {_ORDER} LIMIT {size + skip:d}",
            INT64 + TEXT + UINT64 + TEXT + BYTES + INT64,
            WHATEVER_IS_THERE,
        )
        if behind is not None:
            rows = rows[sum(row[:3] == behind.key() for row in rows[:skip]) :]
        rows = _of_one_format(rows[:size])
        if not rows:
            return Found(Page(WireFormat.JSON, [], []), None)
        page = page_of([row[4] for row in rows], rows[0][3])
        page = replace(page, server=self._server, fetched=tuple(row[5] for row in rows))
        return Found(page, _behind(rows, behind))

    def _floor(self, where: str, top: int, first: int, skip: int) -> tuple[int | None, int]:
        """From which moment on a page is, None for from the first on; and how many it has."""
        span, need, few = self._span, self._size + skip, min(THINLY_SPREAD, self._size) + skip
        while True:
            is_all = span > _LONGEST or top - span <= first
            since = "" if is_all else _from(top - span)
            count, lowest, low = self._cluster.ask(
                f"SELECT count(), toInt64(min(moment)), toInt64(groupArray(moment)[{few:d}]) FROM "
                f'(SELECT "when" AS moment FROM records WHERE {where}{since} '
                f"ORDER BY moment DESC LIMIT {need:d})",
                UINT64 + INT64 + INT64,
                WHATEVER_IS_THERE,
            )[0]
            is_enough = count >= need
            is_thin = count >= few and self._is_among_many(top, lowest if is_enough else top - span)
            if is_enough and not is_thin:
                few, low = need, lowest
            if is_enough or is_thin:
                self._span = min(max(2 * (top - low), _SHORTEST), _LONGEST)
                return int(low), few - skip
            if is_all:
                return None, self._size
            span *= _WIDER

    def _is_among_many(self, top: int, lowest: int) -> bool:
        """Whether what was found in this time lies among so many other records."""
        if top - lowest <= _SOON:
            return False
        (count,) = self._cluster.ask(
            f'SELECT count() FROM (SELECT "when" FROM records WHERE server = {quoted(self._server)}'
            f'{_from(lowest)} AND "when" <= {quoted(top)} AND {months_to(top)} LIMIT {MANY:d})',
            UINT64,
            WHATEVER_IS_THERE,
        )[0]
        return bool(count == MANY)


def _from(moment: int | None) -> str:
    return "" if moment is None else f' AND "when" >= {quoted(moment)} AND {months_from(moment)}'


def _not_before(place: Place) -> str:
    moment, rid = quoted(place.moment), quoted(place.rid)
    return (
        f'"when" <= {moment} AND ("when" < {moment} OR rid < {rid} '
        f"OR (rid = {rid} AND digest <= toUInt64({place.digest:d}))) AND {months_to(place.moment)}"
    )


def _of_one_format(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    alike = next((n for n, row in enumerate(rows) if row[3] != rows[0][3]), len(rows))
    return rows[:alike]


def _behind(rows: Sequence[tuple[Any, ...]], before: Place | None) -> Place:
    key = rows[-1][:3]
    same = sum(row[:3] == key for row in rows)
    if before is not None and same == len(rows) and before.key() == key:
        same += before.skip
    return Place(key[0], key[1], key[2], same)
