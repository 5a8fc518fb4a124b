"""One sentence of the tour at a time, above the keys."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

_END = "esc on the list ends the tour · F1 begins it again"


class TourPanel(Widget):
    """What to try next. It takes no focus: the keys go where they always go."""

    DEFAULT_CSS = """
    TourPanel { height: auto; padding: 0 1; border-top: heavy $accent; background: $panel; }
    """

    words: reactive[str] = reactive("", layout=True)
    place: reactive[str] = reactive("")

    def render(self) -> Text:
        """The step, and how the tour is left."""
        return Text.assemble(
            (f"Tour {self.place}  ", "bold"), self.words, "\n", (_END, "dim"), overflow="fold"
        )
