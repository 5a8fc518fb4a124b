"""Status line of the file that is being saved; hidden while there is none."""

from __future__ import annotations

import time

from rich.cells import cell_len
from rich.text import Text
from textual.widget import Widget

from netwrix_tui.records.amounts import records_words, size_words
from netwrix_tui.results.export.file_job import FilePhase, FileState
from netwrix_tui.tui.text.truncation import fit_end


def saving_text(state: FileState, name: str, now: float) -> str:
    """How far the saving has come, in words; ``now`` is of :func:`time.monotonic`."""
    done = f"{records_words(state.records)}, {size_words(state.size)}"
    if state.phase is FilePhase.STUCK and state.error is not None:
        return f"saving stopped at {done} · {state.error.what}"
    rate = state.records / max(now - state.began, 0.1)
    return f"saving {done} · {rate:,.0f}/s · to {name}"


class SaveStatus(Widget):
    """Progress of one file."""

    DEFAULT_CSS = """
    SaveStatus { height: 1; padding: 0 1; display: none; background: $panel; color: $foreground; }
    SaveStatus.-there { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._text = ""
        self._is_stuck = False

    def show(self, state: FileState, name: str) -> None:
        """Say how far it is; nothing any more once it is over."""
        self.set_class(not state.is_over, "-there")
        self._text = saving_text(state, name, time.monotonic())
        self._is_stuck = state.phase is FilePhase.STUCK
        self.refresh()

    def render(self) -> Text:
        """The line, with the key that helps in any case."""
        key = " · s to retry or cancel" if self._is_stuck else " · s to cancel"
        width = max(1, self.content_size.width - len(key))
        text = self._text
        if cell_len(text) > width:
            # Better without the name than with a letter of it.
            text = text.partition(" · to ")[0]
        return Text(fit_end(text, width) + key, no_wrap=True, end="")
