"""Page down: the results table at 10,000 and at 1,000,000 records against DataTable at 10,000.

Run as ``python -m tests.benchmarks.page_down``. Cursor moves and their bytes are printed too.
"""

from __future__ import annotations

import statistics

from textual.widgets import DataTable

from netwrix_tui.tui.widgets.results_table import ResultsTable
from tests.benchmarks.stage import (
    CountingDriver,
    Scene,
    Stage,
    data_table,
    filled_store,
    play,
    results_table,
)

FEW, MANY = 10_000, 1_000_000
PRESSES = 60


class Tally:
    """What the presses of one run cost: milliseconds each, and the bytes of a cursor move."""

    def __init__(self) -> None:
        self.pages: list[float] = []
        self.moves: list[float] = []
        self.bytes_a_move = 0

    async def take(self, stage: Stage) -> None:
        """Press page down, then cursor down, and write down what that costs."""
        table = stage.table
        for _ in range(PRESSES):
            self.pages.append(await stage.cost(table.action_page_down))
        move = table.action_down if isinstance(table, ResultsTable) else table.action_cursor_down
        table.scroll_to(y=0, animate=False)
        if isinstance(table, ResultsTable):
            table.move_to(0)
        else:
            table.move_cursor(row=0, animate=False)
        await stage.cost(table.refresh)
        before = CountingDriver.written
        for _ in range(PRESSES // 3):
            self.moves.append(await stage.cost(move))
        self.bytes_a_move = (CountingDriver.written - before) // len(self.moves)

    def line(self, name: str) -> str:
        """One line of the table that is printed."""
        return (
            f"{name:26}{statistics.median(self.pages):10.1f}{_p95(self.pages):10.1f}"
            f"{statistics.median(self.moves):10.1f}{self.bytes_a_move:12,}"
        )


def own(count: int) -> Tally:
    """The results table with so many records."""
    tally = Tally()
    store = filled_store(count)

    async def scene(stage: Stage) -> None:
        results_table(stage, store)
        await tally.take(stage)

    return _played(ResultsTable(), scene, tally)


def theirs(count: int) -> Tally:
    """DataTable with so many records."""
    tally = Tally()

    async def scene(stage: Stage) -> None:
        data_table(stage, count)
        await tally.take(stage)

    return _played(DataTable(cursor_type="row"), scene, tally)


def main() -> None:
    """Print the three side by side, and the ratios that matter."""
    few, many, other = own(FEW), own(MANY), theirs(FEW)
    print(f"processor time in ms, {PRESSES} pages and {PRESSES // 3} cursor moves")
    print(f"{'':26}{'page p50':>10}{'page p95':>10}{'move p50':>10}{'bytes/move':>12}")
    print(few.line(f"results table, {FEW:,}"))
    print(many.line(f"results table, {MANY:,}"))
    print(other.line(f"DataTable, {FEW:,}"))
    same = statistics.median(many.pages) / statistics.median(few.pages)
    share = statistics.median(few.pages) / statistics.median(other.pages)
    print(f"page down at {MANY:,} / at {FEW:,}: {same:.2f} (bound 1.3)")
    print(f"page down / DataTable's: {share:.2f}")
    print(f"bytes of a move / DataTable's: {few.bytes_a_move / other.bytes_a_move:.2f}")


def _played(table: ResultsTable | DataTable[str], scene: Scene, tally: Tally) -> Tally:
    play(table, scene)
    return tally


def _p95(costs: list[float]) -> float:
    return statistics.quantiles(costs, n=20)[-1]


if __name__ == "__main__":
    main()
