"""Actions: the one description from which key bindings, footer, help and palette are made.

Keys that work everywhere stand in ``explorer/actions.py``, each with the controller method that
does it. A room has the keys of its panes in ``actions.py``: a pane's widget (or screen) takes them
with ``BINDINGS = bindings(TABLE_ACTIONS, Pane.TABLE)`` and has a method ``action_<name>`` for each;
a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from netwrix_tui.records.pivot_list import PivotKind
from netwrix_tui.tui.terminal.typed_ahead import expect_focus


class Pane(StrEnum):
    """Panes in which an action works; the value is the heading in the help."""

    EXPLORER = "Everywhere"
    TABLE = "Results"
    RECORD = "Record"
    BUILDER = "Search"
    QUERY = "Query line"
    TRAIL = "Trail"
    FACETS = "Facets"
    TIMELINE = "Timeline"
    PREVIEW = "Body preview"
    NOTICE = "Nothing found"
    PLAIN = "Plain text"
    WRITE = "Records to write"
    COMPARE = "Compare"
    SQL = "Line of SQL"
    ROWS = "Rows of SQL"
    SUMMARY = "Table of counts"


OWN_SCREENS = frozenset({Pane.PLAIN, Pane.WRITE, Pane.COMPARE, Pane.SQL, Pane.ROWS, Pane.SUMMARY})
"""Panes that are no part of the explorer: their keys work while they are there."""


LEFT_OUT_FIRST = ("quick_filter", "searches", "builder", "copy", "search")
"""What a footer leaves out where there is no room for all of it: the first of these at first.

They work in every pane, and the footer of the table has them all.
"""

LEFT_OUT_LAST = ("keys", "retry")
"""What a footer does without last of all."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action with its keys, as Textual names them, separated by commas.

    ``label`` stands in the footer (empty: not there), ``help`` in the help and the palette.
    """

    pane: Pane
    name: str
    keys: str
    help: str
    label: str = ""
    key_display: str = ""
    priority: bool = False

    @property
    def id(self) -> str:
        """The name under which a key map knows the action."""
        return f"{self.pane.name.lower()}.{self.name}"

    def binding(self) -> Binding:
        """Textual's form of it."""
        return Binding(
            self.keys,
            self.name,
            self.label or self.help,
            show=bool(self.label),
            key_display=self.key_display or None,
            priority=self.priority,
            id=self.id,
        )


def bindings(actions: Iterable[Action], pane: Pane) -> list[BindingType]:
    """The bindings of one pane, in the order in which its footer shows them."""
    return [action.binding() for action in actions if action.pane is pane]


def scroll_actions(pane: Pane) -> tuple[Action, ...]:
    """The actions of a pane that holds a view of lines."""
    return (
        Action(pane, "scroll_line_up", "up,k", "One line up", key_display="↑"),
        Action(pane, "scroll_line_down", "down,j", "One line down", key_display="↓"),
        Action(pane, "scroll_page_up", "pageup", "One page up", key_display="pgup"),
        Action(pane, "scroll_page_down", "pagedown,space", "One page down", key_display="pgdn"),
        Action(pane, "scroll_top", "home,g", "To the top", key_display="home"),
        Action(pane, "scroll_bottom", "end,G", "To the end", key_display="end"),
    )


@dataclass
class PivotRequested(Message):
    """The user wants to go on from the record under the cursor; None offers all ways.

    Posted by the results and by the record pane; the explorer's PivotController does it.
    """

    kind: PivotKind | None


def pivot_action(kind: PivotKind | None) -> Callable[[Widget], None]:
    """The action of a widget that asks for a pivot, or for the menu of them."""

    def request(widget: Widget) -> None:
        if kind is None:
            expect_focus(widget)  # of the menu, whose keys mean something else here
        widget.post_message(PivotRequested(kind))

    return request
