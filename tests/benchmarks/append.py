"""Appending a page of 1,000 records at 10,000: the store and its table against DataTable.

Run as ``python -m tests.benchmarks.append``.
"""

from __future__ import annotations

import statistics

from textual.widgets import DataTable

from netwrix_tui.tui.widgets.results_table import ResultsTable
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
        table = results_table(stage, store)
        await stage.cost(table.refresh)
        for first in range(AT, AT + PAGES * PAGE, PAGE):
            new = page(first)

            def act(new: object = new) -> None:
                store.append(new)  # type: ignore[arg-type]
                table.rows_changed()

            costs.append(await stage.cost(act))

    play(ResultsTable(), scene)
    return costs


def theirs() -> list[float]:
    """Milliseconds for each page, with ``DataTable.add_rows``."""
    costs: list[float] = []

    async def scene(stage: Stage) -> None:
        table = data_table(stage, AT)
        await stage.cost(table.refresh)
        await stage.cost(table.refresh)
        for first in range(AT, AT + PAGES * PAGE, PAGE):
            new = cells(page(first).rows)
            costs.append(await stage.cost(lambda new=new: table.add_rows(new)))  # type: ignore[misc]

    play(DataTable(cursor_type="row"), scene)
    return costs


def main() -> None:
    """Print both medians and their ratio."""
    ours, other = statistics.median(own()), statistics.median(theirs())
    print(f"append {PAGE:,} records at {AT:,}, median of {PAGES} pages, processor time")
    print(f"  results table  {ours:8.1f} ms")
    print(f"  DataTable      {other:8.1f} ms")
    print(f"  ratio 1/{other / ours:.0f} (bound 1/{1 / BOUND:.0f})")


if __name__ == "__main__":
    main()
