"""Help screen: what each pane is for and all keys, the focused pane first."""

from __future__ import annotations

from textwrap import wrap

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from netwrix_tui.tui.actions.action import Action, Pane
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.explorer.actions import ACTIONS
from netwrix_tui.tui.explorer.help_texts import PANE_WORDS

_WIDTH, _KEY_COLUMN = 76, 16
_BESIDE = 6
"""Cells of the padding and of the scroll bar."""

_LEAST = 20


class HelpScreen(Dialog[None]):
    """Screen with the help of each pane: what it is for, and what each key does there."""

    DEFAULT_CSS = """
    #keys {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        padding: 1 2; background: $panel;
    }
    #keys-text { height: auto; }
    """

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("escape,q,question_mark", "leave", "back", key_display="esc", id="keys.close"),
    ]

    def __init__(self, focused: Pane) -> None:
        super().__init__()
        self._focused = focused

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="keys"):
            yield Static(self._text(), id="keys-text", markup=False)

    def on_mount(self) -> None:
        self.query_one("#keys").focus()

    def _text(self) -> Text:
        order = dict.fromkeys((self._focused, Pane.EXPLORER, *Pane))
        width = min(_WIDTH, self.app.size.width) - _BESIDE
        room = max(_LEAST, width - _KEY_COLUMN - 2)
        text = Text("Keys", "bold")
        text.append("   esc closes · ctrl+p finds an action by its words\n", "dim")
        for pane in order:
            text.append(f"\n{pane.value}\n", "bold underline")
            words = PANE_WORDS.get(pane, "")
            if words:
                text.append(f"{words}\n\n", "italic" if pane is self._focused else "")
            for action in ACTIONS:
                if action.pane is pane:
                    text.append(f"  {shown_keys(action):<{_KEY_COLUMN}}", "bold")
                    indent = "\n" + " " * (_KEY_COLUMN + 2)
                    text.append(indent.join(wrap(action.help, room)) + "\n")
        text.rstrip()
        return text


def shown_keys(action: Action) -> str:
    """The keys as people write them: ``space``, ``⇧↑``, ``q``, ``pgdn``."""
    first, *others = action.keys.split(",")
    shown = [action.key_display or _NAMES.get(first, first)]
    shown.extend(_NAMES.get(key, key) for key in others)
    return " ".join(dict.fromkeys(shown))


_NAMES = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "colon": ":",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "delete": "del",
    "ctrl+b": "^b",
    "ctrl+f": "^f",
    "ctrl+q": "^q",
}
