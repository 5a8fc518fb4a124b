"""Pages of a search on a cluster, sorted by any columns over all matching records.

A page begins after the sort values of the last record of the page before. The sort columns are read
of all matching records, the bytes only of the records on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_translation import Condition
from netwrix_tui.archive.cluster.months import month_of
from netwrix_tui.archive.cluster.quoting import quoted, quoted_list
from netwrix_tui.archive.cluster.row_binary import BYTES, INT64, TEXT, UINT64
from netwrix_tui.archive.cluster.shards import WHATEVER_IS_THERE
from netwrix_tui.archive.record_pages import page_of
from netwrix_tui.results.view.sorting import SortKeys
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat


class SortedPlace(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended: the values that its last record is sorted by, and how many have them."""

    values: tuple[str | int, ...]
    skip: int = 1


@dataclass(frozen=True, slots=True)
class _Key:
    """What is sorted by: a column, its type, and whether downwards."""

    column: str
    kind: str = TEXT
    descending: bool = True

    @property
    def order(self) -> str:
        return f'"{self.column}" {"DESC" if self.descending else "ASC"}'

    def beyond(self, value: str | int) -> str:
        return f'"{self.column}" {"<" if self.descending else ">"} {self.literal(value)}'

    def same(self, value: str | int) -> str:
        return f'"{self.column}" = {self.literal(value)}'

    def literal(self, value: str | int) -> str:
        if self.kind == UINT64:
            return f"toUInt64({int(value):d})"
        return quoted(value)


_LAST = (_Key("when", INT64), _Key("rid"), _Key("digest", UINT64))
"""By which equals are sorted: the newest first."""


def sorted_page(
    cluster: ClickHouse,
    server: str,
    condition: Condition,
    order: SortKeys,
    behind: SortedPlace | None,
    size: int,
) -> tuple[Page, SortedPlace | None]:
    """The page behind a place, and the place behind it; of no records at the end.

    Raises NetwrixTuiError.
    """
    keys, skip = _keys_of(order), 0
    where = f"server = {quoted(server)} AND {condition.sql}"
    if behind is not None:
        where, skip = f"{where} AND {_at_or_behind(keys, behind.values)}", behind.skip
    found = cluster.ask(
        f"SELECT {', '.join(_quoted(key) for key in keys)}, wire FROM records WHERE {where} "
        f"ORDER BY {', '.join(key.order for key in keys)} LIMIT {size + skip:d}",
        "".join(key.kind for key in keys) + TEXT,
        WHATEVER_IS_THERE,
    )
    if behind is not None:
        found = found[sum(row[:-1] == behind.values for row in found[:skip]) :]
    found = found[:size]
    alike = next((n for n, row in enumerate(found) if row[-1] != found[0][-1]), len(found))
    found = found[:alike]
    if not found:
        return Page(WireFormat.JSON, [], []), None
    page = _page(cluster, server, [row[-4:-1] for row in found], found[0][-1])
    return page, _place([row[:-1] for row in found], behind)


def _page(cluster: ClickHouse, server: str, records: Sequence[tuple[Any, ...]], wire: str) -> Page:
    """The records with these moments, RIDs and digests, in this order."""
    of_each = sorted({moment for moment, _, _ in records})
    moments = ", ".join(map(str, of_each))
    months = ", ".join(map(str, sorted(set(map(month_of, of_each)))))
    query = (
        'SELECT "when", rid, digest, raw, fetched FROM records '
        f'WHERE server = {quoted(server)} AND month IN ({months}) AND "when" IN ({moments}) '
        f"AND rid IN {quoted_list(sorted({rid for _, rid, _ in records}))} "
        f"AND wire = {quoted(wire)}"
    )
    rows = cluster.ask(
        query,
        INT64 + TEXT + UINT64 + BYTES + INT64,
        {**WHATEVER_IS_THERE, "max_query_size": str(len(query.encode()) + 1_024)},
    )
    by_key = {row[:3]: row[3:] for row in rows}
    there = [by_key[key] for key in records if key in by_key]  # a part may have gone meanwhile
    page = page_of([raw for raw, _ in there], wire)
    return replace(page, server=server, fetched=tuple(fetched for _, fetched in there))


def _keys_of(order: SortKeys) -> list[_Key]:
    keys: list[_Key] = []
    for key in order:
        if key.field == "when":
            keys.append(_Key("when", INT64, key.descending))
        else:  # small and capital letters alike, as the screen sorts
            keys.append(_Key(f"folded_{key.field}", TEXT, key.descending))
            keys.append(_Key(key.field, TEXT, key.descending))
    return [*keys, *_LAST]


def _quoted(key: _Key) -> str:
    return f'"{key.column}"'


def _at_or_behind(keys: Sequence[_Key], values: Sequence[str | int]) -> str:
    same = [key.same(value) for key, value in zip(keys, values, strict=True)]
    some = [" AND ".join(same)]
    for count, key in enumerate(keys):
        some.append(" AND ".join([*same[:count], key.beyond(values[count])]))
    return f"({' OR '.join(f'({each})' for each in some)})"


def _place(found: Sequence[tuple[Any, ...]], before: SortedPlace | None) -> SortedPlace:
    values = found[-1]
    same = sum(row == values for row in found)
    if before is not None and same == len(found) and before.values == values:
        same += before.skip
    return SortedPlace(values, same)
