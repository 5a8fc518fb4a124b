"""Upkeep of an archive on a cluster: old days are deleted, and records of a day counted."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime

from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.quoting import quoted
from netwrix_tui.archive.cluster.row_binary import INT64, UINT32, UINT64
from netwrix_tui.archive.cluster.shards import cluster_of
from netwrix_tui.archive.cluster.tables import NO_MOMENT
from netwrix_tui.archive.columns import day_of, microseconds_now

_DAY = 86_400_000_000
_BETWEEN = 0.1
"""Seconds between two checks whether the records are deleted."""


@dataclass(frozen=True, slots=True)
class OldRecords:
    """Records of days before ``kept_from``: their number, and their first and last day."""

    kept_from: date
    count: int
    first_day: str = ""
    last_day: str = ""


def old_records(cluster: ClickHouse, server: str, kept_from: date) -> OldRecords:
    """Records older than the first day to keep; those without a time are not among them.

    Raises NetwrixTuiError, also if a part of the cluster does not answer.
    """
    (count, first, last) = cluster.ask(
        f'SELECT count(), toInt64(min("when")), toInt64(max("when")) FROM records '
        f"WHERE {_older(server, kept_from)}",
        UINT64 + INT64 + INT64,
    )[0]
    if not count:
        return OldRecords(kept_from, 0)
    return OldRecords(kept_from, count, day_of(first), day_of(last))


def remove_old(cluster: ClickHouse, server: str, kept_from: date) -> None:
    """Delete old records on each server, and wait until they are gone. Raises NetwrixTuiError.

    Earlier months are dropped as partitions, which costs nothing; in the month of ``kept_from``,
    the earlier days are deleted by a mutation, which rewrites data.
    """
    table = "records_local" if cluster_of(cluster) else "records"
    month = kept_from.year * 100 + kept_from.month
    for each in cluster.address.servers:
        months = cluster.ask(
            f"SELECT DISTINCT month FROM {table} WHERE server = {quoted(server)} "
            f"AND month > 0 AND month < {month:d} ORDER BY month",
            UINT32,
            server=each,
        )
        for (number,) in months:
            cluster.run(f"ALTER TABLE {table} DROP PARTITION ({quoted(server)}, {number:d})", each)
        older = _older(server, kept_from)
        left = cluster.ask(f"SELECT count() FROM {table} WHERE {older}", UINT64, server=each)
        if left[0][0]:
            cluster.run(f"ALTER TABLE {table} DELETE WHERE {older}", each)
            _await_mutations(cluster, table, each)


def _await_mutations(cluster: ClickHouse, table: str, server: str) -> None:
    query = (
        "SELECT count() FROM system.mutations WHERE is_done = 0 AND "
        f"database = {quoted(cluster.address.database)} AND table = {quoted(table)}"
    )
    pause = threading.Event()
    while cluster.ask(query, UINT64, server=server)[0][0]:
        pause.wait(_BETWEEN)


def _older(server: str, kept_from: date) -> str:
    before = microseconds_now(datetime(kept_from.year, kept_from.month, kept_from.day, tzinfo=UTC))
    return (
        f'server = {quoted(server)} AND "when" > {quoted(NO_MOMENT)} AND "when" < {quoted(before)}'
    )


class CheckedCluster:
    """The records of one server on a cluster, to be compared with the server."""

    def __init__(self, cluster: ClickHouse, server: str, kept_from: str = "") -> None:
        self.kept_from = kept_from
        self._cluster = cluster
        self._where = f"server = {quoted(server)}"

    def days(self) -> list[str]:
        """The first day that has records, in a list; empty without records."""
        rows = self._cluster.ask(
            f'SELECT count(), toInt64(min("when")) FROM records WHERE {self._where} '
            f'AND "when" > {quoted(NO_MOMENT)}',
            UINT64 + INT64,
        )
        return [day_of(rows[0][1])] if rows[0][0] else []

    def count(self, day: str) -> int:
        """How many records there are of a day."""
        start = microseconds_now(
            datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
        )
        rows = self._cluster.ask(
            f'SELECT count() FROM records WHERE {self._where} AND "when" >= {quoted(start)} '
            f'AND "when" < {quoted(start + _DAY)}',
            UINT64,
        )
        return int(rows[0][0])

    def close(self) -> None:
        """Close the connections."""
        self._cluster.close()
