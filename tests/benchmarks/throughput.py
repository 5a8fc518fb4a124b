"""Records a second from the socket into the table, against a naive explorer and against the floor.

Run as ``python -m tests.benchmarks.throughput``. All three get the same pages, rendered before the
clock starts, from another process over plain HTTP. Naive is ``response.json()`` and
``DataTable.add_row``; the floor reads the bytes off the socket and decodes them, and shows nothing.
"""

from __future__ import annotations

import asyncio
import time

import httpx
from textual.app import App, ComposeResult
from textual.widgets import DataTable

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.tui.table.table_columns import COLUMNS
from netwrix_tui.wire import json_format
from tests.benchmarks.canned_server import PAGE, canned, pages_of, rendered
from tests.benchmarks.figures import Figure, table, verdict
from tests.benchmarks.played import Played, play
from tests.benchmarks.stage import SIZE, CountingDriver

RECORDS = 30_000
ROUNDS = 5
NAIVE, FLOOR = 35, 0.5
_NAP = 0.01
WIRE_NAMES = ("When", "Who", "Action", "ObjectType", "What", "Where", "DataSource", "Workstation")


class Ours(Played):
    """The explorer on the canned pages."""

    def __init__(self, url: str) -> None:
        connection = Connection(url=url, user="CORP\\jane", password=Secret("none"))
        super().__init__(server_session(connection))
        self.rate = 0.0

    async def scene(self, app: Played) -> None:
        """Load everything, from the key to the last record in the table."""
        await app.search_everything()
        searching, shown = app.explorer.current_search, app.explorer.table
        before = app.loaded
        start = time.perf_counter()
        app.press("L", "L")
        # Asked seldom: each time takes the interpreter away from what loads.
        while searching.phase is not PagerPhase.END:
            await asyncio.sleep(_NAP)
        await app.until(lambda: len(shown.view) == RECORDS == shown.virtual_size.height - 1)
        self.rate = (RECORDS - before) / (time.perf_counter() - start)


class Naive(App[None]):
    """What one writes first."""

    def __init__(self, url: str) -> None:
        super().__init__(driver_class=CountingDriver)
        self._url = url
        self.rate = 0.0

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        self.run_worker(self._load())

    async def _load(self) -> None:
        shown = self.query_one(DataTable)
        shown.add_columns(*(column.title for column in COLUMNS if column.field != "rid"))
        start = time.perf_counter()
        mark: str | None = ""
        async with httpx.AsyncClient() as client:
            while mark is not None:
                body = {"ContinuationMark": mark or None}
                answer = (await client.post(self._url, json=body)).json()
                for record in answer["ActivityRecordList"]:
                    shown.add_row(*(record.get(name, "") for name in WIRE_NAMES))
                mark = answer.get("ContinuationMark")
        # Until the last of them could be seen.
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()
        assert shown.row_count == RECORDS
        self.rate = RECORDS / (time.perf_counter() - start)
        self.exit()


def floor(url: str) -> float:
    """Records a second off the socket and decoded."""
    start = time.perf_counter()
    found = sum(len(json_format.decode_page(body)) for body in pages_of(url, RECORDS // PAGE))
    assert found == RECORDS
    return RECORDS / (time.perf_counter() - start)


def own(url: str) -> float:
    """Records a second into the explorer's table."""
    explorer = Ours(url)
    play(explorer, explorer.scene)
    return explorer.rate


def figures() -> list[Figure]:
    """The explorer beside each of the two."""
    with canned(rendered(RECORDS)) as url:
        naive = Naive(url)
        asyncio.run(naive.run_async(size=SIZE, mouse=False))
        # In turns, the best of each: what else the machine does at one moment hits neither alone.
        rounds = [(floor(url), own(url)) for _ in range(ROUNDS)]
    least, ours = (max(rates) for rates in zip(*rounds, strict=True))
    words = f"{ours:,.0f} records/s"
    return [
        Figure(
            f"{RECORDS:,} records into the table",
            words,
            f"naive {naive.rate:,.0f} records/s",
            f"{ours / naive.rate:.0f} times",
            verdict(f"{NAIVE} times", ours >= NAIVE * naive.rate),
        ),
        Figure(
            "",
            words,
            f"socket and decoding {least:,.0f} records/s",
            f"{ours / least:.2f}",
            verdict(f"{FLOOR}", ours >= FLOOR * least),
        ),
    ]


def main() -> None:
    """Print them."""
    print(table(figures()))


if __name__ == "__main__":
    main()
