"""Appending a page of 1,000 records: the store and its table against DataTable, and at a million.

Run as ``python -m tests.benchmarks.append``.
"""

from __future__ import annotations

import statistics

from textual.widgets import DataTable

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.wire.page import Page
from tests.benchmarks.figures import Figure, share, table, verdict
from tests.benchmarks.stage import (
    PAGE,
    Stage,
    cells,
    data_table,
    filled_store,
    million_store,
    page,
    play,
    results_table,
)

FEW, AT, MANY = 10_000, 100_000, 1_000_000
PAGES = 15
THEIR_PAGES = 5
BOUND, GROWTH = 1 / 20, 1.5


def own(store: Store) -> list[float]:
    """Milliseconds for each page, in the explorer's table: stored, counted, drawn."""
    costs: list[float] = []

    async def scene(stage: Stage) -> None:
        at = len(store)
        shown = results_table(stage, store)
        await stage.cost(shown.refresh)
        for first in range(at, at + PAGES * PAGE, PAGE):
            new = page(first)

            def act(new: Page = new) -> None:
                store.append(new)
                shown.rows_changed()

            costs.append(await stage.cost(act))

    play(ResultsTable(), scene)
    return costs


def theirs() -> list[float]:
    """Milliseconds for each page, with ``DataTable.add_rows``."""
    costs: list[float] = []

    async def scene(stage: Stage) -> None:
        shown = data_table(stage, AT)
        await stage.cost(shown.refresh)
        await stage.cost(shown.refresh)
        for first in range(AT, AT + THEIR_PAGES * PAGE, PAGE):
            new = cells(page(first).rows)
            costs.append(await stage.cost(lambda new=new: shown.add_rows(new)))  # type: ignore[misc]

    play(DataTable(cursor_type="row"), scene)
    return costs


def figures() -> list[Figure]:
    """The medians at each size, and DataTable's."""
    few, ours, many = (
        statistics.median(own(store))
        for store in (filled_store(FEW), filled_store(AT), million_store())
    )
    other = statistics.median(theirs())
    return [
        Figure(
            f"append {PAGE:,} records at {AT:,}",
            f"{ours:.1f} ms",
            f"DataTable {other:.1f} ms",
            share(ours, other),
            verdict(f"1/{1 / BOUND:.0f}", ours / other <= BOUND),
        ),
        Figure(
            f"append {PAGE:,} records at {MANY:,}",
            f"{many:.1f} ms",
            f"at {FEW:,} {few:.1f} ms",
            share(many, few),
            verdict(str(GROWTH), many / few <= GROWTH),
        ),
    ]


def main() -> None:
    """Print them."""
    print(f"median of {PAGES} pages, processor time")
    print(table(figures()))


if __name__ == "__main__":
    main()
