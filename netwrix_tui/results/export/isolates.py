"""Bidirectional isolates: text that runs from right to left stays within its own place.

Letters of Hebrew or Arabic take the punctuation and the numbers beside them along, so that a value
would be shown with a part of what stands next to it. What is between FIRST STRONG ISOLATE and POP
DIRECTIONAL ISOLATE is laid out for itself (Unicode Standard Annex #9). Values hold no such
characters of their own: :mod:`netwrix_tui.sanitize` makes them visible.
"""

from __future__ import annotations

import unicodedata

OPENING, CLOSING = "\u2068", "\u2069"

_LEFT_OUT = str.maketrans("", "", OPENING + CLOSING)
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def isolated(shown: str) -> str:
    """Visible text, isolated where any of it runs from right to left, else as it is."""
    if shown.isascii() or _RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, shown)):
        return shown
    return f"{OPENING}{shown}{CLOSING}"


def without_isolates(text: str) -> str:
    """The text for a terminal, which has no use for them."""
    return text.translate(_LEFT_OUT)
