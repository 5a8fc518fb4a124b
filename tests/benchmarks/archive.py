"""An archive of five million records: pages, facets, a histogram, how deep a page is, p50 and p95.

Run as ``python -m tests.benchmarks.archive [records] [--in DIR] [--alone]``. A million are made by
the demo's generator and written as the command does it; the others are the same ones, moved back in
time by SQL. "At work" is what all processors together spent: on a busy machine, wall clock says
little. ``--in`` keeps them for the next run. At a million, the same questions are put to the demo's
server over HTTPS and to a case (SQLite), unless ``--alone``.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from netwrix_tui.archive import engine as db
from netwrix_tui.archive.archive_source import ArchiveSource, Mark
from netwrix_tui.archive.columns import COLUMNS
from netwrix_tui.archive.layout import UNDATED, day_directory, days_in, found_server, parts_of
from netwrix_tui.archive.part_file import write_part
from netwrix_tui.archive.record_pages import RecordPosition
from netwrix_tui.archive.writer import ArchiveWriter
from netwrix_tui.case.case_source import CaseSource
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.demo.child import start_demo
from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.private_directory import make_private
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import TimeRange
from netwrix_tui.results.loading.record_source import CountingSource, RecordSource
from netwrix_tui.wire import json_format
from netwrix_tui.wire.page import Page
from tests.benchmarks.figures import Figure, machine, table, verdict
from tests.benchmarks.opened import write_case
from tests.tui.driving import connection_to

RECORDS, BASE = 5_000_000, 1_000_000
_NOW = 1_790_000_000
_BATCH, _PAGE = 25_000, 1_000
_ROUNDS, _ROUNDS_BESIDE = 30, 5
MOST = {"a page of a time range": 150.0, "Contains on What: a page": 500.0,
        "three facets": 500.0}  # fmt: skip
"""Milliseconds at the 95th percentile, of five million."""

Ask = Callable[[random.Random], Awaitable[object]]


def base_pages(records: int) -> Iterator[list[Page]]:
    """The demo's records, in batches as the command writes them."""
    dataset = Dataset(1, records, _NOW)
    for start in range(0, records, _BATCH):
        pages = []
        for first in range(start, min(start + _BATCH, records), _PAGE):
            last = min(first + _PAGE, records)
            raws = [json_format.encode_record(dataset.record(at)) for at in range(first, last)]
            pages.append(json_format.decode_page(json_format.encode_page(raws, str(last))))
        yield pages


