"""Breadcrumbs: the steps of the trail in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from netwrix_tui.sanitize import visible
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.explorer.actions import EXPLORER_ACTIONS
from netwrix_tui.tui.text.tab_line import index_at

_BETWEEN = " › "
_MORE = "…"
_HINT = "  < >"
"""The keys that go back and forward, at the right edge."""

LOADS_AGAIN = "↻ "
"""Stands before a step whose records were let go of."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step: its words, and whether its records are still loaded."""

    words: str
    is_held: bool = True

    @property
    def text(self) -> str:
        """The words as they are shown."""
        return visible(self.words if self.is_held else LOADS_AGAIN + self.words)


@dataclass(frozen=True, slots=True)
class Trace:
    """Steps of a trail, which one is current, and how many a new search has cut off."""

    crumbs: tuple[Crumb, ...] = ()
    current: int = 0
    cut: int = 0


def shown_range(widths: Sequence[int], around: int, room: int) -> range:
    """Which crumbs fit into ``room`` cells, the one in the middle of attention among them.

    Those before it come first, as there is where one came from; then those behind it.
    """
    first = last = around
    more = len(_MORE) + len(_BETWEEN)

    def fits(start: int, end: int) -> bool:
        used = sum(widths[start : end + 1]) + len(_BETWEEN) * (end - start)
        return used + more * (start > 0) + more * (end < len(widths) - 1) <= room

    while first > 0 and fits(first - 1, last):
        first -= 1
    while last < len(widths) - 1 and fits(first, last + 1):
        last += 1
    return range(first, last + 1)


class Breadcrumbs(Widget, can_focus=True):
    """Line of the trail's steps; hidden while there is but one. A click goes to a step."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(EXPLORER_ACTIONS, Pane.TRAIL)
    DEFAULT_CSS = """
    Breadcrumbs { height: 1; padding: 0 1; display: none; color: $text-muted; }
    Breadcrumbs.-walked { display: block; }
    """

    trace: reactive[Trace] = reactive(Trace)
    cursor: reactive[int] = reactive(0)

    @dataclass
    class StepSelected(Message):
        """The user wants to go to this step."""

        position: int

    @dataclass
    class StepNameRequested(Message):
        """The user wants to name this step."""

        position: int

    def validate_cursor(self, cursor: int) -> int:
        return min(max(cursor, 0), max(0, len(self.trace.crumbs) - 1))

    def watch_trace(self, trace: Trace) -> None:
        self.set_class(len(trace.crumbs) > 1, "-walked")
        self.cursor = trace.current

    def render(self) -> Text:
        """As many steps as fit around the one that counts; ``[…]`` are round the current one."""
        text = Text(no_wrap=True, overflow="ellipsis", end="")
        if len(self.trace.crumbs) < 2:
            return text
        shown = self._shown()
        if not shown:
            return text
        text.append("" if shown[0] == 0 else _MORE + _BETWEEN, "dim")
        for index in shown:
            if index > shown[0]:
                text.append(_BETWEEN, "dim")
            text.append(self._labels()[index], self._style_of(index))
        text.append("" if shown[-1] == len(self.trace.crumbs) - 1 else _BETWEEN + _MORE, "dim")
        text.truncate(self._room, overflow="ellipsis", pad=True)
        text.append(self._hint, "dim")
        return text

    def on_blur(self) -> None:
        """The keys start at the current step the next time."""
        self.cursor = self.trace.current

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if len(self.trace.crumbs) < 2:
            return
        shown = self._shown()
        start = 1 if not shown or shown[0] == 0 else 1 + len(_MORE + _BETWEEN)
        widths = (cell_len(self._labels()[index]) for index in shown)
        at = index_at(event.x, widths, gap=len(_BETWEEN), start=start)
        if at is not None:
            self.post_message(self.StepSelected(shown[at]))

    def action_step_left(self) -> None:
        """To the step before."""
        self.cursor -= 1

    def action_step_right(self) -> None:
        """To the next step."""
        self.cursor += 1

    def action_go(self) -> None:
        """Go to the step under the cursor."""
        self.post_message(self.StepSelected(self.cursor))

    def action_name_step(self) -> None:
        """Name the step under the cursor."""
        self.post_message(self.StepNameRequested(self.cursor))

    @property
    def _room(self) -> int:
        return max(1, self.content_size.width - cell_len(self._hint))

    @property
    def _hint(self) -> str:
        """What the keys do, and how many steps > leads to at the end of the trail."""
        return f"  ⋮ {self.trace.cut} more{_HINT}" if self.trace.cut else _HINT

    def _labels(self) -> list[str]:
        trace = self.trace
        return [
            f"[{crumb.text}]" if index == trace.current else crumb.text
            for index, crumb in enumerate(trace.crumbs)
        ]

    def _shown(self) -> range:
        widths = list(map(cell_len, self._labels()))
        around = self.cursor if self.has_focus else self.trace.current
        return shown_range(widths, around, self._room) if widths else range(0)

    def _style_of(self, index: int) -> str:
        if self.has_focus and index == self.cursor:
            return "reverse"
        return "bold" if index == self.trace.current else "none"
