"""A summary as a sheet: the groups' values, count, first, last, numbers of different values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netwrix_tui.results.summaries.group_keys import DISTINCT_FIELDS, KeyKind
from netwrix_tui.results.summaries.sheet import Sheet, SheetColumn, Value, number, time
from netwrix_tui.results.summaries.summary import DISTINCT, Summary
from netwrix_tui.results.view.cooperative_steps import Steps, slices

_TITLES = ("Accounts", "Objects", "Workstations")
"""What the different values of the fields are called."""

_AT_ONCE = 4_096

Before = Mapping[tuple[str, ...], int]
"""Counts of an earlier run, by the groups' values."""


def summary_sheet(
    summary: Summary, order: Sequence[int], before: Before | None = None
) -> Steps[Sheet]:
    """The groups in this order. ``before`` adds a column with the count of an earlier run.

    Of a field that is grouped by, the number of different values tells nothing and is left out.
    """
    grouped = {key.field for key in summary.keys if key.kind is KeyKind.COLUMN}
    told = [at for at, field in enumerate(DISTINCT_FIELDS) if field not in grouped]
    columns = [
        *(SheetColumn(key.name, key.title) for key in summary.keys),
        number("count", "Count"),
        *([number("before", "Before")] if before is not None else []),
        time("first", "First"),
        time("last", "Last"),
        *(number(DISTINCT[at], _TITLES[at], is_least=summary.is_least[at]) for at in told),
    ]
    rows: list[tuple[Value, ...]] = []
    for start, end in slices(0, len(order), _AT_ONCE):
        for place in order[start:end]:
            group = summary.group(place)
            earlier = () if before is None else (before.get(group.values),)
            numbers = (group.distinct[at] for at in told)
            rows.append((*group.values, group.count, *earlier, group.first, group.last, *numbers))
        yield
    return Sheet(tuple(columns), rows)
