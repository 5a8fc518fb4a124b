"""Case folding for searches, the same for every source: code point by code point. Pure.

Not ``str.casefold``: no database has it, and a word would match where letters turn into two.
"""

from __future__ import annotations

FIXED = "İ"
"""The only letter whose small form is two characters (U+0130): it stays as it is."""


def fold_case(text: str) -> str:
    """Each character in its small form, where that is one character.

    >>> fold_case("STRASSE Straße ΟΔΟΣ")
    'strasse straße οδοσ'
    """
    if text.isascii():
        return text.lower()
    # As one text, Python would choose the form of a sigma by the letters around it.
    plain = text.replace("Σ", "σ")
    if FIXED in plain:
        return FIXED.join(part.lower() for part in plain.split(FIXED))
    return plain.lower()
