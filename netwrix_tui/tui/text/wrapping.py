"""Text of any length in rows of a given width, made visible on the way.

Rows come one by one, so that a line of megabytes costs only what is looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rich.cells import get_character_cell_size

from netwrix_tui.sanitize import visible
from netwrix_tui.tui.text.lines import Span
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
