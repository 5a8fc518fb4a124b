"""Text as one compares it on the screen: in small letters, any space a plain one. Pure."""

from __future__ import annotations

from netwrix_tui.sanitize import plain_spaces


def folded(text: str) -> str:
    """The text in small letters, with a plain space for any other one (U+00A0, U+202F …)."""
    return plain_spaces(text).casefold()
