"""Rows of a text whose parts have tints of their own. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netwrix_tui.sanitize import visible
from netwrix_tui.tui.text.lines import Line, Span
from netwrix_tui.tui.text.wrapping import wrapped


def styled_rows(spans: Sequence[Span], width: int) -> Iterator[Line]:
    """The spans as one text in rows of at most ``width`` cells, ended at words where there are any.

    The spans may hold anything; the rows are visible text.
    """
    shown = [Span(visible(span.text), span.style) for span in spans]
    whole = "".join(span.text for span in shown)
    at = 0
    for row in wrapped(whole, width):
        text = row.text
        if whole[at : at + len(text)] != text:
            at += 1  # the space that a row's end has swallowed
        *front, last = _cut(shown, at, at + len(text)) or [row]
        yield (*front, last._replace(goes_on=row.goes_on))
        at += len(text)


def _cut(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    found: list[Span] = []
    at = 0
    for span in spans:
        first, last = max(start, at), min(end, at + len(span.text))
        if first < last:
            found.append(Span(span.text[first - at : last - at], span.style))
        at += len(span.text)
        if at >= end:
            break
    return found
