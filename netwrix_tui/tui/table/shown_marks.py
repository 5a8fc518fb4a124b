"""Mark all shown: every record that the quick filter lets through, up to a bound."""

from __future__ import annotations

from itertools import islice

from netwrix_tui.records.amounts import records_words
from netwrix_tui.tui.table.results_table import ResultsTable

MOST = 100_000
"""Records that are marked at once: each costs memory, and a ticket of more is none."""


def mark_all_shown(table: ResultsTable, most: int = MOST) -> str:
    """Mark them from the first one on; returns what was done, in a sentence or two."""
    view = table.view
    shown = len(view)
    if not shown:
        return "No record is shown that could be marked."
    before = len(table.marks)
    table.marks.update(islice(view.shown, most))
    new = len(table.marks) - before
    table.marks_changed()
    through = " that the filter shows" if view.quick_filter else " loaded"
    if shown > most:
        return (
            f"The first {most:,} of the {shown:,} records{through} are marked: more are not "
            "marked at once. s saves all of them."
        )
    if not new:
        return f"{_all(shown)}{through} {'is' if shown == 1 else 'are'} marked already."
    others = len(table.marks) - shown
    stay = f" {others:,} more {'stays' if others == 1 else 'stay'} marked." if others else ""
    return f"{_all(shown)}{through} {'is' if shown == 1 else 'are'} marked.{stay}"


def _all(shown: int) -> str:
    return "The one record" if shown == 1 else f"All {records_words(shown)}"
