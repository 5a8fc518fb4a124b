"""Chosen records: the marked ones of a table, else the one under its cursor, and how to say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netwrix_tui.foreign_text import foreign
from netwrix_tui.tui.table.results_table import ResultsTable

OPEN_RECORD = "the one that is open"

_ROOM = 60
"""Cells of a quick filter in what is said."""


@dataclass(frozen=True, slots=True)
class ChosenRecords:
    """Rows of a store, in the order in which they go out; ``count`` says what they are."""

    rows: Sequence[int]
    count: str


def chosen_records(table: ResultsTable) -> ChosenRecords:
    """The marked records, else the one under the cursor."""
    return ChosenRecords(table.records, chosen_words(table))


def chosen_words(table: ResultsTable) -> str:
    """``2 marked``, where they are that: ``all 812 that the quick filter “jane” lets through``."""
    marked = len(table.marks)
    if not marked:
        return "the one under the cursor" if table.record_row is not None else "none"
    if _are_all_that_match(table):
        line = foreign(table.view.quick_filter.line, _ROOM)
        return f"all {marked:,} that the quick filter {line} lets through"
    return f"{marked:,} marked"


def _are_all_that_match(table: ResultsTable) -> bool:
    matched, marks = table.view.matched, table.marks
    if matched is None or len(matched) != len(marks):
        return False
    return all(row in marks for row in matched)
