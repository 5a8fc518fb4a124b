"""Quick filter line under the table: filters the loaded records while one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from netwrix_tui.tui.text.visible_input import VisibleInput

_HINT = "words · who:jane in one column · when:today · 30 Nov · -word leaves out · esc clears"


class QuickFilterLine(Horizontal):
    """Input line, shown only while it is open; messages say what is typed."""

    DEFAULT_CSS = """
    QuickFilterLine {
        display: none;
        height: 1;
        &.-open { display: block; }
        Label { width: auto; padding: 0 1; color: $text-accent; }
        #filter-count { color: $text-muted; }
        VisibleInput { width: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear the filter", show=False, id="quick_filter.clear"),
    ]

    @dataclass
    class FilterChanged(Message):
        """The line holds something else."""

        line: str

    @dataclass
    class FilterTaken(Message):
        """The user is done with the line: ``line`` stays as the filter, empty for none."""

        line: str

    def compose(self) -> ComposeResult:
        yield Label("/")
        yield VisibleInput(placeholder=_HINT, select_on_focus=False)
        yield Label("", id="filter-count", markup=False)

    def open(self, line: str) -> None:
        """Let the user change a filter."""
        field = self.query_one(VisibleInput)
        with self.prevent(Input.Changed):
            field.value = line
        field.cursor_position = len(line)
        self.add_class("-open")
        field.focus()

    def close(self) -> None:
        """Take the line off the screen."""
        self.remove_class("-open")

    def show_count(self, count: str) -> None:
        """Say at its end how many records match; empty where nothing is filtered."""
        # It is gone already where the program is being left.
        for label in self.query("#filter-count").results(Label):
            if str(label.content) != count:
                label.update(count)

    def action_clear(self) -> None:
        """Leave it without a filter."""
        self.post_message(self.FilterTaken(""))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.FilterChanged(event.value))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.FilterTaken(event.value))