def make(place: Path, records: int) -> tuple[float, float, float]:
    """Make an archive; returns how many records a second were written by the clock and of the
    processors' time, and bytes of one on disk.
    """
    took = worked = 0.0
    base = min(records, BASE)
    with ArchiveWriter.opened(place, "nwx01", "CORP\\jane") as writer:
        for pages in base_pages(base):
            began, at_work = time.perf_counter(), time.process_time()
            writer.write(pages, writer.state)
            took += time.perf_counter() - began
            worked += time.process_time() - at_work
        for _ in writer.compact():
            pass
    directory = found_server(place)
    with_copies(directory, records // base)
    size = sum(
        p.path.stat().st_size for day in days_in(directory) for p in parts_of(directory, day)
    )
    return base / took, base / worked, size / (base * (records // base))


def with_copies(directory: Path, times: int) -> None:
    """The same records again and again, each time moved back by as much as they span."""
    days = [day for day in days_in(directory) if day != UNDATED]
    first, last = (datetime.fromisoformat(day) for day in (days[0], days[-1]))
    span = (last - first).days + 1
    engine = db.engine(directory, memory_mb=512)
    for number in range(1, times):
        changed = {
            "when": f'"when" - INTERVAL \'{number * span} days\' AS "when"',
            "rid": f"rid || '-{number}' AS rid",
        }
        columns = ", ".join(changed.get(name, f'"{name}"') for name in COLUMNS)
        for day in days:
            moved = datetime.fromisoformat(day) - timedelta(days=number * span)
            into = day_directory(directory, f"{moved:%Y-%m-%d}")
            make_private(into)
            files = [str(part.path) for part in parts_of(directory, day)]
            query = f'SELECT {columns} FROM read_parquet($1) ORDER BY "when", rid'  # noqa: S608
            write_part(engine, query, [files], into / "part-000001.parquet")
    engine.close()


def _contains(word: str) -> SearchParameters:
    return SearchParameters((Filter("What", Operator.CONTAINS, word),))


_WORDS = ("finance", "users", "budget", "admin", "plan", "backup", "sql", "report")


def questions(
    source: RecordSource, first: datetime, last: datetime, *, within: int
) -> dict[str, Ask]:
    """What any source is asked."""

    def span(dice: random.Random) -> SearchParameters:
        start = first + timedelta(
            seconds=dice.random() * ((last - first).total_seconds() - within * 86_400)
        )
        within_it = TimeRange(start, start + timedelta(days=within))
        return SearchParameters((Filter("When", Operator.EQUALS, within_it),))

    async def page(parameters: SearchParameters) -> None:
        assert len(await source.search(parameters))

    async def of_words(dice: random.Random) -> None:
        await source.search(_contains(dice.choice(_WORDS)))

    return {
        "a page of a time range": lambda dice: page(span(dice)),
        "Contains on What: a page": of_words,
    }


def counted(source: CountingSource) -> dict[str, Ask]:
    """What an archive counts besides."""

    async def facets(_: random.Random) -> None:
        for name in ("who", "action", "object_type"):
            await source.top(SearchParameters(), name, 300)

    async def of_words(dice: random.Random) -> None:
        await source.total(_contains(dice.choice(_WORDS)))

    return {
        "Contains on What: its total": of_words,
        "three facets": facets,
        "histogram": lambda _: source.quarters(SearchParameters()),
    }


def deep(source: ArchiveSource, directory: Path, pages: int) -> Ask:
    """A page so many pages deep in everything, as its mark leads there."""
    engine = db.engine(directory, memory_mb=1024)
    files = [str(p.path) for day in days_in(directory) for p in parts_of(directory, day)]
    rows = db.rows(
        engine,
        'SELECT epoch_us("when"), rid FROM read_parquet(?) ORDER BY "when" DESC, rid DESC '
        "LIMIT 1 OFFSET ?",
        [files, pages * _PAGE - 1],
    )
    engine.close()
    moment, rid = rows[0]
    mark = msgspec.json.encode(Mark(_NOW, RecordPosition(int(moment), str(rid)))).decode()

    async def ask(_: random.Random) -> None:
        assert len(await source.search(SearchParameters(), mark)) == _PAGE

    return ask


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds: the median, the 95th percentile, and of the processors on average."""

    p50: float
    p95: float
    at_work: float


async def timed(ask: Ask, rounds: int) -> Took:
    """How long a question takes; what is asked first does not count."""
    dice, times = random.Random(3), list[float]()
    await ask(random.Random(2))
    worked = time.process_time()
    for _ in range(rounds):
        began = time.perf_counter()
        await ask(dice)
        times.append((time.perf_counter() - began) * 1_000)
    worked = (time.process_time() - worked) * 1_000 / rounds
    times.sort()
    p95 = times[min(len(times) - 1, round(len(times) * 0.95))]
    return Took(times[len(times) // 2], p95, worked)


def figure(what: str, took: Took, of: str, most: float | None = None) -> Figure:
    bound = "" if most is None else verdict(f"{most:.0f} ms at p95", took.p95 <= most)
    measured = f"p50 {took.p50:.0f} ms, p95 {took.p95:.0f} ms"
    print(f"{of}: {what}: {measured}", file=sys.stderr, flush=True)
    return Figure(f"{of}: {what}", measured, f"{took.at_work:.0f} ms at work", bound=bound)


async def _of_archive(place: Path, records: int) -> list[Figure]:
    directory = found_server(place)
    days = [day for day in days_in(directory) if day != UNDATED]
    first, last = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (days[0], days[-1]))
    source = ArchiveSource(directory, moment=_NOW)
    depths = [1, 100, 1_000, 4_000]
    asked: dict[str, Ask] = questions(source, first, last, within=30)
    asked |= counted(source)
    asked |= {
        f"page {depth:,} of everything": deep(source, directory, depth)
        for depth in depths
        if depth * _PAGE < records
    }
    of = f"archive of {records:,}"
    found = []
    for what, ask in asked.items():
        bound = MOST.get(what) if records >= RECORDS else None
        found.append(figure(what, await timed(ask, _ROUNDS), of, bound))
    await source.aclose()
    return found


async def _beside(source: RecordSource, of: str) -> list[Figure]:
    last = datetime.fromtimestamp(_NOW, UTC)
    asked = questions(source, last - timedelta(days=170), last, within=30)
    found = [
        figure(what, await timed(ask, _ROUNDS_BESIDE), f"{of} of {BASE:,}")
        for what, ask in asked.items()
    ]
    await source.aclose()
    return found


def _of_server() -> list[Figure]:
    demo = start_demo(records=BASE, seed=1, arguments=["--anchor", str(_NOW)])
    try:

        async def ask() -> list[Figure]:
            return await _beside(AuditorClient(connection_to(demo)), "demo server")

        return asyncio.run(ask())
    finally:
        demo.stop()


def figures(
    records: int = RECORDS, place: Path | None = None, *, alone: bool = False
) -> list[Figure]:
    """Made and measured: at a million beside the others, and at ``records``."""
    with tempfile.TemporaryDirectory() as temporary:
        where = place or Path(temporary)
        found: list[Figure] = []
        for count in dict.fromkeys((min(BASE, records), records)):
            archive = where / str(count)
            if not archive.exists():
                rate, at_work, size = make(archive, count)
                found.append(
                    Figure(
                        f"archive: written from {count:,}, {size:.0f} bytes each",
                        f"{rate:,.0f} records/s",
                        f"{at_work:,.0f}/s at work",
                        bound=verdict("20,000/s", rate >= 20_000),
                    )
                )
            found += asyncio.run(_of_archive(archive, count))
        if not alone:
            found += _of_server()
            case = where / f"{BASE}.nwcase"
            if not case.exists():
                write_case(case, BASE)
            found += asyncio.run(_of_case(case))
        return found


async def _of_case(path: Path) -> list[Figure]:
    return await _beside(CaseSource(path, _NOW), "case (SQLite)")


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("records", type=int, nargs="?", default=RECORDS)
    parser.add_argument("--in", dest="place", type=Path, default=None)
    parser.add_argument("--alone", action="store_true")
    said: Any = parser.parse_args(sys.argv[1:])
    print(machine())
    print(table(figures(said.records, said.place, alone=said.alone)))


if __name__ == "__main__":
    main()
