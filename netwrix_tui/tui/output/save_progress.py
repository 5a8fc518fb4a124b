"""Progress of the file that is being saved: a line, and a dialog with what can be done about it."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from netwrix_tui.records.amounts import records_words, size_words
from netwrix_tui.results.export.file_job import FileJob, FilePhase, FileState
from netwrix_tui.tui.dialogs.choose_one import ChooseOne, keyed_prompt
from netwrix_tui.tui.text.truncation import fit_end
from netwrix_tui.tui.text.wrapping import WrappedSentence

_TICK = 0.25
"""Seconds between two looks at the job."""


class SaveChoice(StrEnum):
    """Choices for a file that is being saved; the value is the key."""

    RETRY = "r"
    CANCEL = "c"
    LEAVE = "l"


_WORDS = {
    SaveChoice.RETRY: "ask again for the page that failed",
    SaveChoice.CANCEL: "cancel; nothing of the file is kept",
    SaveChoice.LEAVE: "leave now; nothing of the file is kept",
}


class SaveProgressScreen(ChooseOne[SaveChoice]):
    """Progress of a file; closes by itself when it is done, escape lets the saving go on.

    ``is_leaving`` asks whether to leave the program before it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(step.value, f"step('{step.value}')", words, show=False, id=f"saving.{step.name}")
        for step, words in _WORDS.items()
    ]

    def __init__(self, job: FileJob, *, is_leaving: bool = False) -> None:
        steps = [SaveChoice.LEAVE if is_leaving else SaveChoice.CANCEL]
        if job.state.phase is FilePhase.STUCK:
            steps.insert(0, SaveChoice.RETRY)
        self._job = job
        self._line = Static(WrappedSentence(self._words()), id="saving-words")
        title = "A file is being saved" if is_leaving else "Saving"
        super().__init__(title, steps, self._line, hint="esc lets it go on")

    def option(self, choice: SaveChoice) -> Option:
        return Option(keyed_prompt(choice.value, _WORDS[choice], ""))

    def on_mount(self) -> None:
        self.set_interval(_TICK, self._update_words)

    def action_step(self, key: str) -> None:
        """Take one of the steps that are offered."""
        step = SaveChoice(key)
        if step in self._choices:
            self.answer(step)

    def _update_words(self) -> None:
        if self._job.state.is_over:
            self.answer(None)
        else:
            self._line.update(WrappedSentence(self._words()))

    def _words(self) -> str:
        state = self._job.state
        text = saving_text(state, str(self._job.path), time.monotonic())
        if state.error is not None:
            text = f"{text} {state.error.cause} {state.error.next_step}"
        return text


def saving_text(state: FileState, name: str, now: float) -> str:
    """How far the saving has come, in words; ``now`` is of :func:`time.monotonic`."""
    done = f"{records_words(state.records)}, {size_words(state.size)}"
    if state.phase is FilePhase.STUCK and state.error is not None:
        return f"saving stopped at {done} · {state.error.what}"
    rate = state.records / max(now - state.began, 0.1)
    return f"saving {done} · {rate:,.0f}/s · to {name}"


class SaveStatus(Widget):
    """Line of the file that is being saved; hidden while there is none."""

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
