"""Cross table of a summary by two keys: the first key's values down, the second's across."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from netwrix_tui.results.summaries.group_keys import value_order
from netwrix_tui.results.summaries.summary import Summary
from netwrix_tui.results.view.cooperative_steps import Steps, slices

_AT_ONCE = 4_096
_CLOCK = frozenset({"Day", "Hour", "Weekday"})
"""Keys whose values stand in their own order, not the most frequent first."""


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Counts by row and column. ``others`` is, for each row, what columns left out have.

    ``row_totals`` and ``column_totals`` are of all records, ``records`` how many those are;
    ``rows_left_out`` says how many rows there are besides.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    others: tuple[int, ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    records: int
    rows_left_out: int = 0
    columns_left_out: int = 0


def cross_table(
    summary: Summary, minimum: int, most_rows: int, most_columns: int
) -> Steps[CrossTable]:
    """The table of a summary by two keys, of the groups with at least so many records.

    The most frequent values are taken; times stand in their order. Raises ValueError for another
    number of keys.
    """
    row_key, column_key = summary.keys
    rows, columns = Counter[str](), Counter[str]()
    cells: dict[tuple[str, str], int] = {}
    for start, end in slices(0, len(summary), _AT_ONCE):
        for place in range(start, end):
            count = summary.count(place)
            if count >= minimum:
                row, column = summary.values(place)
                rows[row] += count
                columns[column] += count
                cells[row, column] = cells.get((row, column), 0) + count
        yield

    def chosen(counts: Counter[str], most: int, name: str) -> list[str]:
        key = row_key if counts is rows else column_key
        best = sorted(counts, key=lambda v: (-counts[v], value_order(key, v)))[:most]
        return sorted(best, key=lambda v: value_order(key, v)) if name in _CLOCK else best

    shown = chosen(rows, most_rows, row_key.name)
    across = chosen(columns, most_columns, column_key.name)
    yield
    table = tuple(tuple(cells.get((row, column), 0) for column in across) for row in shown)
    return CrossTable(
        tuple(shown),
        tuple(across),
        table,
        tuple(rows[row] - sum(line) for row, line in zip(shown, table, strict=True)),
        tuple(rows[row] for row in shown),
        tuple(columns[column] for column in across),
        sum(rows.values()),
        len(rows) - len(shown),
        len(columns) - len(across),
    )
