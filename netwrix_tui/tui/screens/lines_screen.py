"""What full screens of lines have in common: they scroll by keys and close back to the explorer."""

from __future__ import annotations

from textual.screen import Screen

from netwrix_tui.tui.standing import LooksInVain
from netwrix_tui.tui.widgets.lines_view import LinesView
from netwrix_tui.tui.widgets.scrolling import ScrollsLines


class LinesScreen(LooksInVain, ScrollsLines, Screen[None]):
    """Has one LinesView among its widgets."""

    @property
    def lines_view(self) -> LinesView:
        return self.query_one(LinesView)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the lines are there, only closing works: keys may come at once."""
        return action == "close" or self.is_mounted

    def action_close(self) -> None:
        """Back to the explorer."""
        if self.app.screen is self:
            self.dismiss()
