"""A results table alone on a screen, and what it says, for the tests of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone

from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from netwrix_tui.records.record import Row
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.terminal.low_latency_screen import LowLatencyScreen
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.company_time import usual_time
from tests.tui.settling import settle

BERLIN_SUMMER = ShownZone("UTC+2", timezone(timedelta(hours=2)))


def row(index: int, **fields: str) -> Row:
    when = datetime(2026, 11, 22, 14, 0, tzinfo=UTC) - timedelta(minutes=index)
    values = {
        "rid": f"r{index}",
        "when": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "who": f"CORP\\user{index}",
        "action": "Modified",
        "object_type": "user",
        "what": f"\\corp\\Users\\Person {index}",
        "where": "dc01.corp.local",
        "data_source": "Active Directory",
        "workstation": "app07",
    }
    return Row(**(values | fields))


def page(rows: list[Row], damaged: frozenset[int] = frozenset()) -> Page:
    return Page(WireFormat.JSON, rows, [b"{}"] * len(rows), damaged=damaged)


def store_of(count: int) -> Store:
    store = Store()
    store.append(page([row(index) for index in range(count)]))
    return store


class TableApp(App[None]):
    """A results table alone, with what it says written down."""

    CSS = "ResultsTable { height: 1fr; }"

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.said: list[Message] = []

    def get_default_screen(self) -> LowLatencyScreen[None]:
        return LowLatencyScreen()

    def compose(self) -> ComposeResult:
        yield ResultsTable()

    def on_mount(self) -> None:
        self.table.zone = UTC_ZONE
        self.table.show(self.store)
        self.table.focus()

    @property
    def table(self) -> ResultsTable:
        return self.query_one(ResultsTable)

    def lines(self) -> list[str]:
        return [self.table.render_line(y).text for y in range(self.table.size.height)]

    def wanted(self) -> list[int]:
        return [said.row for said in self.said if isinstance(said, ResultsTable.RowsRequested)]

    @on(ResultsTable.CursorMoved)
    @on(ResultsTable.RecordOpened)
    @on(ResultsTable.RowsRequested)
    @on(ResultsTable.MarksChanged)
    @on(ResultsTable.SortRequested)
    def _hear(self, message: Message) -> None:
        self.said.append(message)


Steps = Callable[[TableApp, Pilot[None]], Awaitable[None]]


def run(store: Store, steps: Steps, size: tuple[int, int] = (80, 24)) -> None:
    async def main() -> None:
        app = TableApp(store)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await steps(app, pilot)

    with usual_time():
        asyncio.run(main())
