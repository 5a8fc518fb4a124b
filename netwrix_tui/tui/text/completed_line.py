"""Line of input with a list below it of what may be typed next, and a history above it.

What the query line and the line of SQL have in common.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.containers import Vertical
from textual.widgets import Input, OptionList

from netwrix_tui.records.query_completion import Completion
from netwrix_tui.tui.text.visible_input import VisibleInput


class CompletedLine(Vertical):
    """Base of a line with completion; it composes its ``input`` and an OptionList.

    The history begins with the line as it is, and goes back from there.
    """

    def __init__(self, line: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id)
        self.input = VisibleInput(line, select_on_focus=False)
        """The input proper, for the line to compose."""
        self._completion = Completion(0, 0)
        self._history: list[str] = [""]
        self._back = 0

    @property
    def _options(self) -> OptionList:
        return self.query_one(OptionList)

    def put(self, line: str) -> None:
        """Put another line in, the cursor at its end."""
        self.input.value = line
        self.input.cursor_position = len(line)

    def begin_history(self, before: Sequence[str]) -> None:
        """Lines of earlier, the latest first; the line as it is now comes before them."""
        now = self.input.value
        self._history = [now, *(line for line in before if line != now)]
        self._back = 0

    # Keys

    def action_run(self) -> None:
        """Take the item that is picked, else do what the line says."""
        if self._options.highlighted is not None:
            self._take(self._options.highlighted)
        else:
            self._run()

    def action_complete(self) -> None:
        """Take the item that is picked, else the first."""
        if self._completion.items:
            self._take(self._options.highlighted or 0)

    def action_item_down(self) -> None:
        """The next item; while one walks through the history, the line after."""
        options = self._options
        if options.highlighted is None and self._back:
            self._go_back(-1)
        elif self._completion.items:
            now = -1 if options.highlighted is None else options.highlighted
            options.highlighted = min(now + 1, len(self._completion.items) - 1)
        else:
            self._leave_downwards()

    def action_item_up(self) -> None:
        """The item above; above the first, the line before this one."""
        now = self._options.highlighted
        if now is None:
            self._go_back(1)
        else:
            self._options.highlighted = now - 1 if now else None

    def action_leave(self) -> None:
        """Let go of the item that is picked; else leave the line."""
        if self._options.highlighted is not None:
            self._options.highlighted = None
        else:
            self._leave()

    # What is different from line to line

    def _run(self) -> None:
        """Do what the line says."""
        raise NotImplementedError

    def _leave(self) -> None:
        """Leave the line."""
        raise NotImplementedError

    def _leave_downwards(self) -> None:
        """Down where nothing can be picked."""

    def _look(self) -> None:
        """Read the line again, where it or its cursor has changed."""
        raise NotImplementedError

    def _go_back(self, by: int) -> None:
        if self._back == 0:
            self._history[0] = self.input.value
        if 0 <= self._back + by < len(self._history):
            self._back += by
            self.put(self._history[self._back])

    def _take(self, index: int) -> None:
        line, place = self._completion.taken(self.input.value, self._completion.items[index])
        self.input.value = line
        self.input.cursor_position = place
        self._look()

    # Messages

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
