"""Sort by Who and three facets over a million records, against the same over a list of dicts.

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
        )
    ]


def main() -> None:
    """Print them."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    print(table(figures(*numbers[:1])))


if __name__ == "__main__":
    main()
