"""Word diff of two values: what both have, and what only one of them has. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS = 400
"""Words of either value, ends that are alike left out, beyond which comparing takes too long."""

_LEAST_ALIKE = 0.3
"""The share of letters and digits in both below which the values are just different."""


class Run(NamedTuple):
    """A piece of a value; ``is_common`` is True where the other value has it as well."""

    text: str
    is_common: bool


def word_diff(before: str, after: str) -> tuple[list[Run], list[Run]] | None:
    """Both values in runs that joined are the values; None where telling them apart is no help.

    That is where they are too long for it, have too little in common, or are equal.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    front = _alike(iter(zip(old, new, strict=False)))
    rest = min(len(old), len(new)) - front
    back = min(rest, _alike(zip(reversed(old), reversed(new), strict=False)))
    old_middle, new_middle = old[front : len(old) - back], new[front : len(new) - back]
    if before == after or max(len(old_middle), len(new_middle)) > _MOST_WORDS:
        return None
    start, end = [Run("".join(old[:front]), True)], [Run("".join(old[len(old) - back :]), True)]
    left, right = _compared(old_middle, new_middle)
    runs = (_joined(start + left + end), _joined(start + right + end))
    return runs if _is_telling(*runs) else None


def _alike(pairs: Iterator[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _compared(old: list[str], new: list[str]) -> tuple[list[Run], list[Run]]:
    left: list[Run] = []
    right: list[Run] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        # A lone space between two changed words is part of the change.
        is_common = what == "equal" and not "".join(old[i:j]).isspace()
        left.append(Run("".join(old[i:j]), is_common))
        right.append(Run("".join(new[k:m]), is_common))
    return left, right


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if joined and joined[-1].is_common == run.is_common:
            joined[-1] = Run(joined[-1].text + run.text, run.is_common)
        else:
            joined.append(run)
    return joined


def _is_telling(left: list[Run], right: list[Run]) -> bool:
    common = sum(_letters(run.text) for run in chain(left, right) if run.is_common)
    whole = sum(_letters(run.text) for run in chain(left, right))
    return whole > 0 and common / whole >= _LEAST_ALIKE


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
