"""An archive of twenty million records on ClickHouse: one server and two parts side by side.

Run as ``python -m tests.benchmarks.cluster [records]``. A million are made by the demo's generator
and written as the command does it; the others are the same ones, moved back in time by SQL. Both
servers are Debian's, on this machine, and all that they hold goes in the end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.archive.cluster.cluster_pages import Place
from netwrix_tui.archive.cluster.cluster_source import ClusterSource, Mark
from netwrix_tui.archive.cluster.cluster_writer import ClusterWriter
from netwrix_tui.archive.cluster.tables import COLUMNS, named
from netwrix_tui.records.search import SearchParameters
from tests.archive.click_house_pair import CLUSTER, MISSING, ClickHousePair
from tests.benchmarks.archive import Ask, base_pages, counted, figure, questions, timed
from tests.benchmarks.figures import Figure, machine, table, verdict

RECORDS, BASE = 20_000_000, 1_000_000
_NOW, _PAGE, _ROUNDS = 1_790_000_000, 1_000, 20
_PATIENCE = 300.0
"""Seconds after which servers are measured that have not come to rest."""

_SPAN = 200 * 86_400_000_000
"""Microseconds by which the same records are moved, more than they span."""

MOST = {
    "a page of a time range": 150.0,
    "Contains on What: a page": 1_500.0,
    "Contains on What: its total": 1_500.0,
    "three facets": 1_500.0,
}
"""Milliseconds at the 95th percentile, of twenty million on two parts."""


def make(cluster: ClickHouse, records: int) -> Figure:
    """Fill the two parts."""
    took, base = 0.0, min(records, BASE)
    with ClusterWriter.opened(cluster, "nwx01", "CORP\\jane", CLUSTER) as writer:
        for pages in base_pages(base):
            began = time.perf_counter()
            writer.write(pages, writer.state)
            took += time.perf_counter() - began
    server, into = cluster.address.servers[0], ", ".join(map(named, COLUMNS))
    settings = {"insert_distributed_sync": "1"}
    for number in range(1, records // base):
        moved = f'("when" - {number * _SPAN})'
        changed = {
            "when": moved,
            "month": f"toYYYYMM(toDateTime(intDiv({moved}, 1000000), 'UTC'))",
            "rid": f"concat(rid, '-{number}')",
        }
        columns = ", ".join(changed.get(name, named(name)) for name in COLUMNS)
        source = f'SELECT {columns} FROM records WHERE "when" > {_NOW * 1_000_000 - _SPAN}'  # noqa: S608
        cluster.run(f"INSERT INTO records ({into}) {source}", server, settings)
    return Figure(
        f"cluster: written from {base:,}", f"{base / took:,.0f} records/s",
        bound=verdict("10,000/s", base / took >= 10_000),
    )  # fmt: skip


def copied(pair: ClickHousePair, address: str, one: str) -> None:
    """The same records on one server alone."""
    cluster = pair.opened(one)
    with ClusterWriter.opened(cluster, "nwx01", "CORP\\jane") as writer:
        writer.confirm(writer.state)
    source = address.rpartition("/")[2]
    insert = f"INSERT INTO records SELECT * FROM {source}.records"  # noqa: S608
    cluster.run(insert, cluster.address.servers[0])
    cluster.close()


def at_rest(cluster: ClickHouse) -> None:
    """Wait until nothing is merged and all is on disk: after filling, that takes the disk alone."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and any(
        cluster.ask("SELECT count() FROM system.merges", "Q", server=each)[0][0]
        for each in cluster.address.servers
    ):
        time.sleep(1)
    os.sync()


def deep(source: ClusterSource, cluster: ClickHouse, pages: int) -> Ask:
    """A page so many pages deep in everything, as its mark leads there."""
    row = cluster.ask(
        'SELECT "when", rid, digest FROM records ORDER BY "when" DESC, rid DESC '  # noqa: S608
        f"LIMIT {pages * _PAGE - 1}, 1",
        "qsQ",
    )[0]
    mark = msgspec.json.encode(Mark(_NOW, Place(*row))).decode()

    async def ask(_: object) -> None:
        assert len(await source.search(SearchParameters(), mark)) == _PAGE

    return ask


async def measured(cluster: ClickHouse, of: str, records: int, *, bound: bool) -> list[Figure]:
    """All questions, put to one or two parts."""
    source = ClusterSource(cluster, "nwx01", moment=_NOW)
    last = datetime.fromtimestamp(_NOW, UTC)
    days = 170 + 200 * (records // BASE - 1)
    first = datetime.fromtimestamp(_NOW - days * 86_400, UTC)
    asked: dict[str, Ask] = {"the first page": deep(source, cluster, 1)}
    asked |= questions(source, first, last, within=30)
    asked |= counted(source)
    asked |= {f"page {n:,}": deep(source, cluster, n) for n in (1_000, 4_000) if n * 1000 < records}
    found = []
    for what, ask in asked.items():
        most = MOST.get(what) if bound else None
        found.append(figure(what, await timed(ask, _ROUNDS), of, most))
    return found


def figures(records: int = RECORDS) -> list[Figure]:
    """Made and measured."""
    with tempfile.TemporaryDirectory() as temporary:
        pair = ClickHousePair(Path(temporary) / "pair", memory=4_000_000_000)
        try:
            address = pair.address("two")
            cluster = pair.opened(address)
            found = [make(cluster, records)]
            size = sum(
                cluster.ask("SELECT sum(bytes) FROM system.parts WHERE active", "Q", server=each)[
                    0
                ][0]
                for each in cluster.address.servers
            )
            found.append(Figure("cluster: on disk", f"{size / records:.0f} bytes each"))
            at_rest(cluster)
            two = asyncio.run(measured(cluster, "two parts", records, bound=records >= RECORDS))
            one = pair.address("one", one=True)
            copied(pair, address, one)
            at_rest(cluster)
            alone = asyncio.run(measured(pair.opened(one), "one server", records, bound=False))
            return found + [each for both in zip(alone, two, strict=True) for each in both]
        finally:
            pair.close()


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("records", type=int, nargs="?", default=RECORDS)
    said = parser.parse_args(sys.argv[1:])
    if MISSING:
        sys.exit(MISSING)
    print(machine())
    print(table(figures(said.records)))


if __name__ == "__main__":
    main()
