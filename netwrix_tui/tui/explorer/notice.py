"""Notice in the place of an empty table: the state as a sentence.

Where nothing was found, it also offers what to search instead, each under a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from netwrix_tui.foreign_text import rows
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.explorer.actions import EXPLORER_ACTIONS
from netwrix_tui.tui.text.pointer import is_uncovered, repaint_when_covered

_AFTER = "A number or enter searches that · b edits the search"


class Notice(Widget, can_focus=True):
    """A few sentences, wrapped, without markup or links of their own."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(EXPLORER_ACTIONS, Pane.NOTICE)

    text: reactive[str] = reactive("", layout=True)
    choices: reactive[tuple[str, ...]] = reactive((), layout=True)
    cursor: reactive[int] = reactive(0)

    @dataclass
    class ProposalChosen(Message):
        """The user takes a proposal."""

        index: int

    def on_mount(self) -> None:
        """No proposal looks chosen beside a dialog."""
        repaint_when_covered(self)

    def watch_choices(self) -> None:
        self.cursor = 0

    def render(self) -> Text:
        """The text, its line breaks kept, and the proposals below it."""
        width = self.content_size.width or self.app.size.width
        lines = [row for line in self.text.split("\n") for row in rows(line, width)]
        text = Text("\n".join(lines))
        if not self.choices:
            return text
        text.append("\n\nWhat may help:\n")
        for index, choice in enumerate(self.choices):
            here = index == self.cursor and self.has_focus and is_uncovered(self)
            text.append(f"\n{'▌' if here else ' '}{index + 1}  ", "bold")
            words = Text(visible(choice), "bold reverse" if here else "")
            words.apply_meta({"choice": index})
            text.append_text(words)
        text.append(f"\n\n{_AFTER}", "dim")
        return text

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without proposals there is nothing to move through."""
        return bool(self.choices) or action not in ("take", "up", "down")

    def action_up(self) -> None:
        """The proposal above."""
        self.cursor = max(0, self.cursor - 1)

    def action_down(self) -> None:
        """The proposal below."""
        self.cursor = max(0, min(self.cursor + 1, len(self.choices) - 1))

    def action_take(self) -> None:
        """Run the proposed search."""
        if self.choices:
            self.post_message(self.ProposalChosen(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """A click on a proposal takes it."""
        index = event.style.meta.get("choice")
        if isinstance(index, int):
            self.post_message(self.ProposalChosen(index))
