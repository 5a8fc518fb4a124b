"""Keys of a dialog: what it is for, and what each key does there."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from netwrix_tui.tui.actions.key_map import shown_key
from netwrix_tui.tui.terminal.internals.missing_widgets import LooksInVain

_WIDTH, _KEY_COLUMN = 72, 16
_BESIDE = 6
"""Cells of the padding and of the scroll bar."""

_OF_TEXTUAL = ("app.", "screen.", "scroll_", "page_left", "page_right")
"""How actions begin that every list has, and that nobody needs."""

_AS_WE_SAY = {"Select": "Choose", "First": "To the first", "Last": "To the last"}


class DialogKeys(LooksInVain, ModalScreen[None]):
    """Help of the dialog below: its words, and its keys as they are set."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("escape,q,question_mark,f1", "leave", "Back", key_display="esc", id="keys.back"),
    ]
    DEFAULT_CSS = """
    DialogKeys { align: center middle; }
    DialogKeys > VerticalScroll {
        width: 72; max-width: 100%; height: auto; max-height: 100%;
        padding: 1 2; background: $panel;
    }
    DialogKeys Static { height: auto; }
    """

    def __init__(self, words: str, keys: Iterable[tuple[str, str]]) -> None:
        """``keys`` are keys as they are shown, each with what it does."""
        super().__init__()
        self._words = words
        self._keys = list(keys)

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(self._text(), markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_leave(self) -> None:
        """Back to the dialog, once: another escape that was typed ahead is for that."""
        if self.app.screen is self:
            self.dismiss(None)

    def _text(self) -> Text:
        room = min(_WIDTH, self.app.size.width) - _BESIDE - _KEY_COLUMN - 2
        text = Text("Keys here", "bold").append("   esc closes\n", "not bold dim")
        if self._words:
            text.append(f"\n{self._words}\n", "not bold italic")
        text.append("\n")
        indent = "\n" + " " * (_KEY_COLUMN + 2)
        for keys, does in self._keys:
            text.append(f"  {keys:<{_KEY_COLUMN - 1}} ")
            text.append(indent.join(wrap(does, room)) + "\n", "not bold")
        text.rstrip()
        return text


def keys_told(screen: Screen[Any]) -> list[tuple[str, str]]:
    """The keys that work on a screen just now, those of one action together, with what they do."""
    keys: dict[tuple[str, str], list[str]] = {}
    for key, active in _own_first(screen):
        action, does = active.binding.action, active.binding.description
        if does and not action.startswith(_OF_TEXTUAL):
            does = _AS_WE_SAY.get(does, does[:1].upper() + does[1:])
            keys.setdefault((action, does), []).append(key)
    return [(" ".join(map(shown_key, dict.fromkeys(each))), of[1]) for of, each in keys.items()]


def _own_first(screen: Screen[Any]) -> list[tuple[str, ActiveBinding]]:
    """The bindings of the screen and of what has the focus within it, those of the screen first."""
    inside = [each for each in screen.active_bindings.items() if each[1].node.screen is screen]
    return sorted(inside, key=lambda each: each[1].node is not screen)
