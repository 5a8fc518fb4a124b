"""Dialog for what records are counted by: one to three keys, in an order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.widget import Widget

from netwrix_tui.results.summaries.group_keys import GROUP_KEYS, MOST_KEYS, GroupKey
from netwrix_tui.tui.dialogs.dialog import Dialog, panel

_OF = {
    "Domain": "of Who", "Folder": "of What", "Extension": "of What", "Day": "of When",
    "Hour": "of When", "Weekday": "of When", "RID": "each record", "When": "each second",
}  # fmt: skip
_KEYS = "space picks, in your order · enter takes them · esc back"


class KeyList(Widget, can_focus=True):
    """All keys below each other; those that are picked have their number."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyList { width: 1fr; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "up", "Key above", show=False, id="group_keys.up"),
        Binding("down,j", "down", "Key below", show=False, id="group_keys.down"),
        Binding("space", "switch", "Pick it, or not", show=False, id="group_keys.switch"),
    ]

    def __init__(self, picked: Sequence[GroupKey]) -> None:
        super().__init__()
        self._picked = list(picked)
        self._row = 0
        self._is_touched = False

    @property
    def keys(self) -> tuple[GroupKey, ...]:
        """What is picked; where nothing was, what the cursor is on."""
        return tuple(self._picked) or (GROUP_KEYS[self._row],)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(GROUP_KEYS)

    def render(self) -> Text:
        return Text("\n").join(map(self._line, range(len(GROUP_KEYS))))

    def action_up(self) -> None:
        self._to(self._row - 1)

    def action_down(self) -> None:
        self._to(self._row + 1)

    def action_switch(self) -> None:
        key = GROUP_KEYS[self._row]
        if key in self._picked:
            self._picked.remove(key)
        else:
            if not self._is_touched or len(self._picked) >= MOST_KEYS:
                # Whoever picks begins anew: those there were are of the table before.
                self._picked.clear()
            self._picked.append(key)
        self._is_touched = True
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click picks a key."""
        if 0 <= event.y < len(GROUP_KEYS):
            self._row = event.y
            self.action_switch()

    def _to(self, row: int) -> None:
        self._row = min(max(0, row), len(GROUP_KEYS) - 1)
        self.refresh()

    def _line(self, row: int) -> Text:
        key = GROUP_KEYS[row]
        number = str(self._picked.index(key) + 1) if key in self._picked else " "
        text = Text("▌ " if row == self._row else "  ")
        text.append(f"{number} ", "bold")
        text.append(key.title.ljust(18))
        text.append(_OF.get(key.name, ""), "dim")
        if row == self._row:
            text.stylize("bold")
        return text


class ChooseKeys(Dialog[tuple[GroupKey, ...]]):
    """Dialog around the list of keys, dismissed with those that were picked, or with None."""

    about = (
        "What the records are counted by: one to three keys, in the order in which you pick them."
    )
    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("enter,g", "take", "Take them", show=False, id="group_keys.take")
    ]
    DEFAULT_CSS = """
    ChooseKeys .dialog { width: 62; padding: 0 2; }
    ChooseKeys .dialog-title, ChooseKeys .dialog-note { margin: 0; }
    """

    def __init__(self, picked: Sequence[GroupKey]) -> None:
        super().__init__()
        self._list = KeyList(picked)

    def compose(self) -> ComposeResult:
        yield panel("Count by", self._list, hint=_KEYS)

    def action_take(self) -> None:
        """Count by what is picked."""
        self.answer(self._list.keys)
