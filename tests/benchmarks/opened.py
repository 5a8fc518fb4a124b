"""A case of a million records, opened without its server: rows, memory, keys, a count by SQL.

Run as ``python -m tests.benchmarks.opened [records]``. The case is written once, as a session's
keeper writes it, from the demo's pages; a fresh process opens it.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Outcome, SearchFacts, SourceFacts
from netwrix_tui.case.record_table import Made
from netwrix_tui.clock import now
from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.tui.session.case_session import case_session
from netwrix_tui.tui.sql.sql_thread import Result, Running, Told
from netwrix_tui.wire import json_format
from netwrix_tui.wire.page import Answer
from netwrix_tui.wire.wire_format import WireFormat
from tests.benchmarks.canned_server import PAGE
from tests.benchmarks.figures import Figure, machine, table, verdict
from tests.benchmarks.million import gap_figure, key_figure
from tests.benchmarks.played import Played, peak_mb, play
from tests.benchmarks.sql import MOST_MB as MOST_SQL_MB
from tests.benchmarks.streaming import Probe

RECORDS = 1_000_000
MOST_SECONDS = 2.0
MOST_MB = 250
MOST_COUNTING = 1.5
_COUNT = "SELECT who, count(*) FROM records GROUP BY who"
_RUNS = 3


def write_case(path: Path, records: int) -> None:
    """A case of one search for everything, all pages kept."""
    dataset = Dataset(1, records, 1_790_000_000)
    case = CaseWriter.create(path)
    source = case.add_source(SourceFacts("nwx01.corp.local:9699", "CORP\\jane", "NTLM"))
    search = case.begin_search(SearchFacts(source, SearchPlan(), "", "Everything", now()))
    mark = None
    for first in range(0, records, PAGE):
        last = min(first + PAGE, records)
        raws = [json_format.encode_record(dataset.record(index)) for index in range(first, last)]
        after = None if last == records else str(last)
        content = json_format.encode_page(raws, after)
        page = json_format.decode_page(content)
        moment = now()
        answer = Answer(
            content, page.raws, WireFormat.JSON, f"enum?count={PAGE}&format=json", None, mark,
            moment, moment,
        )  # fmt: skip
        with case.transaction():
            case.keep_answer(search, answer)
            case.keep_batch(search, replace(page, answers=(answer,)), after, by_following=False)
        mark = after
    case.end_search(search, Outcome.DRAINED, records=records)
    case.set_trail([(search, "")], 0)
    case.set_title(path.stem)
    case.close()


class Opened:
    """What is noted of one explorer on the case."""

    def __init__(self, records: int, began: float) -> None:
        """``began`` is when the process was started, by the clock of the day."""
        self._records = records
        self._began = began
        self._dice = random.Random(1)
        self.shown = self.shown_busy = self.shown_mb = 0.0
        self.probe = Probe()
        self.keys: dict[str, dict[str, list[tuple[float, float]]]] = {}
        self.whole = self.whole_mb = self.grown_mb = 0.0
        self.making = 0.0
        self.counting: list[float] = []

    async def scene(self, app: Played) -> None:
        """Rows; all of them; keys; a count."""
        await app.until(lambda: bool(app.screen_stack))
        await app.until(lambda: hasattr(app.screen, "table") and bool(app.loaded))
        await app.until(lambda: len(app.explorer.table.view) > 0)
        await app.key_to_bytes("down")
        self.shown, self.shown_busy = time.time() - self._began, time.process_time()
        self.shown_mb = peak_mb()
        probing = asyncio.create_task(self.probe.run())
        if app.loaded < self._records:
            app.press("L", "L")
        await self._press(app, "while they come", lambda: app.loaded >= self._records)
        self.whole, self.whole_mb = time.time() - self._began, peak_mb()
        over, counting = app.explorer.sql.over(), app.explorer.sql.thread
        for number in range(_RUNS):
            told: list[Told] = []
            made: list[float] = []

            def take(
                _: Running, news: Told, told: list[Told] = told, made: list[float] = made
            ) -> None:
                if not isinstance(news, Made):
                    told.append(news)
                elif news == Made(0, 0, 0):
                    made.append(time.perf_counter())

            start = time.perf_counter()
            counting.begin(_COUNT, over, app.explorer.table.zone, take)
            when = "while tables are made" if not number else "while it is counted"
            await self._press(app, when, lambda told=told: bool(told))
            assert isinstance(told[0], Result), told
            assert sum(int(str(row[1])) for row in told[0].rows) == self._records
            self.making = self.making or made[0] - start
            self.counting.append(told[0].seconds)
        probing.cancel()
        self.grown_mb = peak_mb() - self.whole_mb

    async def _press(self, app: Played, when: str, is_over: Callable[[], bool]) -> None:
        """Keys in turns until something is over, ten of each at least."""
        noted = self.keys.setdefault(when, {"down": [], "pagedown": []})
        while not is_over() or len(noted["down"]) < 10:
            for key, times in noted.items():
                await asyncio.sleep(self._dice.uniform(0.02, 0.06))
                times.append(await app.key_to_bytes(key))

    def figures(self) -> list[Figure]:
        """All of it as lines."""
        return [
            Figure(
                f"case of {self._records:,} opened: rows, and a key, after",
                f"{self.shown_busy:.2f} s at work",
                f"{self.shown:.2f} s by the clock",
                bound=verdict(f"{MOST_SECONDS:.0f} s", self.shown_busy <= MOST_SECONDS),
            ),
            Figure(
                "its peak then, whole process",
                f"{self.shown_mb:.0f} MB",
                bound=verdict(f"{MOST_MB} MB", self.shown_mb <= MOST_MB),
            ),
            Figure(
                "all of it in the table: peak",
                f"{self.whole_mb:.0f} MB",
                f"after {self.whole:.1f} s by the clock",
                bound=verdict(f"{MOST_MB} MB", self.whole_mb <= MOST_MB),
            ),
            *(
                key_figure(when, key, pressed)
                for when, keys in self.keys.items()
                for key, pressed in keys.items()
            ),
            gap_figure("gap in the screen's loop, at work", self.probe.own),
            Figure("SQL: its tables", f"{self.making:.1f} s by the clock"),
            Figure(
                "SQL: GROUP BY who then",
                f"{min(self.counting):.2f} s by the clock",
                f"the first time {self.counting[0]:.2f} s",
                bound=verdict(f"{MOST_COUNTING} s", min(self.counting) <= MOST_COUNTING),
            ),
            Figure(
                "SQL: peak above that",
                f"{self.grown_mb:.0f} MB",
                bound=verdict(f"{MOST_SQL_MB:.0f} MB", self.grown_mb <= MOST_SQL_MB),
            ),
        ]


def figures(records: int = RECORDS) -> list[Figure]:
    """In a process of its own, whose memory is that of an explorer alone."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "million.nwcase"
        write_case(path, records)
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.opened",
            str(records),
            str(path),
            str(time.time()),
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [Figure(*line.split("\t")) for line in done.stdout.splitlines()]


def main() -> None:
    """Print the lines; with a case and a moment, those of that case."""
    if len(sys.argv) == 4:
        records, path, began = int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
        opened = Opened(records, began)
        play(Played(case_session(path)), opened.scene)
        for figure in opened.figures():
            fields = (figure.what, figure.measured, figure.compared_to, figure.ratio, figure.bound)
            print("\t".join(fields))
        return
    print(table(figures(*map(int, sys.argv[1:2]))))
    print(machine())


if __name__ == "__main__":
    main()
