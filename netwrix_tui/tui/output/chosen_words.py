"""What the records are called that are copied or saved: the marked, else the one at the cursor."""

from __future__ import annotations

from netwrix_tui.foreign_text import foreign
from netwrix_tui.tui.table.results_table import ResultsTable

OPEN_RECORD = "the one that is open"

_ROOM = 60
"""Cells of a quick filter in what is said."""


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
