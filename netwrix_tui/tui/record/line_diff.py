"""Line diff of two values: lists of members, of permissions, scripts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from netwrix_tui.sanitize import told_apart
from netwrix_tui.tui.record.word_diff import Run, word_diff

_MOST_IN_ORDER = 400
"""Lines of a value up to which the order counts; in longer ones a line is there or not."""


class Sign(StrEnum):
    """Kind of a line, as it is shown before it: removed, added, the same."""

    REMOVED = "−"
    ADDED = "+"
    SAME = " "


class LineChange(NamedTuple):
    """A line in runs: those that are not common are what changed within it."""

    sign: Sign
    runs: tuple[Run, ...]


def line_diff(before: list[str], after: list[str]) -> Iterator[LineChange]:
    """What was taken out, what was put in and what stayed, in the order of the lines."""
    if max(len(before), len(after)) > _MOST_IN_ORDER:
        yield from _by_presence(before, after)
        return
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (_whole(Sign.SAME, line) for line in before[i:j])
        elif j - i == m - k:
            for old, new in zip(before[i:j], after[k:m], strict=True):
                yield from _replaced(old, new)
        else:
            yield from (_whole(Sign.REMOVED, line) for line in before[i:j])
            yield from (_whole(Sign.ADDED, line) for line in after[k:m])


def _by_presence(before: list[str], after: list[str]) -> Iterator[LineChange]:
    had, has = set(before), set(after)
    yield from (_whole(Sign.REMOVED, line) for line in before if line not in has)
    yield from (_whole(Sign.ADDED, line) for line in after if line not in had)
    yield from (_whole(Sign.SAME, line) for line in before if line in has)


def _replaced(old: str, new: str) -> Iterator[LineChange]:
    old, new = told_apart(old, new)
    told = word_diff(old, new)
    if told is None:
        yield _whole(Sign.REMOVED, old)
        yield _whole(Sign.ADDED, new)
    else:
        yield LineChange(Sign.REMOVED, tuple(told[0]))
        yield LineChange(Sign.ADDED, tuple(told[1]))


def _whole(sign: Sign, line: str) -> LineChange:
    return LineChange(sign, (Run(line, sign is Sign.SAME),))
