"""The parts of a cluster: which of them answer; records of the others are missing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.quoting import quoted
from netwrix_tui.archive.cluster.row_binary import TEXT, UINT64

WHATEVER_IS_THERE = {"skip_unavailable_shards": "1"}
"""Has a question answered by the parts that are there."""

_NAME = re.compile(r"Distributed\(\\?'?([A-Za-z0-9_.-]+)")


@dataclass(frozen=True, slots=True)
class Shards:
    """How many parts the cluster has, and how many of them answer; (1, 1) for one server."""

    all: int = 1
    there: int = 1

    def words(self) -> str:
        """What a person has to know; empty where all is there."""
        if self.there >= self.all:
            return ""
        missing = self.all - self.there
        return f"{missing} of {self.all} parts of the cluster away: their records are missing"


def cluster_of(cluster: ClickHouse, server: str | None = None) -> str:
    """The cluster that the records are spread over; empty where it is one server.

    Raises NetwrixTuiError.
    """
    query = (
        "SELECT engine_full FROM system.tables WHERE name = 'records' AND database = "
        f"{quoted(cluster.address.database)}"
    )
    rows = cluster.ask(query, TEXT, server=server)
    match = _NAME.match(rows[0][0]) if rows else None
    return match[1] if match else ""


def shards_of(cluster: ClickHouse, name: str) -> Shards:
    """The parts of a cluster, by its name. Raises NetwrixTuiError where no server answers."""
    if not name:
        return Shards()
    there, of_all = cluster.ask(
        "SELECT count(), (SELECT uniqExact(shard_num) FROM system.clusters "
        f"WHERE cluster = {quoted(name)}) FROM shards",
        UINT64 + UINT64,
        WHATEVER_IS_THERE,
    )[0]
    return Shards(of_all, there)
