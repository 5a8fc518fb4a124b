"""Messages on standard error: a progress line on a terminal, warnings, questions."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from netwrix_tui import standard_streams
from netwrix_tui.client.connection import Connection
from netwrix_tui.headless.terminal_text import columns_of, terminal_text
from netwrix_tui.sanitize import visible

_CLEAR = "\r\x1b[K"


class Messages:
    """Sentences for people; values in them are made visible. Data never comes here."""

    def __init__(self) -> None:
        self.has_progress = columns_of(sys.stderr) is not None and os.environ.get("TERM") != "dumb"
        self._is_shown = False

    def progress(self, text: str) -> None:
        """Show one line until the next message, where standard error is a terminal."""
        if self.has_progress:
            width = columns_of(sys.stderr) or 80
            standard_streams.tell(_CLEAR + visible(text)[: width - 1])
            self._is_shown = True

    def clear(self) -> None:
        """Take the line of progress away, before anything else is written to the terminal."""
        if self._is_shown:
            standard_streams.tell(_CLEAR)
            self._is_shown = False

    def say(self, text: str) -> None:
        """A sentence that stays."""
        self.clear()
        standard_streams.tell(terminal_text(f"netwrix-tui: {text}", columns_of(sys.stderr)) + "\n")

    def warn_where_plain(self, connection: Connection) -> None:
        """Say that what is found travels for all to read, where it does."""
        if not connection.is_encrypted:
            self.say(f"The connection to {connection.server} is not encrypted.")

    def say_doubts(self, doubts: Iterable[str]) -> None:
        """Say what in a search may be a slip."""
        for doubt in doubts:
            self.say(doubt)

    def ask(self, text: str) -> None:
        """A question whose answer is typed behind it."""
        self.clear()
        standard_streams.tell(visible(text))
