"""Values come from outside and are hostile: make everything in them visible, nothing in them act.

A file name can hold escape sequences, an OSC 52 of its own, bidirectional overrides, zero-width
characters, lone surrogates. What :func:`visible` returns can be written to a terminal: it holds
printable characters only, each with a width of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MOST_COMBINING = 3
"""Combining marks in a row that are left standing on one character; more is somebody's joke."""

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def visible(text: str) -> str:
    """The text on one line, with everything that is not plainly printable as a visible symbol.

    Control characters become their Unicode pictures (``␛``, ``␊``), all others their code point
    in brackets (``‹U+202E›``).
    """
    if text.isprintable() and (text.isascii() or not _needs_work(text)):
        return text
    out: list[str] = []
    combining = 0
    for char in text:
        if unicodedata.combining(char):
            combining += 1
            # A mark with nothing before it would land on what the program drew there.
            out.append(char if out and combining <= _MOST_COMBINING else _named(char))
            continue
        combining = 0
        out.append(_symbol(char))
    return "".join(out)


def visible_lines(text: str) -> list[str]:
    """The text split at its line breaks (CR LF, LF or CR), each line made visible."""
    return [visible(line) for line in re.split(r"\r\n|\n|\r", text)]


def _needs_work(text: str) -> bool:
    return _INVISIBLE.search(text) is not None or any(map(unicodedata.combining, text))


@lru_cache(maxsize=4096)
def _symbol(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if char == " " or (char.isprintable() and not _INVISIBLE.match(char)):
        return char
    if unicodedata.category(char) == "Zs":
        return " "
    return _named(char)


def _named(char: str) -> str:
    return f"‹U+{ord(char):04X}›"
