"""Sort by Who and three facets over a million records, against the same over a list of dicts.

And a sort by each kind of column alone, each What being another: how long the worker's thread is at
work, and how long it keeps the interpreter from the screen at most.
Run as ``python -m tests.benchmarks.arrange [records]``.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.counts import Counts
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.sorting import SortKey
from netwrix_tui.results.view.view import View
from tests.benchmarks.figures import Figure, share, table, verdict
from tests.benchmarks.stage import PAGE, filled_store, million_store, page

RECORDS = 1_000_000
BOUND = 10
FACETS = ("who", "action", "data_source")
FIELDS = ("what", "rid", "when", "who")
AT_WORK = 1.0


def own(records: int) -> float:
    """Seconds in the view and the counts that the store has kept up."""
    store = million_store() if records == RECORDS else filled_store(records)
    view = View(store)
    start = time.perf_counter()
    view.adopt(finished(view.order_rows((SortKey("who"),), QuickFilter())))
    counts = Counts(view)
    for field in FACETS:
        assert counts.top(field, 20).records == len(store)
    return time.perf_counter() - start


def by_field(records: int, field: str) -> Figure:
    """A sort by one column."""
    store = million_store() if records == RECORDS else filled_store(records)
    steps = View(store).order_rows((SortKey(field),), QuickFilter())
    seconds = longest = 0.0
    is_over = False
    while not is_over:
        start = time.thread_time()
        is_over = next(steps, _OVER) is _OVER
        took = time.thread_time() - start
        seconds, longest = seconds + took, max(longest, took)
    return Figure(
        f"sort by {field} at {records:,}, at work",
        f"{seconds:.2f} s",
        f"its longest step {longest * 1000:.0f} ms",
        bound=verdict(f"{AT_WORK:g} s", seconds <= AT_WORK),
    )


_OVER = object()


def theirs(records: int) -> float:
    """Seconds over dicts, as a JSON decoder makes them."""
    dicts = [
        {field: getattr(row, field) for field in row.__struct_fields__}
        for first in range(0, records, PAGE)
        for row in page(first).rows
    ]
    start = time.perf_counter()
    dicts.sort(key=lambda record: record["who"])
    for field in FACETS:
        Counter(record[field] for record in dicts).most_common(20)
    return time.perf_counter() - start


def figures(records: int = RECORDS) -> list[Figure]:
    """Both and their ratio."""
    ours, other = own(records), theirs(records)
    return [
        Figure(
            f"sort and three facets at {records:,}",
            f"{ours * 1000:.0f} ms",
            f"over dicts {other * 1000:,.0f} ms",
            share(ours, other),
            verdict(f"1/{BOUND}", ours * BOUND <= other),
        ),
        *(by_field(records, field) for field in FIELDS),
    ]


def main() -> None:
    """Print them."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    print(table(figures(*numbers[:1])))


if __name__ == "__main__":
    main()
