"""Streaming: gaps in the screen's loop while pages come in over HTTPS and NTLM.

The explorer loads a demo server's records, End pressed as soon as there are more; a task on the
screen's own loop sleeps 5 ms at a time and notes how late it wakes. An application that does
nothing is measured beside it. The demo server is another process on the same machine, so that a
machine with few processors, or a busy one, is slower than a real server would make it.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from collections.abc import Callable

from textual.app import App

from netwrix_tui.demo.child import start_demo
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.pager import PagerPhase
from netwrix_tui.tui.app import NetwrixTui
from netwrix_tui.tui.opening import session_of
from netwrix_tui.tui.screens.explorer import Explorer
from netwrix_tui.wire.wire_format import WireFormat
from tests.tui.driving import connection_to

RECORDS = 50_000
BOUND = 60.0
SIZE = (160, 50)


class Probe:
    """How late a loop wakes a task, in milliseconds."""

    def __init__(self) -> None:
        self.late: list[float] = []

    async def run(self) -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(0.005)
            self.late.append((time.perf_counter() - start - 0.005) * 1000)

    def words(self) -> str:
        p95 = statistics.quantiles(self.late, n=20)[-1]
        p50, most = statistics.median(self.late), max(self.late)
        return f"gap p50 {p50:.1f}, p95 {p95:.1f}, max {most:.1f} ms"


async def until(holds: Callable[[], bool]) -> None:
    """Wait on the loop that is measured, without a load of its own."""
    while not holds():
        await asyncio.sleep(0.01)


async def idle(probe: Probe) -> None:
    """An application that does nothing, for three seconds."""
    async with App[None]().run_test(size=SIZE):
        task = asyncio.create_task(probe.run())
        await asyncio.sleep(3)
        task.cancel()


async def stream(app: NetwrixTui, probe: Probe) -> tuple[int, float]:
    """Load everything; returns the number of records, and the seconds that it took."""
    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: isinstance(app.screen, Explorer) and bool(app.screen.query("#table")))
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        at_rest = (PagerPhase.MORE, PagerPhase.END)
        await until(lambda: explorer.searching.phase in at_rest)
        explorer.builder.plan = SearchPlan()
        await pilot.press("f5")
        await until(lambda: len(explorer.searching.store) > 0)
        task = asyncio.create_task(probe.run())
        start = time.perf_counter()
        while explorer.searching.phase is not PagerPhase.END:
            if explorer.searching.phase is PagerPhase.MORE:
                explorer.table.action_last()
            await asyncio.sleep(0.005)
        took = time.perf_counter() - start
        task.cancel()
        return len(explorer.searching.store), took


def main() -> None:
    """Print a line for the application that does nothing, and one for each wire."""
    probe = Probe()
    asyncio.run(idle(probe))
    print(f"an application that does nothing: {probe.words()}")
    with start_demo(records=RECORDS) as demo:
        for wire in WireFormat:
            probe = Probe()
            app = NetwrixTui(session_of(connection_to(demo, wire=wire)))
            loaded, took = asyncio.run(stream(app, probe))
            gc.unfreeze()
            print(f"{wire}: {loaded:,} records, {loaded / took:,.0f} a second, {probe.words()}")
    print(f"bound: max {BOUND:.0f} ms")


if __name__ == "__main__":
    main()
