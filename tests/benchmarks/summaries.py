"""Table of counts over a million records that are loaded: the worker's time, and its longest step.

Run as ``python -m tests.benchmarks.summaries [records]``. The time is of the thread that counts; a
step is what it does between two pauses, in which the screen has the interpreter: so much later a
key may be.
"""

from __future__ import annotations

import sys
import time

from netwrix_tui.clock import epoch
from netwrix_tui.process_tuning import stop_collecting
from netwrix_tui.records.zone import LOCAL
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.summaries.group_keys import keys_named
from netwrix_tui.tui.summary.summary_work import Wish, worked_out
from tests.benchmarks.figures import Figure, table, verdict
from tests.benchmarks.stage import filled_store, million_store

RECORDS = 1_000_000
MOST_SECONDS = 1.0
MOST_STEP = 16.0
"""Milliseconds: the bound of a key that moves the cursor."""

GROUPINGS = (("Who", "Action"), ("Who", "Day"), ("What", "Weekday"))
_BOUND_BY = GROUPINGS[0]


def measured(store: Store, names: tuple[str, ...]) -> tuple[float, float, int]:
    """Seconds at work, milliseconds of the longest step, and the groups that came of it."""
    wish = Wish(keys_named(names))
    steps = worked_out(wish, store, range(len(store)), LOCAL, "nwx01", int(epoch()))
    total = longest = 0.0
    while True:
        began = time.thread_time()
        try:
            next(steps)
        except StopIteration as end:
            summary = end.value.summary
            assert summary.records == len(store)
            return total + time.thread_time() - began, longest * 1000, len(summary)
        took = time.thread_time() - began
        total, longest = total + took, max(longest, took)


def figures(records: int = RECORDS) -> list[Figure]:
    """By two columns, which has bounds; by the day, and by objects, of which each has its own."""
    stop_collecting()  # as the explorer does
    store = million_store() if records == RECORDS else filled_store(records)
    found = []
    for names in GROUPINGS:
        seconds, longest, groups = measured(store, names)
        by, has_bounds = " and ".join(names), names == _BOUND_BY
        found += [
            Figure(
                f"counts by {by} over {records:,}",
                f"{seconds:.2f} s at work, {groups:,} groups",
                bound=verdict(f"{MOST_SECONDS:.0f} s", seconds <= MOST_SECONDS) * has_bounds,
            ),
            Figure(
                "the longest step of it",
                f"{longest:.1f} ms",
                bound=verdict(f"{MOST_STEP:.0f} ms", longest <= MOST_STEP) * has_bounds,
            ),
        ]
    return found


def main() -> None:
    """Print it."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    print(table(figures(*numbers[:1])))


if __name__ == "__main__":
    main()
