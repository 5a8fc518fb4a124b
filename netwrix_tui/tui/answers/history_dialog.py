"""Dialog with the history of a record: answers as they come, each of which opens as a search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.results.history.answers import AnswerLine
from netwrix_tui.tui.dialogs.dialog import Dialog, error_line, hint_line, panel
from netwrix_tui.tui.text.wrapping import WrappedSentence


@dataclass(frozen=True, slots=True)
class HistoryState:
    """What is known so far. ``read`` says how far it was read, ``error`` why it went no further.

    ``goes_on`` says that asking on would tell more.
    """

    lines: tuple[AnswerLine, ...] = ()
    read: str = ""
    error: str = ""
    is_asking: bool = True
    goes_on: bool = False


class HistoryDialog(Dialog[AnswerLine]):
    """Answers about one record. Escape ends the asking, then closes.

    Dismissed with the answer whose search is wanted, or with None.
    """

    about = (
        "Whether a record is normal, asked of the source: what was there in the 30 days before it, "
        "in figures, the most telling first. Never is said only where all of it was read."
    )
    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("m", "more", "read on", id="history.more"),
        Binding("r", "retry", "try again", id="history.retry"),
        Binding("j", "down", "down", show=False, id="history.down"),
        Binding("k", "up", "up", show=False, id="history.up"),
        Binding("H,q", "leave", "back", show=False, id="history.close"),
    ]

    DEFAULT_CSS = """
    HistoryDialog .dialog { width: 110; max-height: 100%; }
    HistoryDialog .dialog OptionList { max-height: 60vh; }
    HistoryDialog #history-read { color: $secondary; margin-top: 1; height: auto; }
    """

    class HistoryChanged(Message):
        """More is known. Posted by the worker."""

        bubble = False

        def __init__(self, state: HistoryState) -> None:
            super().__init__()
            self.state = state

        def can_replace(self, message: Message) -> bool:
            """A burst of these is the last of them."""
            return isinstance(message, HistoryDialog.HistoryChanged)

    def __init__(
        self,
        title: str,
        *,
        ask_on: Callable[[HistoryDialog], None],
        stop: Callable[[], None],
        retry: Callable[[HistoryDialog], None],
        state: HistoryState | None = None,
        at: str = "",
    ) -> None:
        """``ask_on`` asks further, ``stop`` ends what is asked, ``retry`` asks after an error.

        ``state`` is what is known already, with the cursor on the answer of the kind ``at``.
        """
        super().__init__()
        self._title = title
        self._ask_on = ask_on
        self._stop = stop
        self._retry = retry
        self.state = state or HistoryState()
        """What it shows."""
        self._at = at

    def compose(self) -> ComposeResult:
        yield panel(
            self._title, OptionList(compact=True), Static("", id="history-read", markup=False),
            error_line(), hint_line(""),
        )  # fmt: skip

    def on_mount(self) -> None:
        self._show()
        kinds = [line.kind for line in self.state.lines]
        if self._at in kinds:
            self.query_one(OptionList).highlighted = kinds.index(self._at)

    def begin(self) -> None:
        """Something is asked now."""
        self._take(HistoryState(self.state.lines, "", is_asking=True))

    def on_history_dialog_history_changed(self, message: HistoryChanged) -> None:
        """Show what is known now."""
        self._take(message.state)

    def action_more(self) -> None:
        """Read on, where that tells more."""
        if not self.state.is_asking and self.state.goes_on:
            self._ask_on(self)

    def action_retry(self) -> None:
        """Try again what failed."""
        if not self.state.is_asking and self.state.error:
            self._retry(self)

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_leave(self) -> None:
        """End what is asked; once it has ended, close."""
        if self.state.is_asking:
            self._stop()
        else:
            self.answer(None)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        line = self.state.lines[event.option_index]
        if line.plan is not None:
            self._stop()
            self.answer(line)

    def _take(self, state: HistoryState) -> None:
        before, self.state = self.state, state
        if self.is_mounted:
            self._show(before)

    def _show(self, before: HistoryState | None = None) -> None:
        state, options = self.state, self.query_one(OptionList)
        if before is None or before.lines != state.lines:
            at = options.highlighted
            # Answers change their places as more comes: the cursor stays with its question.
            was = before.lines[at].kind if before is not None and at is not None else ""
            options.clear_options()
            options.add_options(
                Option(Text(line.words), disabled=line.plan is None) for line in state.lines
            )
            kinds = [line.kind for line in state.lines]
            options.highlighted = kinds.index(was) if was in kinds and at else 0 if kinds else None
        self.query_one("#history-read", Static).update(WrappedSentence(state.read or "Asking …"))
        self.show_error(state.error)
        self.query_one(".dialog-note", Static).update(self._keys())

    def _keys(self) -> str:
        if self.state.is_asking:
            return "esc stops"
        keys = ["enter opens the records"] if self.state.lines else []
        if self.state.error:
            keys.append("r tries again")
        elif self.state.goes_on:
            keys.append("m reads on")
        return " · ".join([*keys, "esc closes"])
