"""Makes hostile values from outside visible, so that no terminal obeys anything in them.

A file name can hold escape sequences, an OSC 52 of its own, bidirectional overrides, zero-width
characters, lone surrogates. What :func:`visible` returns can be written to a terminal: it holds
printable characters only, and terminals agree on the room that it takes.

Spaces of other kinds (no-break, narrow, ideographic …) stand in numbers, names and headings all
over the world, and do no harm: they are shown as spaces, and match one (:func:`plain_spaces`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MOST_ATTACHED = 3
"""Combining characters in a row that are left standing on one; more is somebody's joke."""

# Printable by their category, and yet without a picture of their own (fillers, variation
# selectors), or of a width on which terminals differ (flags and skin tones made of two characters).
_UNRELIABLE = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""What Unicode calls a space (Zs), but for the plain one; blank everywhere but in Ogham."""

_CONJOINING_JAMO = "[\u1161-\u11ff\ud7b0-\ud7ff]"


def visible(text: str) -> str:
    """The text on one line, with everything that is not plainly printable as a visible symbol.

    Any space becomes a plain one, control characters their Unicode pictures (``␛``, ``␊``), all
    others their code point in brackets (``‹U+202E›``).
    """
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    attached = 0
    for char in text:
        symbol, is_attached = _symbol(char)
        if not is_attached:
            attached = 0
        else:
            attached += 1
            # With nothing before it, it would land on what the program drew there.
            if not out or attached > MOST_ATTACHED:
                symbol = _named(char)
        out.append(symbol)
    return "".join(out)


def visible_lines(text: str) -> list[str]:
    """The text split at its line breaks (CR LF, LF or CR), each line made visible."""
    return [visible(line) for line in re.split(r"\r\n|\n|\r", text)]


def visible_block(text: str) -> str:
    """The text made visible but for its line breaks and tabs, as it may be pasted anywhere."""
    return "\n".join(
        "\t".join(map(visible, line.split("\t"))) for line in re.split(r"\r\n|\n|\r", text)
    )


def plain_spaces(text: str) -> str:
    """The text, as long as it was, with a plain space for any other one: as one compares it."""
    return text if text.isascii() else _SPACE.sub(" ", text)


def told_apart(one: str, other: str) -> tuple[str, str]:
    """Two texts, with their spaces named (``‹U+00A0›``) where these are all that differs."""
    if len(one) != len(other) or one == other or plain_spaces(one) != plain_spaces(other):
        return one, other
    return _named_spaces(one), _named_spaces(other)


def _named_spaces(text: str) -> str:
    return _SPACE.sub(lambda space: _named(space[0]), text)


def attaches(char: str) -> bool:
    """Whether a character stands on the one before it."""
    return _symbol(char)[1]


@lru_cache(maxsize=4096)
def _symbol(char: str) -> tuple[str, bool]:
    """What is shown for a character, and whether it stands on the one before it."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code), False
    if code == 0x7F:
        return "␡", False
    if _SPACE.match(char):
        return " ", False
    if not char.isprintable() or re.match(_UNRELIABLE, char):
        return _named(char), False
    is_mark = unicodedata.category(char)[0] == "M"
    return char, is_mark or re.match(_CONJOINING_JAMO, char) is not None


def _named(char: str) -> str:
    return f"‹U+{ord(char):04X}›"
