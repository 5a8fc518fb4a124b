"""Terminal replies that arrive in two parts: the late second part is not taken for keys.

A terminal answers questions and reports the mouse by sequences that begin with ESC. A slow line
tears them: where the first byte was taken for the escape key, the rest would be typed.
"""

from __future__ import annotations

import re

_WHOLE = re.compile(
    rb"\x1b\[\?[\d;]+\$y"  # a mode, asked for
    rb"|\x1b\[[?>=][\d;]*[cnu]"  # what kind of terminal it is, what it has
    rb"|\x1b\[<\d+;-?\d+;-?\d+[Mm]"  # the mouse
    rb"|\x1b\[\d+;\d+;\d+M"
    rb"|\x1b\[\d+;\d+R"  # where the cursor is
    rb"|\x1b\[48;[\d:]+;[\d:]+;[\d:]+;[\d:]+t"  # the size
    rb"|\x1b\](?:\d+|l|L|I)[;:/#?\w .-]*(?:\x07|\x1b\\)"  # a colour, the clipboard, a title
    rb"|\x1bP[\d>!+$|][^\x07\x1b]*\x1b\\"
)
_SHAPES = (
    rb"\x1b\[\?[\d;]*\$?",
    rb"\x1b\[[>=][\d;]*",
    rb"\x1b\[<[\d;-]*",
    rb"\x1b\[\d*(?:;\d*)*",
    rb"\x1b\](?:\d+(?:;[:/#?\w .;-]*\x1b?)?)?",
)
_BEGUN = re.compile(rb"|".join(_SHAPES))


def is_answer(data: bytes) -> bool:
    """True where the data begins with a whole answer or report."""
    return _WHOLE.match(data) is not None


def may_become_answer(data: bytes) -> bool:
    """True where the data is the beginning of one, and more than its first byte."""
    return len(data) > 1 and _BEGUN.fullmatch(data) is not None
