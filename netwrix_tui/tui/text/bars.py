"""Bars of block characters, exact to an eighth of a cell: horizontal and upright. Pure."""

from __future__ import annotations

from netwrix_tui.tui.text.truncation import blanks

_LYING = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_STANDING = (" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█")


def horizontal_bar(part: int, whole: int, width: int) -> str:
    """A bar from the left that is ``width`` cells long where part is the whole.

    Exactly ``width`` cells, filled up with blanks. What is not nothing shows.
    """
    eighths = _eighths(part, whole, width)
    bar = "█" * (eighths // 8) + _LYING[eighths % 8]
    return bar + blanks(width - len(bar))


def standing_bar(part: int, whole: int, height: int) -> str:
    """A bar from the bottom, as its cells from the top down: ``height`` characters."""
    eighths = _eighths(part, whole, height)
    return "".join(
        _STANDING[min(8, max(0, eighths - 8 * below))] for below in reversed(range(height))
    )


def share_words(part: int, whole: int) -> str:
    """A share in at most four cells: ``100%``, ``12%``, ``<1%``."""
    if not part or not whole:
        return "0%"
    percent = round(100 * part / whole)
    # Only all of them are all of them.
    if percent == 100 and part < whole:
        return "99%"
    return f"{percent}%" if percent else "<1%"


def _eighths(part: int, whole: int, cells: int) -> int:
    if part <= 0 or whole <= 0:
        return 0
    return min(8 * cells, max(1, round(8 * cells * part / whole)))
