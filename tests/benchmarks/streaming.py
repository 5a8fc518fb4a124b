"""Streaming: gaps in the screen's loop while 50,000 records come in over HTTPS and NTLM.

Run as ``python -m tests.benchmarks.streaming``. The explorer searches a demo server for everything,
and End is pressed as soon as the table shows more; all of it is drawn and encoded for a terminal. A
task on the screen's own loop sleeps 5 ms at a time and notes how late it wakes, from the key that
starts the search to the last record. An application that does nothing is measured before and after.

The demo server is another process on the same machine. Where other programs are busy too, a gap
holds time in which none of this ran: of each gap, the processor time that this process used in it
("at work") is noted as well, that of the thread that loads included.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import time
from collections.abc import Awaitable, Callable

from textual.app import App
from textual.events import Key

from netwrix_tui.demo.child import DemoProcess, start_demo
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.tui.table.view_window import HEADER
from netwrix_tui.wire.wire_format import WireFormat
from tests.benchmarks.figures import Figure, machine, table, verdict
from tests.benchmarks.stage import SIZE, CountingDriver
from tests.tui.driving import connection_to

RECORDS = 50_000
ROUNDS = 3
BOUND = 60.0
_NAP = 0.005
_IDLE_SECONDS = 3


class Probe:
    """How late a loop wakes a task: in milliseconds, and in those of its own processor time."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.own: list[float] = []

    async def run(self) -> None:
        """Take notes until cancelled."""
        while True:
            start, busy = time.perf_counter(), time.process_time()
            await asyncio.sleep(_NAP)
            late = (time.perf_counter() - start - _NAP) * 1000
            self.late.append(late)
            self.own.append(min(late, (time.process_time() - busy) * 1000))


def _words(probes: list[Probe]) -> str:
    """All rounds as one, but for the longest gap, which is told for each."""
    late = [gap for probe in probes for gap in probe.late]
    p50, p95 = statistics.median(late), statistics.quantiles(late, n=20)[-1]
    longest = " ".join(f"{max(probe.late):.0f}" for probe in probes)
    at_work = " ".join(f"{max(probe.own):.0f}" for probe in probes)
    return f"p50 {p50:.1f}, p95 {p95:.1f}, max {longest} ms, at work {at_work}"


async def _until(holds: Callable[[], bool]) -> None:
    """Wait on the loop that is measured, without a load of its own."""
    while not holds():
        await asyncio.sleep(_NAP)


class Watched(NetwrixTui):
    """The explorer on a terminal that nobody sees, with a scene played on it."""

    def __init__(self, demo: DemoProcess, wire: WireFormat) -> None:
        super().__init__(server_session(connection_to(demo, wire=wire)))
        self.driver_class = CountingDriver
        self.probe = Probe()
        self.seconds = 0.0

    async def play(self) -> None:
        """Load everything, under the probe, and leave."""
        await _until(lambda: isinstance(self.screen, Explorer))
        explorer = self.screen
        assert isinstance(explorer, Explorer)
        at_rest = (PagerPhase.MORE, PagerPhase.END)
        await _until(lambda: explorer.current_search.phase in at_rest)
        await asyncio.sleep(1)  # the first search has been drawn
        explorer.builder.plan = SearchPlan()
        task = asyncio.create_task(self.probe.run())
        start = time.perf_counter()
        self.press("f5")
        await _until(lambda: explorer.current_search.parameters == SearchPlan().parameters())
        seen = 0
        while explorer.current_search.phase is not PagerPhase.END:
            assert explorer.current_search.phase is not PagerPhase.FAILED
            shown = explorer.table.virtual_size.height - HEADER
            if shown > seen and explorer.current_search.phase is PagerPhase.MORE:
                seen = shown
                self.press("end")
            await asyncio.sleep(_NAP)
        self.seconds = time.perf_counter() - start
        task.cancel()
        assert len(explorer.current_search.store) == RECORDS
        self.exit()

    def press(self, key: str) -> None:
        """What the terminal's thread does when a key comes in."""
        assert self._driver is not None
        self._driver.process_message(Key(key, None))


class Idle(App[None]):
    """An application that does nothing."""

    def __init__(self) -> None:
        super().__init__(driver_class=CountingDriver)
        self.probe = Probe()

    async def play(self) -> None:
        """Let the probe run, and leave."""
        task = asyncio.create_task(self.probe.run())
        await asyncio.sleep(_IDLE_SECONDS)
        task.cancel()
        self.exit()


def _run(app: Watched | Idle) -> Probe:
    async def run() -> None:
        playing: Awaitable[None] = asyncio.ensure_future(app.play())
        await app.run_async(size=SIZE, mouse=False)
        await playing

    asyncio.run(run())
    # What the explorer keeps out of collections is not to pile up from one to the next.
    gc.unfreeze()
    gc.collect()
    return app.probe


def figures() -> list[Figure]:
    """One line a wire: the gaps of all rounds, beside those of the idle application."""
    idle: list[Probe] = []
    probes: dict[WireFormat, list[Probe]] = {wire: [] for wire in WireFormat}
    seconds = dict.fromkeys(WireFormat, 0.0)
    with start_demo(records=RECORDS) as demo:
        for _ in range(ROUNDS):
            idle.append(_run(Idle()))
            for wire in WireFormat:
                app = Watched(demo, wire)
                probes[wire].append(_run(app))
                seconds[wire] += app.seconds
    return [
        Figure(
            f"gaps, {wire}, {ROUNDS * RECORDS / seconds[wire]:,.0f} records/s",
            _words(probes[wire]),
            f"an idle app: max {max(max(probe.late) for probe in idle):.0f} ms",
            bound=verdict(
                f"max {BOUND:.0f} ms", max(max(probe.late) for probe in probes[wire]) <= BOUND
            ),
        )
        for wire in WireFormat
    ]


def main() -> None:
    """Print the lines, and how busy the machine was."""
    print(f"{RECORDS:,} records, {ROUNDS} rounds, {SIZE[0]}x{SIZE[1]}; {machine()}")
    print(table(figures()))
    print(f"then {machine()}")


if __name__ == "__main__":
    main()
