"""What matches a typed text, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence

from netwrix_tui.records.folded import folded


def ranked(typed: str, values: Sequence[tuple[str, str]]) -> list[str]:
    """Those of the values, given as (folded, itself), that hold the text, in any case.

    First the same, then beginnings, then beginnings of a part, then the rest; all for no text.
    """
    needle = folded(typed.strip())
    if not needle:
        return [value for _, value in values]
    ranks: tuple[list[str], ...] = ([], [], [], [])
    for text, value in values:
        if needle in text:
            ranks[_rank(needle, text)].append(value)
    return [value for rank in ranks for value in rank]


def _rank(needle: str, text: str) -> int:
    if text == needle:
        return 0
    if text.startswith(needle):
        return 1
    # After the domain, after the folder, or at the beginning of a word.
    return 2 if any(before + needle in text for before in ("\\", "/", " ")) else 3
