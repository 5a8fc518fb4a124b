"""Page down: the results table at 10,000 and 1,000,000 records, sorted too, against DataTable.

Run as ``python -m tests.benchmarks.page_down``. Cursor moves and their bytes are printed too.
"""

from __future__ import annotations

import statistics

from textual.widgets import DataTable

from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.results.view.quick_filter import QuickFilter
from netwrix_tui.results.view.sorting import SortKey
from netwrix_tui.tui.table.results_table import ResultsTable
from tests.benchmarks.figures import Figure, share, table, verdict
from tests.benchmarks.stage import (
    CountingDriver,
    Stage,
    data_table,
    filled_store,
    million_store,
    play,
    results_table,
)

FEW, MANY = 10_000, 1_000_000
PRESSES, ROUNDS = 10, 8
"""In turns, and each turn is compared by itself: what slows the machine down for a while slows
down both sides."""

BOUND, SORTED_BOUND = 1.3, 1.2


class Tally:
    """What the presses of all rounds cost: milliseconds each, and the bytes of a cursor move."""

    def __init__(self) -> None:
        self.pages: list[float] = []
        self.rounds: list[float] = []
        """The median page of each round."""
        self.moves: list[float] = []
        self._bytes = 0

    async def take(self, stage: Stage) -> None:
        """Press page down, then cursor down, and write down what that costs."""
        shown = stage.table
        pages = [await stage.cost(shown.action_page_down) for _ in range(PRESSES)]
        self.pages += pages
        self.rounds.append(statistics.median(pages))
        move = shown.action_down if isinstance(shown, ResultsTable) else shown.action_cursor_down
        shown.scroll_to(y=0, animate=False)
        if isinstance(shown, ResultsTable):
            shown.move_to(0)
        else:
            shown.move_cursor(row=0, animate=False)
        await stage.cost(shown.refresh)
        before = CountingDriver.written
        for _ in range(PRESSES):
            self.moves.append(await stage.cost(move))
        self._bytes += CountingDriver.written - before

    @property
    def bytes_a_move(self) -> int:
        """What a cursor move writes, on an average."""
        return self._bytes // len(self.moves)

    def times(self, other: Tally) -> float:
        """How many times a page of another run it takes, in the middle of all rounds."""
        rounds = zip(self.rounds, other.rounds, strict=True)
        return statistics.median(this / its for this, its in rounds)

    def pages_words(self) -> str:
        """What a page costs."""
        p50, p95 = statistics.median(self.pages), statistics.quantiles(self.pages, n=20)[-1]
        return f"p50 {p50:.1f}, p95 {p95:.1f} ms"

    def moves_words(self) -> str:
        """What a cursor move costs."""
        return f"p50 {statistics.median(self.moves):.1f} ms, {self.bytes_a_move:,} bytes"


def own(tally: Tally, store: Store, *keys: SortKey) -> None:
    """The results table with these records, sorted or as they come."""

    async def scene(stage: Stage) -> None:
        shown = results_table(stage, store)
        if keys:
            shown.adopt(finished(shown.view.order_rows(keys, QuickFilter())))
        await tally.take(stage)

    play(ResultsTable(), scene)


def theirs(tally: Tally, count: int) -> None:
    """DataTable with so many records."""

    async def scene(stage: Stage) -> None:
        data_table(stage, count)
        await tally.take(stage)

    play(DataTable(cursor_type="row"), scene)


def figures() -> list[Figure]:
    """Side by side: few records, many, many that are sorted, and DataTable's few."""
    few, many, in_order, other = Tally(), Tally(), Tally(), Tally()
    for _ in range(ROUNDS):
        own(few, filled_store(FEW))
        own(many, million_store())
        own(in_order, million_store(), SortKey("what"))
        theirs(other, FEW)
    return [
        Figure(
            f"page down at {FEW:,}",
            few.pages_words(),
            f"DataTable {other.pages_words()}",
            share(few.times(other), 1),
        ),
        Figure(
            f"page down at {MANY:,}",
            many.pages_words(),
            f"at {FEW:,} {few.pages_words()}",
            share(many.times(few), 1),
            verdict(str(BOUND), many.times(few) <= BOUND),
        ),
        Figure(
            f"page down at {MANY:,}, sorted",
            in_order.pages_words(),
            f"unsorted {many.pages_words()}",
            share(in_order.times(many), 1),
            verdict(str(SORTED_BOUND), in_order.times(many) <= SORTED_BOUND),
        ),
        Figure(
            f"cursor move at {FEW:,}",
            few.moves_words(),
            f"DataTable {other.moves_words()}",
            f"{few.bytes_a_move / other.bytes_a_move:.2f} of the bytes",
            verdict("1/2 of them", few.bytes_a_move * 2 <= other.bytes_a_move),
        ),
    ]


def main() -> None:
    """Print them."""
    print(f"{ROUNDS} rounds of {PRESSES} pages and {PRESSES} cursor moves, processor time")
    print(table(figures()))


if __name__ == "__main__":
    main()
