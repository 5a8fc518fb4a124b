"""Dialog for a file that is being saved: its progress, and what can be done about it."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static
from textual.widgets.option_list import Option

from netwrix_tui.results.export.file_job import FileJob, FilePhase
from netwrix_tui.tui.dialogs.choose_one import ChooseOne, keyed_prompt
from netwrix_tui.tui.output.save_status import saving_text
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
