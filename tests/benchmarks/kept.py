"""Keeping beside not keeping: a command's records a second, and the explorer's, in turns.

Run as ``python -m tests.benchmarks.kept [records]``. Both get the same pages, rendered before the
clock starts, from another process over plain HTTP. What the session's file costs is the ratio: the
best of each, so that what else the machine does at one moment hits neither alone.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.session.server_session import server_session
from tests.benchmarks.canned_server import canned, rendered
from tests.benchmarks.figures import Figure, machine, table, verdict
from tests.benchmarks.played import Played, play

RECORDS = 60_000
ROUNDS = 4
LEAST = 0.9
_NAP = 0.01


def command_rate(url: str, records: int, case: Path | None) -> float:
    """Records a second of ``enum``, without what its start takes."""
    words = [sys.executable, "-m", "netwrix_tui", "enum", "--server", url, "--user", "CORP\\jane"]
    words += ["--allow-plain-http", "--auth", "basic", "--output", "ndjson"]
    kept = ["--case", str(case)] if case is not None else []
    environment = {**os.environ, "NETWRIX_API_PASSWORD": "none"}

    def took(*more: str) -> float:
        began = time.perf_counter()
        subprocess.run(
            [*words, *more], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
            env=environment,
        )  # fmt: skip
        return time.perf_counter() - began

    return records / (took(*kept) - took("--limit", "1"))


class Ours(Played):
    """The explorer on the canned pages; kept where ``is_kept``."""

    def __init__(self, url: str, records: int, *, is_kept: bool) -> None:
        connection = Connection(url=url, user="CORP\\jane", password=Secret("none"))
        session = server_session(connection)
        super().__init__(replace(session, remembered_as="corp" if is_kept else ""))
        self._records = records
        self.rate = 0.0

    async def scene(self, app: Played) -> None:
        """Load everything, from the key to the last record in the table."""
        await app.search_everything()
        searching, shown = app.explorer.current_search, app.explorer.table
        before, began = app.loaded, time.perf_counter()
        app.press("L", "L")
        while searching.phase is not PagerPhase.END:
            await asyncio.sleep(_NAP)
        await app.until(lambda: len(shown.view) == self._records)
        self.rate = (self._records - before) / (time.perf_counter() - began)


def explorer_rate(url: str, records: int, *, is_kept: bool) -> float:
    """Records a second into the explorer's table."""
    explorer = Ours(url, records, is_kept=is_kept)
    play(explorer, explorer.scene)
    return explorer.rate


def figures(records: int = RECORDS) -> list[Figure]:
    """The command and the explorer, each with keeping and without."""
    found: dict[str, list[tuple[float, float]]] = {"enum": [], "explorer": []}
    with tempfile.TemporaryDirectory() as directory, canned(rendered(records)) as url:
        os.environ["NETWRIX_TUI_STATE"] = directory
        for number in range(ROUNDS):
            case = Path(directory) / f"{number}.nwcase"
            found["enum"].append(
                (command_rate(url, records, None), command_rate(url, records, case))
            )
            found["explorer"].append(
                (
                    explorer_rate(url, records, is_kept=False),
                    explorer_rate(url, records, is_kept=True),
                )
            )
    lines = []
    for name, rounds in found.items():
        without, kept = (max(rates) for rates in zip(*rounds, strict=True))
        lines.append(
            Figure(
                f"{name}: {records:,} records, kept",
                f"{kept:,.0f} records/s",
                f"not kept {without:,.0f} records/s",
                f"{kept / without:.2f}",
                verdict(f"{LEAST}", kept >= LEAST * without),
            )
        )
    return lines


def main() -> None:
    """Print them."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    print(table(figures(*numbers[:1])))
    print(machine())


if __name__ == "__main__":
    main()
