"""What the store alone holds for a record, its exact bytes on disk: a million, in a process apart.

Run as ``python -m tests.benchmarks.stored [records]``. Beside it: the same records as dicts, as
many as tell what one takes.
"""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.spill import DEFAULT_LIMIT_MB, SpillConfig
from netwrix_tui.results.columnstore.store import Store
from tests.benchmarks.explored import Synthetic
from tests.benchmarks.figures import Figure, share, table, verdict
from tests.benchmarks.played import memory_mb
from tests.benchmarks.stage import PAGE

RECORDS = 1_000_000
MOST_BYTES = 150
_DICTS = 50_000


async def _dicts() -> list[object]:
    page = await Synthetic(_DICTS, _DICTS).search(SearchParameters())
    return [json.loads(raw) for raw in page.raws]


async def _filled(store: Store, records: int) -> None:
    source, mark = Synthetic(records, PAGE), "0"
    while mark:
        page = await source.search(SearchParameters(), mark)
        store.append(page)
        mark = page.mark or ""


def measured(records: int) -> tuple[float, float]:
    """Bytes a record, in the store and as dicts, as the process grows by them."""
    with tempfile.TemporaryDirectory() as directory:
        store = Store(SpillConfig(lambda: Path(directory), DEFAULT_LIMIT_MB))
        asyncio.run(_filled(Store(), PAGE))  # what is imported and kept in any case
        before = memory_mb()
        asyncio.run(_filled(store, records))
        gc.collect()
        own = (memory_mb() - before) * 1e6 / len(store)
        before = memory_mb()
        dicts = asyncio.run(_dicts())
        gc.collect()
        return own, (memory_mb() - before) * 1e6 / len(dicts)


def figures(records: int = RECORDS) -> list[Figure]:
    """In a process of its own."""
    command = [sys.executable, "-m", __name__, str(records), "--bare"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    own, dicts = map(float, done.stdout.split())
    return [
        Figure(
            f"the store's memory a record, at {records:,}",
            f"{own:.0f} bytes",
            f"dicts {dicts:,.0f} bytes",
            share(own, dicts),
            verdict(f"{MOST_BYTES} bytes", own <= MOST_BYTES),
        )
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
