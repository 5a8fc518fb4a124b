"""Dialogs: a question in a panel in the middle, with a title, a hint and room for an error."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from netwrix_tui.tui.terminal.internals.missing_widgets import LooksInVain
from netwrix_tui.tui.text.wrapping import WrappedSentence

Answer = TypeVar("Answer")


def panel(title: str, *parts: Widget, hint: str = "") -> Vertical:
    """The panel of a dialog: title, parts, and a hint where there is one."""
    below = [hint_line(hint)] if hint else []
    return Vertical(
        Static(title, classes="dialog-title", markup=False), *parts, *below, classes="dialog"
    )


def hint_line(words: str) -> Static:
    """A sentence about the answer, or about the keys."""
    return Static(words, classes="dialog-note", markup=False)


def error_line() -> Static:
    """Room for what :meth:`Dialog.show_error` says."""
    return Static("", classes="dialog-error", markup=False)


class Dialog(LooksInVain, ModalScreen[Answer], Generic[Answer]):
    """A question over the explorer; escape leaves it with None, ? explains its keys.

    It is answered once: a second enter that was typed ahead must not close what lies below.
    """

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("escape", "leave", "back", id="dialog.leave"),
        Binding("question_mark,f1", "explain", "explain", show=False, id="dialog.explain"),
    ]
    about: ClassVar[str] = ""
    """What it is for, in a sentence or two, for who asks."""

    DEFAULT_CSS = """
    Dialog { align: center middle; }
    .dialog { width: 72; max-width: 100%; height: auto; padding: 1 2; background: $panel; }
    .dialog-title { text-style: bold; margin-bottom: 1; }
    .dialog-note { color: $secondary; margin-top: 1; }
    .dialog-error { color: $error; height: auto; }
    .dialog OptionList { height: auto; background: $panel; border: none; padding: 0; }
    .dialog OptionList:focus { border: none; }
    """

    _is_answered = False

    def answer(self, answer: Answer | None) -> None:
        """Close the question with an answer, unless it is closed already."""
        # Not by is_current: that is true below another dialog too, which would be closed instead.
        if self.app.screen is self and not self._is_answered:
            self._is_answered = True
            self.dismiss(answer)

    def show_error(self, sentence: str) -> None:
        """Say what is wrong, where the question is still there: its check may have taken a while.

        Values in the sentence are made visible.
        """
        for line in self.query(".dialog-error").results(Static):
            line.update(WrappedSentence(sentence))

    def action_leave(self) -> None:
        """Close it without one."""
        self.answer(None)

    def action_explain(self) -> None:
        """Say what it is for, and what each key does here."""
        from netwrix_tui.tui.dialogs.dialog_keys import DialogKeys, keys_told

        self.app.push_screen(DialogKeys(self.about, keys_told(self)))
