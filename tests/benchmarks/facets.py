"""Facets, timeline, what is unusual: what they take of the screen's loop at a million records.

Run as ``python -m tests.benchmarks.facets``. The explorer loads a million synthetic records and
opens the pane; then 1,000 more come, and the pane is brought up to them, for a column of few
values, one of as many values as are told apart, with the timeline, and with a quick filter that
lets half of the records through. Then the most unusual are put first. Each callback of the loop is
timed in processor time of its own thread, from when they come until the result is drawn; a
task on the same loop sleeps 5 ms at a time and notes how late it wakes, which is a gap.
"""

from __future__ import annotations

import asyncio
import time
from asyncio.events import Handle
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.table.table_columns import WHAT, WHO, Column
from tests.benchmarks.explored import PAGE, Synthetic
from tests.benchmarks.figures import Figure, machine, table, verdict
from tests.benchmarks.stage import SIZE, CountingDriver, page
from tests.benchmarks.streaming import Probe

RECORDS = 1_000_000
ROUNDS = 5
TOTAL, GAP = 100.0, 60.0
_NAP = 0.005
_PATIENCE = 120
_DRAWN = 0.15
"""Seconds after a result in which it has surely been drawn."""


class LoopTime:
    """Milliseconds of processor time that the callbacks of this thread's loop take."""

    def __init__(self) -> None:
        self.total = 0.0

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Time all callbacks that begin within."""
        run = Handle._run

        def timed(handle: Handle) -> None:
            start = time.thread_time()
            run(handle)
            self.total += (time.thread_time() - start) * 1000

        Handle._run = timed  # type: ignore[method-assign]
        try:
            yield
        finally:
            Handle._run = run  # type: ignore[method-assign]


class Counted(NetwrixTui):
    """The explorer with its facets, and a scene played on it."""

    def __init__(self) -> None:
        source = Synthetic(RECORDS)
        super().__init__(Session("demo", "nowhere", lambda: source, page_size=PAGE))
        self.driver_class = CountingDriver
        self.unusual = self.seconds = 0.0
        self.costs: dict[str, list[tuple[float, float, float]]] = {}

    async def play(self) -> None:
        """Load everything, measure the updates, and leave."""
        await _until(lambda: isinstance(self.screen, Explorer))
        explorer = self.screen
        assert isinstance(explorer, Explorer)
        await _until(lambda: explorer.current_search.phase in (PagerPhase.MORE, PagerPhase.END))
        explorer.call_later(explorer.current_search.load_all)
        await _until(lambda: explorer.current_search.phase is PagerPhase.END)
        explorer.call_later(explorer.counts.toggle_facets)
        await asyncio.sleep(1)
        await self._measure(explorer, "Who, 300 values", WHO)
        await self._measure(explorer, "What, 65,536 values told apart", WHAT)
        explorer.call_later(explorer.counts.toggle_timeline)
        await asyncio.sleep(1)
        await self._measure(explorer, "What and the timeline", WHAT)
        await self._measure_unusual(explorer)
        explorer.call_later(explorer.sort_filter.filter, "source:directory")
        await _until(lambda: bool(explorer.table.view.quick_filter))
        await self._measure(explorer, "Who and the timeline, half of them shown, counted anew", WHO)
        self.exit()

    async def _measure_unusual(self, explorer: Explorer) -> None:
        for _ in range(2):
            loop, probe, start = LoopTime(), Probe(), time.perf_counter()
            task = asyncio.create_task(probe.run())
            with loop.measured():
                explorer.call_later(explorer.table.action_unusual)
                await _until(lambda: explorer.table.view.unusual is not None)
                self.seconds = time.perf_counter() - start
                await asyncio.sleep(_DRAWN)
            task.cancel()
            self.unusual = max(self.unusual, max(probe.late))
            explorer.call_later(explorer.table.action_unusual)
            await _until(lambda: explorer.table.view.is_plain)

    async def _measure(self, explorer: Explorer, what: str, column: Column) -> None:
        facets, view = explorer.facets, explorer.table.view
        explorer.call_later(facets.show_column, column)
        await asyncio.sleep(2)
        for _ in range(ROUNDS):
            before, more = facets.lines, page(len(view.store))
            loop, probe = LoopTime(), Probe()
            task = asyncio.create_task(probe.run())
            with loop.measured():
                await asyncio.to_thread(view.store.append, more)
                if view.is_plain:
                    view.catch_up()
                else:
                    explorer.counts.counting.forget()
                explorer.call_later(explorer.counts.catch_up)
                await _until(lambda before=before: facets.lines is not before)  # type: ignore[misc]
                await asyncio.sleep(_DRAWN)
            task.cancel()
            self.costs.setdefault(what, []).append((loop.total, max(probe.late), max(probe.own)))


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not holds():
            await asyncio.sleep(_NAP)


def figures() -> list[Figure]:
    """A line for each kind of column: loop time in total, and the largest gap of all rounds."""
    app = Counted()

    async def run() -> None:
        playing = asyncio.ensure_future(app.play())
        await app.run_async(size=SIZE, mouse=False)
        await playing

    asyncio.run(run())
    lines = []
    for what, costs in app.costs.items():
        total, gap, own = (max(figures) for figures in zip(*costs, strict=True))
        kept = total <= TOTAL and gap <= GAP
        lines.append(
            Figure(
                f"facets of {RECORDS:,}: {what}",
                f"loop {total:.0f} ms in total, largest gap {gap:.0f} ms, at work {own:.0f}",
                bound=verdict(f"{TOTAL:.0f} ms, {GAP:.0f} ms", kept),
            )
        )
    lines.append(
        Figure(
            f"most unusual first of {RECORDS:,}",
            f"after {app.seconds:.1f} s, largest gap {app.unusual:.0f} ms",
            bound=verdict(f"{GAP:.0f} ms", app.unusual <= GAP),
        )
    )
    return lines


def main() -> None:
    """Print the lines, and how busy the machine was."""
    print(machine())
    print(table(figures()))
    print(f"then {machine()}")


if __name__ == "__main__":
    main()
