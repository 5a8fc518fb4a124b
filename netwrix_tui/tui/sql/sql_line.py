"""Line of SQL: a statement to edit, with completion, and with mistakes under their word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.case.sql_completion import completion
from netwrix_tui.case.sql_text import SqlError
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.query_completion import Completion, Item
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.sql.actions import SQL_ACTIONS
from netwrix_tui.tui.text.completed_line import CompletedLine
from netwrix_tui.tui.text.visible_input import drawn

_PROMPT = " ; "
_WIDEST = 48


class SqlLine(CompletedLine):
    """The line, and below it, over whatever is there, a note and what may be typed."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SQL_ACTIONS, Pane.SQL)
    DEFAULT_CSS = """
    SqlLine {
        height: 1;
        #sql-line { height: 1; }
        #sql-prompt { width: 3; height: 1; color: $text-accent; text-style: bold; }
        VisibleInput { width: 1fr; background: $foreground 8%; }
        #sql-below {
            overlay: screen; display: none; height: auto; width: 1fr; padding: 0 1 0 3;
            background: $panel;
        }
        &:focus-within #sql-below { display: block; }
        #sql-note { height: auto; display: none; color: $text-error; }
        #sql-note.-shown { display: block; }
        OptionList {
            height: auto; max-height: 10; background: transparent; scrollbar-size-vertical: 1;
        }
    }
    """

    @dataclass
    class RunRequested(Message):
        """The user wants the statement run."""

        statement: str

    class RowsRequested(Message):
        """The user goes down from the line."""

    class LeaveRequested(Message):
        """The user wants to stop what runs, else to leave."""

    class HelpRequested(Message):
        """The user wants it explained."""

    def __init__(self, statement: str, before: Sequence[str]) -> None:
        """``before`` are the statements run earlier, the latest first."""
        super().__init__(statement)
        self.begin_history(before)
        self._read = ("", -1)

    def compose(self) -> ComposeResult:
        with Horizontal(id="sql-line"):
            yield Static(_PROMPT, id="sql-prompt", markup=False)
            yield self.input
        with Vertical(id="sql-below"):
            yield Static(id="sql-note", markup=False)
            yield OptionList(compact=True, markup=False)

    def on_mount(self) -> None:
        self._options.can_focus = False
        self.input.cursor_position = len(self.input.value)
        self.watch(self.input, "selection", self._look, init=False)
        self._look()

    @property
    def statement(self) -> str:
        """What stands in it."""
        return self.input.value

    def edit(self) -> None:
        """Give it the focus."""
        self.input.focus()

    def show_error(self, error: NetwrixTuiError) -> None:
        """Say what is wrong, under its word where that is known."""
        text = Text(no_wrap=False)
        line = self.input.value
        if isinstance(error, SqlError):
            room = max(1, self.input.content_size.width)
            scrolled = round(self.input.scroll_x)
            at = cell_len(drawn(line[: error.at])) - scrolled
            end = cell_len(drawn(line[: error.at + error.length])) - scrolled
            start = min(max(0, at), room - 1)
            text.append(" " * start + "^" * max(1, min(end, room) - start) + "\n")
        text.append(visible(error.sentence()))
        self._note(text)
        self._offer(Completion(0, 0))

    # Keys

    def _run(self) -> None:
        self._offer(Completion(0, 0))
        self.post_message(self.RunRequested(self.input.value))

    def _leave_downwards(self) -> None:
        self.post_message(self.RowsRequested())

    def action_clear(self) -> None:
        self.put("")
        self._note(Text())
        self._read = ("", 0)
        self._offer(completion(*self._read))  # also where it was empty already

    def action_help(self) -> None:
        self.post_message(self.HelpRequested())

    def _leave(self) -> None:
        self.post_message(self.LeaveRequested())

    # What it says

    def _look(self) -> None:
        """See what may follow at the cursor."""
        read = (self.input.value, self.input.cursor_position)
        if read == self._read:
            return
        if read[0] != self._read[0]:
            self._note(Text())
        self._read = read
        self._offer(completion(*read))

    def _offer(self, offered: Completion) -> None:
        self._completion = offered
        options = self._options
        are_examples = not self.input.value.strip()
        options.clear_options()
        options.add_options([_option(item, is_example=are_examples) for item in offered.items])
        options.highlighted = None
        options.display = bool(offered.items)

    def _note(self, text: Text) -> None:
        note = self.query_one("#sql-note", Static)
        note.update(text)
        note.set_class(bool(text), "-shown")


def _option(item: Item, *, is_example: bool) -> Option:
    if is_example:
        return Option(Content(item.hint))
    return Option(Content.assemble(f"{shortened(item.text, _WIDEST):<16}  ", (item.hint, "dim")))
