"""Width of a text in terminal cells; the beginning or end of it that fits into a width."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """At most how many cells of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def from_start(text: str, room: int) -> str:
    """The longest beginning of the text that takes at most ``room`` cells."""
    used = 0
    for index, char in enumerate(text):
        used += _cell(char)
        if used > room:
            return text[:index]
    return text


def from_end(text: str, room: int) -> str:
    """The longest end of the text that takes at most ``room`` cells and begins with no mark."""
    used = 0
    for index in range(len(text) - 1, -1, -1):
        used += _cell(text[index])
        if used > room:
            # A mark must not land on the ellipsis.
            return text[index + 1 :].lstrip("".join(filter(unicodedata.combining, text)))
    return text


def _cell(char: str) -> int:
    # Unicode made some symbols wide after this Python's tables were made: they may be.
    wide = unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char) in ("So", "No")
    return 2 if wide and not char.isascii() else 1
