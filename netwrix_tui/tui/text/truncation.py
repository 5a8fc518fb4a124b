"""Truncation of values to the width of a cell, where it hurts least, in terminal cells.

Values are hostile and may hold megabytes: the raw text is cut to what can matter before it is made
visible, so that the work is bound by the width and not by the value.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size

from netwrix_tui.sanitize import visible

ELLIPSIS = "…"

_LEAST_PATH = 6
"""Cells below which a path is cut like a name: two signs of omission would be all of it."""

_CHARACTERS_PER_CELL = 4
"""A character and the three combining marks that :func:`visible` leaves standing on it."""


def fit_end(text: str, width: int) -> str:
    """The text made visible, cut at its end: for names. At most ``width`` cells."""
    shown = visible(bounded(text, width))
    return shown if width_of(shown) <= width else head(shown, width - 1) + ELLIPSIS


def fit_middle(text: str, width: int) -> str:
    r"""The text made visible, cut in its middle: for paths. At most ``width`` cells.

    The last part of a path stays whole as long as it fits, the first parts as far as there is
    room: ``\\fs01\finance\…\Q3 forecast.xlsx``. A name that is no path is cut at its end.
    """
    shown = visible(bounded(text, width))
    if width_of(shown) <= width:
        return shown
    cut = _last_separator(shown) if width >= _LEAST_PATH else -1
    if cut < 0:
        return head(shown, width - 1) + ELLIPSIS
    last = shown[cut:]
    room = width - 1 - width_of(last)
    if room >= 0:
        return _whole_parts(head(shown[:cut], room)) + ELLIPSIS + last
    # The last part alone is too long: keep its beginning, and its end for the file's extension.
    kept = max(0, (width - 3) // 3)
    return ELLIPSIS + head(last, width - 2 - kept) + ELLIPSIS + tail(last, kept)


def width_of(text: str) -> int:
    """How many cells visible text takes. Rich counts one by one where it meets an ellipsis, or the
    arrow between two values.
    """
    plain = text.isascii() or text.replace(ELLIPSIS, "").replace("→", "").isascii()
    return len(text) if plain else cell_len(text)


def bounded(text: str, width: int) -> str:
    """The text, or where it is far longer than ``width`` cells can show, both ends of it."""
    reach = _CHARACTERS_PER_CELL * (width + 1)
    return text if len(text) <= 2 * reach else text[:reach] + ELLIPSIS + text[-reach:]


def head(text: str, width: int) -> str:
    """The longest beginning of visible text that takes at most ``width`` cells."""
    if text.isascii():
        return text[: max(0, width)]
    for index, char in enumerate(text):
        width -= get_character_cell_size(char)
        if width < 0:
            return text[:index]
    return text


def tail(text: str, width: int) -> str:
    """The longest end of visible text that takes at most ``width`` cells."""
    start = len(text)
    for index in range(len(text) - 1, -1, -1):
        width -= get_character_cell_size(text[index])
        if width < 0:
            break
        start = index
    return text[start:]


@lru_cache(maxsize=256)
def blanks(width: int) -> str:
    """So many blank cells."""
    return " " * width


def _last_separator(text: str) -> int:
    # One at the very end belongs to the last part: \\fs01\finance\ ends with "finance\".
    return max(text.rfind("\\", 0, -1), text.rfind("/", 0, -1))


def _whole_parts(start: str) -> str:
    """The beginning of a path without the part that was cut in two, unless it is the only one."""
    cut = max(start.rfind("\\"), start.rfind("/"))
    return start[: cut + 1] if start[: cut + 1].strip("\\/") else start
