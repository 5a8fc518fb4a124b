"""Tags of records that are saved for another tool: what is marked, and the letters of ``!``."""

from __future__ import annotations

from collections.abc import Sequence

from netwrix_tui.results.export.documents import TagsOf
from netwrix_tui.results.view.unusual_words import badge
from netwrix_tui.tui.table.results_table import ResultsTable

MARKED = "marked"


def tags_of(table: ResultsTable) -> TagsOf:
    """Tells the tags of a record that the table has now; later marks change nothing of it.

    The letters are there where the most unusual are sorted first.
    """
    store, unusual = table.store, table.view.unusual
    marked = frozenset(store.key(row) for row in table.marks)
    letters: dict[str, str] | None = None

    def tags(rid: str) -> Sequence[str]:
        nonlocal letters
        if letters is None:  # of all at once, by whoever writes: looking up each row takes long
            known = range(len(store) if unusual is not None else 0)
            badges = ((row, badge(unusual.of(row))) for row in known if unusual is not None)
            letters = {store.key(row): letter for row, letter in badges if letter}
        told = [MARKED] if rid in marked else []
        letter = letters.get(rid, "")
        return [*told, letter] if letter else told

    return tags
