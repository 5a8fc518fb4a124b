"""What matches a typed text, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence


def ranked(typed: str, values: Sequence[tuple[str, str]]) -> list[str]:
    """Those of the values, given as (case-folded, itself), that hold the text, in any case.

    First the same, then beginnings, then beginnings of a part, then the rest; all for no text.
    """
    needle = typed.strip().casefold()
    if not needle:
        return [value for _, value in values]
    ranks: tuple[list[str], ...] = ([], [], [], [])
    for folded, value in values:
        if needle in folded:
            ranks[_rank(needle, folded)].append(value)
    return [value for rank in ranks for value in rank]


def _rank(needle: str, folded: str) -> int:
    if folded == needle:
        return 0
    if folded.startswith(needle):
        return 1
    # After the domain, after the folder, or at the beginning of a word.
    return 2 if any(before + needle in folded for before in ("\\", "/", " ")) else 3
