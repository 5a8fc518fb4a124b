"""A file that is being saved: how far it is, and what can be done about it."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.results.file_job import FileJob, FilePhase
from netwrix_tui.tui.layout.told import Told
from netwrix_tui.tui.screens.dialog import Dialog
from netwrix_tui.tui.widgets.saving_line import saving_text

_TICK = 0.25
"""Seconds between two looks at the job."""


class SavingStep(StrEnum):
    """What can be done about a file that is being saved; the value is the key."""

    RETRY = "r"
    CANCEL = "c"
    LEAVE = "l"


_WORDS = {
    SavingStep.RETRY: "ask again for the page that failed",
    SavingStep.CANCEL: "cancel; nothing of the file is kept",
    SavingStep.LEAVE: "leave now; nothing of the file is kept",
}


class SavingScreen(Dialog[SavingStep]):
    """Closes by itself when the file is done; escape lets the saving go on.

    ``is_leaving`` asks whether to leave the program before it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(step.value, f"step('{step.value}')", words, show=False, id=f"saving.{step.name}")
        for step, words in _WORDS.items()
    ]

    def __init__(self, job: FileJob, *, is_leaving: bool = False) -> None:
        super().__init__()
        self._job = job
        self._steps = [SavingStep.LEAVE if is_leaving else SavingStep.CANCEL]
        if job.state.phase is FilePhase.STUCK:
            self._steps.insert(0, SavingStep.RETRY)
        self._title = "A file is being saved" if is_leaving else "Saving"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog-title", markup=False)
            yield Static(Told(self._words()), id="saving-words")
            yield OptionList(*(Option(_prompt(step)) for step in self._steps))
            yield Static("esc lets it go on", classes="dialog-note", markup=False)

    def on_mount(self) -> None:
        self.set_interval(_TICK, self._look)

    def action_step(self, key: str) -> None:
        """Take one of the steps that are offered."""
        step = SavingStep(key)
        if step in self._steps:
            self.answer(step)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.answer(self._steps[event.option_index])

    def _look(self) -> None:
        if self._job.state.is_over:
            self.answer(None)
        else:
            self.query_one("#saving-words", Static).update(Told(self._words()))

    def _words(self) -> str:
        state = self._job.state
        text = saving_text(state, str(self._job.path), time.monotonic())
        if state.error is not None:
            text = f"{text} {state.error.cause} {state.error.next_step}"
        return text


def _prompt(step: SavingStep) -> Text:
    return Text.assemble((f"{step.value} ", "bold"), _WORDS[step])
