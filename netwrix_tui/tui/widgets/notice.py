"""What stands where the table would, while there is nothing in it: the state as a sentence."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from netwrix_tui.visible_text import visible_lines


class Notice(Widget):
    """A few sentences, wrapped; nothing in them acts as markup or as a command."""

    text: reactive[str] = reactive("", layout=True)

    def render(self) -> Text:
        """The text, its line breaks kept."""
        return Text("\n".join(visible_lines(self.text)))
