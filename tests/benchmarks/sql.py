"""SQL over a million records that are loaded: its tables, and a count by Who, in a process apart.

Run as ``python -m tests.benchmarks.sql [records]``. The time is of the processor, not of the clock:
others may use it too.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from netwrix_tui.case.facts import SearchFacts, SourceFacts
from netwrix_tui.case.loaded_table import Loaded
from netwrix_tui.case.sql import Sql
from netwrix_tui.clock import now
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.spill import DEFAULT_LIMIT_MB, SpillConfig
from netwrix_tui.results.columnstore.store import Store
from tests.benchmarks.explored import Synthetic
from tests.benchmarks.figures import Figure, table, verdict
from tests.benchmarks.played import memory_mb
from tests.benchmarks.stage import PAGE

RECORDS = 1_000_000
MOST_SECONDS = 1.5
MOST_MB = 100.0
_COUNT = "SELECT who, count(*) FROM records GROUP BY who"


async def _filled(store: Store, records: int) -> None:
    source, mark = Synthetic(records, PAGE), "0"
    while mark:
        page = await source.search(SearchParameters(), mark)
        store.append(page)
        mark = page.mark or ""


def measured(records: int) -> tuple[float, float, float]:
    """Seconds of making the tables and of the count, and MB that the process grew by."""
    with tempfile.TemporaryDirectory() as directory:
        store = Store(SpillConfig(lambda: Path(directory), DEFAULT_LIMIT_MB))
        asyncio.run(_filled(store, records))
        search = SearchFacts(1, SearchPlan(), "", "", now())
        before = memory_mb()
        with Sql.of_loaded(Loaded(store, SourceFacts("", ""), search, records), UTC_ZONE) as sql:
            began = time.process_time()
            for _ in sql.making(_COUNT, lambda: True):
                pass
            made = time.process_time()
            found = [row for rows in sql.run(_COUNT, lambda: True).rows() for row in rows]
            counted = time.process_time()
            assert sum(int(str(row[1])) for row in found) == records
            return made - began, counted - made, memory_mb() - before


def figures(records: int = RECORDS) -> list[Figure]:
    """In a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.sql", str(records), "--bare"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    making, counting, grown = map(float, done.stdout.split())
    return [
        Figure(f"SQL: tables of {records:,} records", f"{making:.1f} s at work"),
        Figure(
            f"SQL: GROUP BY who over {records:,}",
            f"{counting:.2f} s at work",
            bound=verdict(f"{MOST_SECONDS} s", counting <= MOST_SECONDS),
        ),
        Figure(
            "SQL: memory meanwhile",
            f"{grown:.0f} MB",
            bound=verdict(f"{MOST_MB:.0f} MB", grown <= MOST_MB),
        ),
    ]


def main() -> None:
    """Print it."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    if "--bare" in sys.argv:
        print(*measured(*numbers[:1]))
        return
    print(table(figures(*numbers[:1])))


if __name__ == "__main__":
    main()
