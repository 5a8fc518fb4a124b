"""Tab line: a pane's title, and its views as tabs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rich.text import Text
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


def index_at(x: int, widths: Iterable[int], *, gap: int, start: int = 0) -> int | None:
    """The item under a cell, of items side by side, ``gap`` cells apart; None between them."""
    left = start
    for index, width in enumerate(widths):
        if left <= x < left + width:
            return index
        left += width + gap
    return None


class TabLine(Widget):
    """Title and tabs; a click on a tab chooses it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tabs--title", "tabs--tab", "tabs--current"}
    DEFAULT_CSS = """
    TabLine {
        height: 1; background: $background; color: $secondary;

        & > .tabs--title { color: $foreground; text-style: bold; }
        & > .tabs--tab { color: $secondary; }
        & > .tabs--current { color: $accent; text-style: bold underline; }
    }
    """

    current: reactive[StrEnum | None] = reactive[StrEnum | None](None)
    at_end: reactive[str] = reactive("")
    """Stands at the right edge, where there is room for it."""

    @dataclass
    class TabChosen(Message):
        """A tab was clicked."""

        tab: StrEnum

    def __init__(self, title: str, current: StrEnum, *, gap: int) -> None:
        """``current`` is shown first; the tabs are those of its kind, ``gap`` cells apart."""
        super().__init__()
        self._title = title
        self._tabs = list(type(current))
        self._gap = gap
        self.set_reactive(TabLine.current, current)

    def render(self) -> Text:
        text = Text(no_wrap=True, end="")
        text.append(self._title, self._style("title"))
        for tab in self._tabs:
            text.append(" " * self._gap)
            text.append(tab.value, self._style("current" if tab is self.current else "tab"))
        room = self.content_size.width - text.cell_len - len(self.at_end)
        if room > 1:
            text.append(" " * room)
            text.append(self.at_end, self._style("tab"))
        return text

    def on_click(self, event: Click) -> None:
        # The click goes on, to give the pane the focus.
        widths = [len(tab.value) for tab in self._tabs]
        index = index_at(event.x, widths, gap=self._gap, start=len(self._title) + self._gap)
        if index is not None:
            self.post_message(self.TabChosen(self._tabs[index]))

    def _style(self, part: str) -> str:
        return str(self.get_component_rich_style(f"tabs--{part}", partial=True))
