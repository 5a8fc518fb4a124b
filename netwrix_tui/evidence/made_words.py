"""Sentences about a package that was made: where it is, and which files lie beside it."""

from __future__ import annotations

from netwrix_tui.evidence.request import Made
from netwrix_tui.records.amounts import records_words


def made_lines(made: Made) -> list[str]:
    """The package, the key of its pseudonyms and its signature, a line for each."""
    pages = "1 page" if made.pages == 1 else f"{made.pages:,} pages"
    held = f"{records_words(made.records)}, {pages}"
    if made.key is not None:
        held = f"{records_words(made.records)}, under pseudonyms"
    lines = [f"{made.path}: {held}."]
    if not made.records:
        lines.append(
            "There is no record in it: nothing is marked or found so, or the search was answered "
            "from the case and has no pages of its own."
        )
    if made.key is not None:
        lines.append(f"{made.key}: who they are; keep it to yourself.")
    if made.signature is not None:
        lines.append(f"{made.signature}: the signature.")
    return lines
