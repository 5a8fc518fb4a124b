"""A million demo records over HTTPS and NTLM in one sitting: memory, keys while they come, gaps.

The session is kept in its file all the while, as it is for whoever works with the program.
Run as ``python -m tests.benchmarks.million [records]``. L loads everything; meanwhile the cursor
moves down and pages down, and each key is timed to the last byte that it writes. The demo server
makes its records while it is asked for them, on the same machine: the rate is mostly its own.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

from netwrix_tui.demo.child import start_demo
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.table.sort_filter_controller import SortFilterController
from tests.benchmarks.figures import Figure, machine, table, verdict
from tests.benchmarks.played import Played, memory_mb, on_demo, peak_mb, play
from tests.benchmarks.streaming import Probe

RECORDS = 1_000_000
MOST_MB = 250
DOWN, PAGE_DOWN = 16, 33
P95, LONGEST = 16, 60


class Sitting:
    """What is noted while everything is loaded, sorted and filtered."""

    def __init__(self) -> None:
        self.probe = Probe()
        self._dice = random.Random(1)
        self.keys: dict[str, list[tuple[float, float]]] = {"down": [], "pagedown": []}
        self.at_rest: dict[str, list[tuple[float, float]]] = {"down": [], "pagedown": []}
        self.seconds = 0.0
        self.records = 0
        self.before = self.after = self.peak_loaded = 0.0
        self.arranging: dict[str, float] = {}

    async def scene(self, app: Played) -> None:
        """Play it."""
        await app.search_everything()
        self.before = memory_mb()
        probing = asyncio.create_task(self.probe.run())
        start = time.perf_counter()
        app.press("L", "L")
        searching = app.explorer.current_search
        await app.until(lambda: searching.is_loading_all)
        while searching.phase is not PagerPhase.END:
            assert searching.phase is not PagerPhase.FAILED, searching.store
            for key, times in self.keys.items():
                await self._pause()
                times.append(await app.key_to_bytes(key))
        self.seconds = time.perf_counter() - start
        probing.cancel()
        self.records = app.loaded
        await asyncio.sleep(1)
        self.after, self.peak_loaded = memory_mb(), peak_mb()
        for key, times in self.at_rest.items():
            app.explorer.table.move_to(0)
            await asyncio.sleep(0.3)
            for _ in range(60):
                await self._pause()
                times.append(await app.key_to_bytes(key))
        await self._arrange(app)

    async def _pause(self) -> None:
        """Between two keys: as long as people take who press them fast, and never in step."""
        await asyncio.sleep(self._dice.uniform(0.05, 0.15))

    async def _arrange(self, app: Played) -> None:
        """Sort by Who and by What, and filter, as keys and the line of the filter do it."""
        sort_filter: SortFilterController = app.explorer.sort_filter
        view = app.explorer.table.view

        async def timed(what: str, ask: None) -> None:
            start = time.perf_counter()
            await app.until(lambda: sort_filter.at_rest)
            self.arranging[what] = time.perf_counter() - start

        await timed("sort by Who", sort_filter.sort("who", further=False))
        await timed("filter by a word", sort_filter.filter("jane"))
        await timed("no filter", sort_filter.filter(""))
        await timed("sort by What", sort_filter.sort("what", further=False))
        assert len(view) == self.records

    def figures(self) -> list[Figure]:
        """All of it as lines."""
        held = (self.after - self.before) * 1e6 / self.records
        arranging = ", ".join(f"{what} {took:.1f} s" for what, took in self.arranging.items())
        return [
            Figure(
                f"peak at {self.records:,} records, whole process",
                f"{self.peak_loaded:.0f} MB",
                f"{self.before:.0f} MB at the first page",
                bound=verdict(f"{MOST_MB} MB", self.peak_loaded <= MOST_MB),
            ),
            Figure("grown by, a record", f"{held:.0f} bytes"),
            Figure("loaded", f"{self.records / self.seconds:,.0f} records/s"),
            *(key_figure("while they come", key, times) for key, times in self.keys.items()),
            *(key_figure("at rest", key, times) for key, times in self.at_rest.items()),
            gap_figure("gap in the screen's loop meanwhile", self.probe.late),
            gap_figure("of each gap, at work", self.probe.own),
            Figure("then", arranging),
            Figure(
                "peak with that",
                f"{peak_mb():.0f} MB",
                bound=verdict(f"{MOST_MB} MB", peak_mb() <= MOST_MB),
            ),
        ]


def gap_figure(what: str, gaps: list[float]) -> Figure:
    """Gaps in a loop, in milliseconds."""
    p95, longest = statistics.quantiles(gaps, n=20)[-1], max(gaps)
    return Figure(
        what,
        f"p95 {p95:.1f}, max {longest:.0f} ms",
        bound=verdict(f"p95 {P95}, max {LONGEST} ms", p95 <= P95 and longest <= LONGEST),
    )


def key_figure(when: str, key: str, pressed: list[tuple[float, float]]) -> Figure:
    """Presses of a key, each in milliseconds by the clock and at work."""
    bound = DOWN if key == "down" else PAGE_DOWN
    took, own = ([press[i] for press in pressed] for i in (0, 1))
    p95, own_p95 = (statistics.quantiles(times, n=20)[-1] for times in (took, own))
    return Figure(
        f"{key} to its last byte, {when}",
        f"p50 {statistics.median(took):.1f}, p95 {p95:.1f} ms ({len(took)} times)",
        f"at work p50 {statistics.median(own):.1f}, p95 {own_p95:.1f} ms",
        bound=verdict(f"p95 {bound} ms", p95 <= bound),
    )


def figures() -> list[Figure]:
    """In a process of its own, whose memory is that of an explorer alone."""
    command = [sys.executable, "-m", __name__, "--lines"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [Figure(*line.split("\t")) for line in done.stdout.splitlines()]


def main() -> None:
    """Play it and print the lines."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    sitting = Sitting()
    with (
        tempfile.TemporaryDirectory() as state,
        start_demo(records=numbers[0] if numbers else RECORDS) as demo,
    ):
        os.environ["NETWRIX_TUI_STATE"] = state
        play(on_demo(demo, is_kept=True), sitting.scene)
    if "--lines" in sys.argv:
        for figure in sitting.figures():
            fields = (figure.what, figure.measured, figure.compared_to, figure.ratio, figure.bound)
            print("\t".join(fields))
        return
    print(table(sitting.figures()))
    print(machine())


if __name__ == "__main__":
    main()
