"""``netwrix-tui --version`` against an interpreter that does nothing, each in a new process.

Run as ``python -m tests.benchmarks.version``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, table, verdict

RUNS = 31
BOUND = 4
COMMAND = (str(Path(sys.executable).parent / "netwrix-tui"), "--version")
NOTHING = (sys.executable, "-c", "pass")


def _seconds(command: tuple[str, ...]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def figures() -> list[Figure]:
    """Both medians and their ratio; one after the other, so that both meet the same machine."""
    runs = [(_seconds(COMMAND), _seconds(NOTHING)) for _ in range(RUNS + 1)]
    ours, theirs = (statistics.median(side) for side in zip(*runs[1:], strict=True))
    return [
        Figure(
            "netwrix-tui --version",
            f"{ours * 1000:.0f} ms",
            f"python -c pass {theirs * 1000:.0f} ms",
            f"{ours / theirs:.1f}",
            verdict(str(BOUND), ours / theirs <= BOUND),
        )
    ]


def main() -> None:
    """Print them."""
    print(f"median of {RUNS} new processes, wall clock")
    print(table(figures()))


if __name__ == "__main__":
    main()
