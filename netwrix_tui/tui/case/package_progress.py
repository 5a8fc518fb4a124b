"""Progress of an evidence package: a line, and a dialog with what can be done about it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.option_list import Option

from netwrix_tui.sanitize import visible
from netwrix_tui.tui.case.package_job import PackageJob
from netwrix_tui.tui.dialogs.choose_one import ChooseOne, keyed_prompt
from netwrix_tui.tui.text.truncation import fit_end
from netwrix_tui.tui.text.wrapping import WrappedSentence

_TICK = 0.25
"""Seconds between two looks at the job."""


class PackageChoice(StrEnum):
    """What can be done about a package that is being made; the value is the key."""

    CANCEL = "c"
    LEAVE = "l"


_WORDS = {
    PackageChoice.CANCEL: "cancel; nothing of the package is kept",
    PackageChoice.LEAVE: "leave now; nothing of the package is kept",
}


class PackageProgressScreen(ChooseOne[PackageChoice]):
    """How far a package is; closes by itself when it is over, escape lets it go on.

    ``is_leaving`` asks whether to leave the program before it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(step.value, f"step('{step.value}')", words, show=False, id=f"package.{step.name}")
        for step, words in _WORDS.items()
    ]

    def __init__(self, job: PackageJob, *, is_leaving: bool = False) -> None:
        step = PackageChoice.LEAVE if is_leaving else PackageChoice.CANCEL
        self._job = job
        self._line = Static(WrappedSentence(package_text(job)), id="package-words")
        title = "An evidence package is being made" if is_leaving else "Evidence package"
        super().__init__(title, [step], self._line, hint="esc lets it go on")

    def option(self, choice: PackageChoice) -> Option:
        return Option(keyed_prompt(choice.value, _WORDS[choice], ""))

    def on_mount(self) -> None:
        self.set_interval(_TICK, self._update)

    def action_step(self, key: str) -> None:
        """Take the step that is offered."""
        step = PackageChoice(key)
        if step in self._choices:
            self.answer(step)

    def _update(self) -> None:
        if self._job.state.is_over:
            self.answer(None)
        else:
            self._line.update(WrappedSentence(package_text(self._job)))


def package_text(job: PackageJob) -> str:
    """How far it is, in words."""
    return f"evidence: {job.state.words} · to {visible(job.name)}"


class PackageStatus(Widget):
    """Line of the package that is being made; hidden while there is none."""

    DEFAULT_CSS = """
    PackageStatus {
        height: 1; padding: 0 1; display: none; background: $panel; color: $foreground;
    }
    PackageStatus.-there { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._text = ""

    def show(self, job: PackageJob) -> None:
        """Say how far it is; nothing any more once it is over."""
        self.set_class(not job.state.is_over, "-there")
        self._text = package_text(job)
        self.refresh()

    def render(self) -> Text:
        """The line, with the key that helps."""
        key = " · E to cancel"
        width = max(1, self.content_size.width - len(key))
        return Text(fit_end(self._text, width) + key, no_wrap=True, end="")
