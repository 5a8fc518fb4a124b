"""Value of several lines before and after, as one list of removed and added lines."""

from __future__ import annotations

from collections.abc import Iterator

from netwrix_tui.tui.record.line_diff import LineChange, Sign, line_diff
from netwrix_tui.tui.text.lines import Line, Span
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.tui.text.wrapping import styled_rows

_TINTS = {
    Sign.REMOVED: (SemanticStyle.REMOVED, SemanticStyle.REMOVED_WORD),
    Sign.ADDED: (SemanticStyle.ADDED, SemanticStyle.ADDED_WORD),
    Sign.SAME: (SemanticStyle.QUIET, SemanticStyle.QUIET),
}
"""Of a line, and of the words in it that changed where the rest of it did not."""


def changed_lines(
    before: list[str], after: list[str], width: int, *, most: int | None
) -> Iterator[Line]:
    """The lines of both values with ``−`` and ``+`` before those that changed.

    With ``most`` the lines that stayed are only counted, and so are changes beyond so many.
    """
    shown = same = left_out = 0
    for change in line_diff(before, after):
        if most is None:
            yield from _rows(change, width)
        elif change.sign is Sign.SAME:
            same += 1
        elif shown == most:
            left_out += 1
        else:
            shown += 1
            yield from _rows(change, width)
    if left_out:
        yield (Span(f"… {left_out:,} more, see changes", SemanticStyle.WARNING),)
    if same:
        yield (Span(f"  {same:,} unchanged", SemanticStyle.QUIET),)


def _rows(change: LineChange, width: int) -> Iterator[Line]:
    plain, word = _TINTS[change.sign]
    is_partly = any(run.is_common for run in change.runs)
    spans = [
        Span(run.text, word if is_partly and not run.is_common else plain) for run in change.runs
    ]
    lead = f"{change.sign.value} "
    for row in styled_rows(spans, width - len(lead)):
        yield (Span(lead, plain), *row)
        lead = " " * len(lead)
