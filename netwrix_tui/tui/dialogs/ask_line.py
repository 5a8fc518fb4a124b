"""Questions that are answered by one line of text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from netwrix_tui.client.connection import Secret
from netwrix_tui.config.secret_text import problem_of_typed
from netwrix_tui.errors import UsageError
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.dialog import Answer, Dialog, hint_line, panel
from netwrix_tui.tui.text.visible_input import SecretInput, VisibleInput
from netwrix_tui.tui.text.wrapping import WrappedSentence


class AskLine(Dialog[Answer], Generic[Answer]):
    """One line of text, dismissed with what ``read`` makes of it, or with None.

    What ``read`` raises as a UsageError is shown, and the question stays. It runs on a thread where
    ``reads_files``. ``error`` is shown from the beginning; None leaves no room for one.
    """

    def __init__(
        self,
        title: str,
        text: str = "",
        *,
        read: Callable[[str], Answer],
        field: Input | None = None,
        placeholder: str = "",
        hint: str = "",
        error: str | None = "",
        keys: str = "",
        reads_files: bool = False,
    ) -> None:
        """``hint`` stands above the error, ``keys`` below it."""
        super().__init__()
        self._title = title
        self._input = field or VisibleInput(text, placeholder=placeholder)
        self._read = read
        self._hint = hint
        self._error = error
        self._keys = keys
        self._reads_files = reads_files

    def compose(self) -> ComposeResult:
        below = [hint_line(self._hint)] if self._hint else []
        if self._error is not None:
            below.append(Static(WrappedSentence(self._error), classes="dialog-error"))
        yield panel(self._title, self._input, *below, hint=self._keys)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._reads_files:
            reading = self._answer_from_thread(event.value)
            self.run_worker(reading, group="reading-answer", exclusive=True)
            return
        try:
            self.answer(self._read(event.value))
        except UsageError as error:
            self.show_error(error.sentence())

    async def _answer_from_thread(self, text: str) -> None:
        try:
            self.answer(await asyncio.to_thread(self._read, text))
        except UsageError as error:
            self.show_error(error.sentence())


def short_text(longest: int) -> Callable[[str], str]:
    """Reads a line without the blanks around it, of at most ``longest`` characters; maybe none."""
    return lambda text: text.strip()[:longest]


class AskPassword(AskLine[Secret]):
    """Another password, after the server has refused the first. Nothing is sent before enter."""

    def __init__(self, account: str, server: str) -> None:
        super().__init__(
            f"Password of {visible(account)} @ {visible(server)}",
            read=_password,
            field=SecretInput(),
            keys="enter sends it once · esc goes back",
        )


def _password(typed: str) -> Secret:
    problem = problem_of_typed(typed)
    if problem or not typed:
        raise UsageError(problem)
    return Secret(typed, is_typed=True)
