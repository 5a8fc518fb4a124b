"""Slices of time side by side: a server that takes a set time for each page, asked for four at a
time and for one after the other.

Run as ``python -m tests.benchmarks.slices``; with a number, so many runs of each. The real command
writes all records to a pipe, over HTTPS and NTLM, from a demo server in another process: what it
takes to make up a page comes on top of the set time, for both alike. The bytes have to be the same.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import subprocess
import sys
import time

from netwrix_tui.demo.child import DemoProcess, start_demo
from tests.benchmarks.figures import Figure, machine, table, verdict

ROUNDS = 3
AT_A_TIME = 4
BOUND = 3.5
SERVERS = ((200_000, 0.3), (60_000, 1.0))
"""Records of a server, and seconds that each of its pages takes."""


def loaded(demo: DemoProcess, at_a_time: int) -> tuple[float, str]:
    """Seconds until the last record was written, and what the bytes come to."""
    account = demo.accounts[0]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("NETWRIX_TUI_")
    }
    environment |= {"NETWRIX_API_PASSWORD": account.password}
    command = [
        sys.executable, "-m", "netwrix_tui", "enum", "--server", demo.url, "--user", account.user,
        "--thumbprint", demo.sha256 or "", "--output", "ndjson", "--parallel", str(at_a_time),
    ]  # fmt: skip
    digest = hashlib.sha256()
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        while piece := process.stdout.read(1 << 20):
            digest.update(piece)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"The command ended with {process.returncode}.")
    return seconds, digest.hexdigest()


def measured(records: int, delay: float, rounds: int = ROUNDS) -> Figure:
    """The two in turn, so many times, at one server."""
    demo = start_demo(records=records, seed=1, arguments=["--page-delay", str(delay)])
    try:
        runs = [(loaded(demo, 1), loaded(demo, AT_A_TIME)) for _ in range(rounds)]
    finally:
        demo.stop()
    alone, beside = ([seconds for seconds, _ in of_one] for of_one in zip(*runs, strict=True))
    ratio = statistics.median(alone) / statistics.median(beside)
    is_same = len({digest for run in runs for _, digest in run}) == 1
    return Figure(
        f"{records:,} records at {delay * 1000:.0f} ms a page, {AT_A_TIME} at a time",
        f"{statistics.median(beside):.1f} s",
        f"one at a time {statistics.median(alone):.1f} s",
        f"{ratio:.2f} times",
        verdict(f"{BOUND} times, the same bytes", ratio >= BOUND and is_same),
    )


def figures(rounds: int = ROUNDS) -> list[Figure]:
    """Each of the servers."""
    return [measured(records, delay, rounds) for records, delay in SERVERS]


def main() -> None:
    """Print them."""
    print(machine())
    print(table(figures(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)))


if __name__ == "__main__":
    main()
