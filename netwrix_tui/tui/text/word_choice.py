"""Choice of one of a few words, all visible: by arrows, the first letter or a click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from netwrix_tui.tui.text.tab_line import index_at

_GAP = 2


class WordChoice(Widget, can_focus=True):
    """Words on one or more lines, one of them chosen. They must not be values of records."""

    DEFAULT_CSS = """
    WordChoice { width: 1fr; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "move(-1)", "Word before", show=False, id="words.previous"),
        Binding("right,down", "move(1)", "Next word", show=False, id="words.next"),
        Binding("enter", "accept", "Take the word", show=False, id="words.accept"),
    ]

    chosen: reactive[int] = reactive(0)

    @dataclass
    class WordChosen(Message):
        """Another word was chosen, by the user or by the program."""

        sender: WordChoice
        index: int

        @property
        def control(self) -> WordChoice:
            """What :func:`textual.on` selects by."""
            return self.sender

    @dataclass
    class WordAccepted(Message):
        """Enter was pressed on the word."""

        sender: WordChoice

        @property
        def control(self) -> WordChoice:
            """What :func:`textual.on` selects by."""
            return self.sender

    def __init__(self, words: Sequence[str] = (), *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._words = tuple(words)

    def load(self, words: Sequence[str], chosen: int) -> None:
        """Replace the words."""
        self._words = tuple(words)
        self.chosen = chosen
        self.refresh(layout=True)

    def watch_chosen(self, chosen: int) -> None:
        self.post_message(self.WordChosen(self, chosen))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self._lines(width)))

    def render(self) -> Text:
        lines = self._lines(self.size.width)
        return Text("\n").join(
            Text(" " * _GAP).join(self._word(index) for index in line) for line in lines
        )

    def action_move(self, words: int) -> None:
        """Choose the word before or after; it wraps around at the ends."""
        self.chosen = (self.chosen + words) % len(self._words)

    def action_accept(self) -> None:
        """Tell that the chosen word is accepted."""
        self.post_message(self.WordAccepted(self))

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next word that begins with it."""
        letter = (event.character or "").casefold()
        order = [(self.chosen + 1 + i) % len(self._words) for i in range(len(self._words))]
        found = next((i for i in order if letter and self._words[i].startswith(letter)), None)
        if found is not None:
            event.stop()
            self.chosen = found

    def on_click(self, event: events.Click) -> None:
        """The word under the mouse is chosen."""
        lines = self._lines(self.size.width)
        if not 0 <= event.y < len(lines):
            return
        words = lines[event.y]
        at = index_at(event.x, (len(self._words[word]) + 2 for word in words), gap=_GAP)
        if at is not None:
            self.chosen = words[at]

    def _word(self, index: int) -> Text:
        if index != self.chosen:
            return Text(f"○ {self._words[index]}")
        return Text(f"● {self._words[index]}", "bold reverse" if self.has_focus else "bold")

    def _lines(self, width: int) -> list[list[int]]:
        lines: list[list[int]] = []
        used = width + 1
        for index, word in enumerate(self._words):
            room = len(word) + 2
            if used + _GAP + room > width:
                lines.append([])
                used = -_GAP
            lines[-1].append(index)
            used += _GAP + room
        return lines
