"""An input of several lines that shows whatever is in it, and sends none of it as it is."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widgets import TextArea

from netwrix_tui.tui.text.visible_input import drawn


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
