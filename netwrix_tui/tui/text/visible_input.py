"""Inputs that show control characters, and send none of them to the terminal."""

from __future__ import annotations

import unicodedata
from typing import Self

from rich.text import Text
from textual import events
from textual.widgets import TextArea

from netwrix_tui.sanitize import visible
from netwrix_tui.tui.terminal.internals.widget_hooks import ShowsOtherText
from netwrix_tui.tui.terminal.typed_ahead import expect_focus, focus_arrived
from netwrix_tui.tui.text.pasted_lines import TakesPastedLines

_MOST_COMBINING = 3


class VisibleInput(ShowsOtherText, TakesPastedLines):
    """An Input whose text may hold anything: pasted escape sequences, values out of records.

    Every character that is not plainly printable is drawn as one symbol of its own, so that the
    cursor still counts characters. The value itself stays exactly as it is.
    """

    DEFAULT_CSS = """
    VisibleInput, VisibleInput:focus { background: $foreground 8%; }
    """

    def __init__(
        self, value: str = "", *, placeholder: str = "", select_on_focus: bool = True
    ) -> None:
        super().__init__(
            value, placeholder=placeholder, compact=True, select_on_focus=select_on_focus
        )
        self.cursor_blink = False

    def focus(self, scroll_visible: bool = True) -> Self:
        """Keys that are typed from now on are for this line."""
        if not self.has_focus:
            expect_focus(self)
        return super().focus(scroll_visible)

    def on_focus(self) -> None:
        """Here it is: take what was typed ahead."""
        focus_arrived(self)

    def text_shown(self) -> str:
        """The value with all of its characters printable."""
        return drawn(self.value)


def drawn(text: str) -> str:
    """The text with one printable character for each of its characters."""
    out: list[str] = []
    combining = 0
    for char in text:
        combining = combining + 1 if unicodedata.combining(char) else 0
        if combining:
            out.append(char if combining <= _MOST_COMBINING and len(out) > 1 else "�")
            continue
        symbol = visible(char)
        out.append(symbol if len(symbol) == 1 else "�")
    return "".join(out)


class SecretInput(TakesPastedLines):
    """Input that shows dots. Its cursor does not blink: an idle line stays silent."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(password=True, compact=True, placeholder=placeholder)
        self.cursor_blink = False


class VisibleArea(TextArea):
    """A TextArea whose text may hold anything; see :class:`VisibleInput` for how it is drawn."""

    DEFAULT_CSS = """
    VisibleArea, VisibleArea:focus { background: $foreground 8%; border: none; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, compact=True, soft_wrap=True, tab_behavior="focus")
        self.cursor_blink = False

    def get_line(self, line_index: int) -> Text:
        """A line with one printable character for each of its characters."""
        line = self.document.get_line(line_index)
        return Text(drawn(line), end="", no_wrap=True)

    def on_paste(self, event: events.Paste) -> None:
        """What the area has taken is not pasted again further up."""
        event.stop()
