"""Sentences that are broken into rows for whatever width they are drawn at."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from netwrix_tui.foreign_text import rows


class Told:
    """What a Static shows of a text: each of its lines in rows, quotations marked in each row.

    Instead of a text, what makes the rows of one for a width, in cells.
    """

    def __init__(self, text: str | Callable[[int], list[str]]) -> None:
        self._text = text

    def rows(self, width: int) -> list[str]:
        """The rows for a width, in cells."""
        if not isinstance(self._text, str):
            return self._text(width)
        return [row for line in self._text.split("\n") for row in rows(line, width)]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text("\n".join(self.rows(options.max_width)), overflow="fold")
