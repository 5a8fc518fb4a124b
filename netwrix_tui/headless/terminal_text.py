"""Printed sentences: wrapped on a terminal so that no row begins with foreign words."""

from __future__ import annotations

import os
from typing import TextIO

from netwrix_tui.foreign_text import OPEN, rows
from netwrix_tui.sanitize import visible

_LEAST_COLUMNS = 16


def terminal_text(text: str, columns: int | None) -> str:
    """What a program prints of a sentence; ``columns`` are the terminal's, None where it is none.

    Without quotations the terminal itself breaks it: so it is copied as one line.
    """
    if columns is None or OPEN not in text:
        return visible(text)
    return "\n".join(rows(text, max(columns, _LEAST_COLUMNS) - 1))


def columns_of(stream: TextIO | None) -> int | None:
    """How many columns the terminal has that a stream leads to; None where it leads to none."""
    try:
        if stream is None or not stream.isatty():
            return None
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return None
