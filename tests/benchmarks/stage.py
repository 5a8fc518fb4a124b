"""What the table's benchmarks share: records, both kinds of table, and an app that draws in full.

Costs are processor time, from the call until everything that follows from it is drawn and encoded
for the terminal; waiting for the next frame is not counted, and other processes do not disturb.
"""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.screen import Screen
from textual.widgets import DataTable

from netwrix_tui.records.record import Row
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.tui.app.themes import DARK
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import COLUMNS
from netwrix_tui.tui.terminal.low_latency_screen import LowLatencyScreen
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

SIZE = (160, 50)
PAGE = 1_000
MILLION = 1_000_000
_START = datetime(2026, 11, 22, 14, 2, 31, tzinfo=UTC)
_FRAMES = 0.1
"""Seconds in which a screen of 60 frames a second has surely drawn what was asked of it."""


class CountingDriver(HeadlessDriver):
    """A terminal that nobody sees, but that is drawn for like any other."""

    written = 0
    wrote_at = 0.0

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        CountingDriver.written += len(data.encode())
        CountingDriver.wrote_at = time.perf_counter()


def page(first: int, count: int = PAGE) -> Page:
    """A page of believable records, each with a What of its own."""
    actions = ("Modified", "Added", "Removed", "Failed Logon", "Read")
    moments = [_START - timedelta(seconds=41 * index) for index in range(first, first + count)]
    rows = [
        Row(
            rid=f"{moment:%Y%m%d%H%M%S}000{index:032X}",
            when=f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            who=f"CORP\\user.number{index % 300}",
            action=actions[index % 5],
            object_type=("user", "group", "file")[index % 3],
            what=f"\\\\fs{index % 20:02}\\finance\\Planning\\Q{index % 4}\\Report {index}.xlsx",
            where=f"dc{index % 12:02}.corp.local",
            data_source=("Active Directory", "File Servers")[index % 2],
            workstation=f"app{index % 50:02}.corp.local",
        )
        for index, moment in enumerate(moments, first)
    ]
    return Page(WireFormat.JSON, rows, [b"{}"] * count)


def cells(rows: list[Row]) -> list[tuple[str, ...]]:
    """The same records as a DataTable takes them."""
    return [tuple(getattr(row, column.field, "") for column in COLUMNS) for row in rows]


def filled_store(count: int) -> Store:
    """A store of so many records."""
    store = Store()
    for first in range(0, count, PAGE):
        store.append(page(first))
    return store


@cache
def million_store() -> Store:
    """One of a million records for all benchmarks of a run; whoever appends to it only adds."""
    return filled_store(MILLION)


class Stage(App[None]):
    """Shows one table in full, runs a scene on it, and ends."""

    CSS = "ResultsTable, DataTable { height: 1fr; }"

    def __init__(self, table: ResultsTable | DataTable[str], scene: Scene) -> None:
        super().__init__(driver_class=CountingDriver)
        self.table = table
        self._scene = scene
        self.register_theme(DARK)
        self.theme = DARK.name

    def get_default_screen(self) -> Screen[None]:
        """Each table on the screen that it has: this program's writes less for a frame."""
        if isinstance(self.table, ResultsTable):
            return LowLatencyScreen()
        return super().get_default_screen()

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.focus()
        self.run_worker(self._play())

    async def cost(self, act: Callable[[], object]) -> float:
        """Milliseconds of processor time until what ``act`` changes is on the terminal."""
        start = time.process_time()
        act()
        await asyncio.sleep(_FRAMES)
        return (time.process_time() - start) * 1000

    async def _play(self) -> None:
        await asyncio.sleep(5 * _FRAMES)
        # As the explorer does when it stands: else what earlier scenes left decides how long a
        # collection takes.
        gc.collect()
        gc.freeze()
        await self._scene(self)
        gc.unfreeze()
        self.exit()


Scene = Callable[[Stage], Coroutine[Any, Any, None]]


def play(table: ResultsTable | DataTable[str], scene: Scene) -> None:
    """Run a scene on a table in an app of its own, on a terminal that has all colours."""
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    asyncio.run(Stage(table, scene).run_async(size=SIZE, mouse=False))


def data_table(stage: Stage, count: int) -> DataTable[str]:
    """The stage's DataTable, given its columns and so many records."""
    table = stage.table
    assert isinstance(table, DataTable)
    table.add_columns(*(column.title for column in COLUMNS))
    for first in range(0, count, PAGE):
        table.add_rows(cells(page(first).rows))
    return table


def results_table(stage: Stage, store: Store) -> ResultsTable:
    """The stage's results table on a store."""
    table = stage.table
    assert isinstance(table, ResultsTable)
    table.show(store)
    return table
