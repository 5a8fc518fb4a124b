"""Find line under a record: what to find, and the number of hits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from netwrix_tui.tui.text.visible_input import VisibleInput


class FindLine(Horizontal):
    """Input line, shown only while it is open; enter calls ``entered``."""

    DEFAULT_CSS = """
    FindLine {
        display: none;
        height: 1;
        Label { width: auto; padding: 0 1 0 0; color: $text-accent; }
        #find-count { padding: 0 0 0 1; color: $secondary; }
        VisibleInput { width: 1fr; }
    }
    """

    @dataclass
    class NeedleChanged(Message):
        """Something else is to be found."""

        needle: str

    def __init__(self, entered: Callable[[], None]) -> None:
        super().__init__()
        self._entered = entered

    def compose(self) -> ComposeResult:
        yield Label("find")
        yield _Needle(self._entered)
        yield Label("", id="find-count", markup=False)

    @property
    def is_open(self) -> bool:
        """True while it is on the screen."""
        return bool(self.display)

    @property
    def needle(self) -> str:
        """What is typed in it."""
        return self.query_one(VisibleInput).value

    def open(self) -> None:
        """Let the user type; what was there is ready to be typed over."""
        # At once, not with the next style: what is typed ahead is not to act on the record.
        self.display = True
        self.screen.set_focus(self.query_one(VisibleInput))

    def close(self) -> None:
        """Take the line off the screen, and what was typed in it."""
        self.display = False
        field = self.query_one(VisibleInput)
        with self.prevent(Input.Changed):
            field.value = ""
        self.show_count("")

    def show_count(self, count: str) -> None:
        """Say what was found."""
        label = self.query_one("#find-count", Label)
        if str(label.content) != count:
            label.update(count)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.NeedleChanged(event.value))


class _Needle(VisibleInput):
    """Input whose enter calls ``entered`` at once: the keys after it may have been typed ahead."""

    def __init__(self, entered: Callable[[], None]) -> None:
        super().__init__(placeholder="any text, in capitals or not")
        self._entered = entered

    async def action_submit(self) -> None:
        self._entered()
