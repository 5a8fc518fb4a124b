"""Wrapping of text into rows of a given width, made visible on the way.

Rows come one by one, so that a line of megabytes costs only what is looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from rich.cells import get_character_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from netwrix_tui.foreign_text import rows
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.text.lines import Line, Span
from netwrix_tui.tui.text.semantic_style import SemanticStyle

_PIECE = 4096
"""Characters that are made visible at a time."""

_MOST_MARKS = 64
"""Combining marks that a piece is lengthened by, so as not to part them from their character."""

_MOST_CHARACTERS_PER_CELL = 4
"""Some marks take no cell; a row of nothing else has to end as well."""

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


def lines_of(text: str) -> list[str]:
    """The text split at its line breaks (CR LF, LF or CR); not yet visible."""
    return _LINE_BREAK.split(text)


def wrap(text: str, width: int, *, at_words: bool = False) -> Iterator[str]:
    """The rows of one line of text: visible, at most ``width`` cells wide, at least one.

    Joined they are the visible text. With ``at_words`` rows end behind a word or a part of a path
    where there is one in their second half, and a single space at a row's end is left out.
    A width below two cells counts as two, the width of the widest character.
    """
    width = max(2, width)
    if not at_words and text.isascii() and text.isprintable():
        yield from (text[start : start + width] for start in range(0, len(text) or 1, width))
        return
    rest = ""
    for piece in _visible_pieces(text):
        rest += piece
        start = 0
        while (end := _row_end(rest, start, width)) is not None:
            cut = _word_end(rest, start, end) if at_words else end
            yield rest[start:cut]
            start = cut + 1 if at_words and cut == end and rest[cut] == " " else cut
        rest = rest[start:]
    yield rest


def wrapped(text: str, width: int, style: SemanticStyle = SemanticStyle.PLAIN) -> Iterator[Span]:
    """The rows of one line of text, wrapped at words, as pieces of one text."""
    rows = wrap(text, width, at_words=True)
    before = next(rows)
    for row in rows:
        yield Span(before, style, goes_on=True)
        before = row
    yield Span(before, style)


def _visible_pieces(text: str) -> Iterator[str]:
    """The visible text in pieces; a piece never begins with a mark that its row could lose."""
    start = 0
    while start < len(text):
        end = start + _PIECE
        last = end + _MOST_MARKS
        while end < min(last, len(text)) and unicodedata.combining(text[end]):
            end += 1
        yield visible(text[start:end])
        start = end


def _row_end(text: str, start: int, width: int) -> int | None:
    """Where the row that begins at ``start`` ends, or None where the text ends before it does."""
    if text.isascii():
        end = start + width
        return end if end < len(text) else None
    used = 0
    most = start + _MOST_CHARACTERS_PER_CELL * width
    for index in range(start, len(text)):
        used += get_character_cell_size(text[index])
        if used > width or index >= most:
            return index
    return None


def _word_end(text: str, start: int, end: int) -> int:
    if text[end] == " ":
        return end
    middle = (start + end) // 2
    space = text.rfind(" ", middle, end)
    if space >= 0:
        return space + 1
    last = max(text.rfind(sign, middle, end) for sign in "\\/;,")
    return last + 1 if last >= 0 else end


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


class WrappedSentence:
    """Renderable of a text: each of its lines in rows, quotations marked in each row.

    Instead of a text, what makes the rows of one for a width, in cells.
    """

    def __init__(self, text: str | Callable[[int], list[str]]) -> None:
        self._text = text

    def rows(self, width: int) -> list[str]:
        """The rows for a width, in cells."""
        if not isinstance(self._text, str):
            return self._text(width)
        return [row for line in self._text.split("\n") for row in rows(line, width)]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text("\n".join(self.rows(options.max_width)), overflow="fold")
