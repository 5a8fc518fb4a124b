"""Text as one compares it on the screen: in small letters, any space a plain one. Pure."""

from __future__ import annotations

from netwrix_tui.sanitize import plain_spaces


def folded(text: str) -> str:
    """The text in small letters, with a plain space for any other one (U+00A0, U+202F …)."""
    return plain_spaces(text).casefold()


def folded_each(texts: list[str]) -> list[str]:
    """Each of some texts folded: all at once, nothing being called for each of them."""
    found = folded("\0".join(texts)).split("\0")
    # Another number of them: there is a NUL in one, or there are no texts.
    return found if len(found) == len(texts) else list(map(folded, texts))
