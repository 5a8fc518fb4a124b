"""Appending a page of 1,000 records at 10,000: the store and its table against DataTable.

Run as ``python -m tests.benchmarks.append``.
"""

from __future__ import annotations

import statistics

from textual.widgets import DataTable

from netwrix_tui.tui.widgets.results_table import ResultsTable
from netwrix_tui.wire.page import Page
from tests.benchmarks.figures import Figure, share, table, verdict
from tests.benchmarks.stage import (
    PAGE,
    Stage,
    cells,
    data_table,
    filled_store,
    page,
    play,
    results_table,
)

AT = 10_000
PAGES = 9
BOUND = 1 / 15


def own() -> list[float]:
    """Milliseconds for each page, in the explorer's table: stored, counted, drawn."""
    costs: list[float] = []

    async def scene(stage: Stage) -> None:
        store = filled_store(AT)
        shown = results_table(stage, store)
        await stage.cost(shown.refresh)
        for first in range(AT, AT + PAGES * PAGE, PAGE):
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
        for first in range(AT, AT + PAGES * PAGE, PAGE):
            new = cells(page(first).rows)
            costs.append(await stage.cost(lambda new=new: shown.add_rows(new)))  # type: ignore[misc]

    play(DataTable(cursor_type="row"), scene)
    return costs


def figures() -> list[Figure]:
    """Both medians and their ratio."""
    ours, other = statistics.median(own()), statistics.median(theirs())
    return [
        Figure(
            f"append {PAGE:,} records at {AT:,}",
            f"{ours:.1f} ms",
            f"DataTable {other:.1f} ms",
            share(ours, other),
            verdict(f"1/{1 / BOUND:.0f}", ours / other <= BOUND),
        )
    ]


def main() -> None:
    """Print them."""
    print(f"median of {PAGES} pages, processor time")
    print(table(figures()))


if __name__ == "__main__":
    main()
