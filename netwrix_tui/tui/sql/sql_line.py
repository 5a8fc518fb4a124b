"""Line of SQL: a statement to edit, with completion, and with mistakes under their word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.case.sql_completion import completion
from netwrix_tui.case.sql_text import SqlError
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.query_completion import Completion, Item
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.sql.actions import SQL_ACTIONS
from netwrix_tui.tui.text.visible_input import VisibleInput, drawn

_PROMPT = " ; "
_WIDEST = 48


class SqlLine(Vertical):
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
        super().__init__()
        self._input = VisibleInput(statement, select_on_focus=False)
        self._before = ["", *before]
        self._back = 0
        self._completion = Completion(0, 0)
        self._read = ("", -1)

    def compose(self) -> ComposeResult:
        with Horizontal(id="sql-line"):
            yield Static(_PROMPT, id="sql-prompt", markup=False)
            yield self._input
        with Vertical(id="sql-below"):
            yield Static(id="sql-note", markup=False)
            yield OptionList(compact=True, markup=False)

    def on_mount(self) -> None:
        self._options.can_focus = False
        self._input.cursor_position = len(self._input.value)
        self.watch(self._input, "selection", self._look, init=False)
        self._look()

    @property
    def statement(self) -> str:
        """What stands in it."""
        return self._input.value

    def put(self, statement: str) -> None:
        """Put another statement in."""
        self._input.value = statement
        self._input.cursor_position = len(statement)

    def edit(self) -> None:
        """Give it the focus."""
        self._input.focus()

    def show_error(self, error: NetwrixTuiError) -> None:
        """Say what is wrong, under its word where that is known."""
        text = Text(no_wrap=False)
        line = self._input.value
        if isinstance(error, SqlError):
            room = max(1, self._input.content_size.width)
            scrolled = round(self._input.scroll_x)
            at = cell_len(drawn(line[: error.at])) - scrolled
            end = cell_len(drawn(line[: error.at + error.length])) - scrolled
            start = min(max(0, at), room - 1)
            text.append(" " * start + "^" * max(1, min(end, room) - start) + "\n")
        text.append(visible(error.sentence()))
        self._note(text)
        self._offer(Completion(0, 0))

    # Keys

    def action_run(self) -> None:
        if self._options.highlighted is not None:
            self._take(self._options.highlighted)
        else:
            self._offer(Completion(0, 0))
            self.post_message(self.RunRequested(self._input.value))

    def action_complete(self) -> None:
        if self._completion.items:
            self._take(self._options.highlighted or 0)

    def action_item_down(self) -> None:
        options = self._options
        if options.highlighted is None and self._back:
            self._go_back(-1)
        elif not self._completion.items:
            self.post_message(self.RowsRequested())
        else:
            now = -1 if options.highlighted is None else options.highlighted
            options.highlighted = min(now + 1, len(self._completion.items) - 1)

    def action_item_up(self) -> None:
        now = self._options.highlighted
        if now is None:
            self._go_back(1)
        else:
            self._options.highlighted = now - 1 if now else None

    def action_clear(self) -> None:
        self.put("")
        self._note(Text())
        self._read = ("", 0)
        self._offer(completion(*self._read))  # also where it was empty already

    def action_help(self) -> None:
        self.post_message(self.HelpRequested())

    def action_leave(self) -> None:
        if self._options.highlighted is not None:
            self._options.highlighted = None
        else:
            self.post_message(self.LeaveRequested())

    def _go_back(self, by: int) -> None:
        if self._back == 0:
            self._before[0] = self._input.value
        if 0 <= self._back + by < len(self._before):
            self._back += by
            self.put(self._before[self._back])

    def _take(self, index: int) -> None:
        line, place = self._completion.taken(self._input.value, self._completion.items[index])
        self._input.value = line
        self._input.cursor_position = place

    # What it says

    def _look(self) -> None:
        """See what may follow at the cursor."""
        read = (self._input.value, self._input.cursor_position)
        if read == self._read:
            return
        if read[0] != self._read[0]:
            self._note(Text())
        self._read = read
        self._offer(completion(*read))

    def _offer(self, offered: Completion) -> None:
        self._completion = offered
        options = self._options
        are_examples = not self._input.value.strip()
        options.clear_options()
        options.add_options([_option(item, is_example=are_examples) for item in offered.items])
        options.highlighted = None
        options.display = bool(offered.items)

    def _note(self, text: Text) -> None:
        note = self.query_one("#sql-note", Static)
        note.update(text)
        note.set_class(bool(text), "-shown")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_run()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._completion.items):
            self._take(event.option_index)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()

    @property
    def _options(self) -> OptionList:
        return self.query_one(OptionList)


def _option(item: Item, *, is_example: bool) -> Option:
    if is_example:
        return Option(Content(item.hint))
    return Option(Content.assemble(f"{shortened(item.text, _WIDEST):<16}  ", (item.hint, "dim")))
