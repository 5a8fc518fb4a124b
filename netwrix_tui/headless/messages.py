"""Messages on standard error: a progress line on a terminal, warnings, questions."""

from __future__ import annotations

import os
import sys

from netwrix_tui.client.connection import Connection
from netwrix_tui.headless.terminal_text import columns_of, terminal_text
from netwrix_tui.records.doubts import doubts
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.sanitize import visible

_CLEAR = "\r\x1b[K"


class Messages:
    """Sentences for people; values in them are made visible. Data never comes here."""

    def __init__(self) -> None:
        # There is none where the shell has closed it.
        self.has_progress = (
            sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        )
        self._is_shown = False

    def progress(self, text: str) -> None:
        """Show one line until the next message, where standard error is a terminal."""
        if self.has_progress:
            width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
            self._write(_CLEAR + visible(text)[: width - 1])
            self._is_shown = True

    def clear(self) -> None:
        """Take the line of progress away, before anything else is written to the terminal."""
        if self._is_shown:
            self._write(_CLEAR)
            self._is_shown = False

    def say(self, text: str) -> None:
        """A sentence that stays."""
        self.clear()
        self._write(terminal_text(f"netwrix-tui: {text}", columns_of(sys.stderr)) + "\n")

    def warn_where_plain(self, connection: Connection) -> None:
        """Say that what is found travels for all to read, where it does."""
        if not connection.is_encrypted:
            self.say(f"The connection to {connection.server} is not encrypted.")

    def say_doubts(self, parameters: SearchParameters) -> None:
        """Say what in a search may be a slip."""
        for doubt in doubts(parameters.filters):
            self.say(doubt)

    def ask(self, text: str) -> None:
        """A question whose answer is typed behind it."""
        self.clear()
        self._write(visible(text))

    @staticmethod
    def _write(text: str) -> None:
        if sys.stderr is None:
            return
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            # Nobody listens to standard error: that is no reason to lose data.
            return
