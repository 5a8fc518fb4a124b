"""Scroll actions of a view of lines, for the pane or the screen around it."""

from __future__ import annotations

from typing import cast

from textual.screen import Screen
from textual.widget import Widget

from netwrix_tui.tui.terminal.internals.missing_widgets import LooksInVain
from netwrix_tui.tui.text.lines_view import LinesView


class ScrollsLines:
    """Actions ``scroll_*`` of a widget that has one LinesView among its own."""

    @property
    def lines_view(self) -> LinesView:
        """The view that the keys scroll."""
        return cast(Widget, self).query_one(LinesView)

    def action_scroll_line_up(self) -> None:
        """One line up."""
        self.lines_view.scroll_lines(-1)

    def action_scroll_line_down(self) -> None:
        """One line down."""
        self.lines_view.scroll_lines(1)

    def action_scroll_page_up(self) -> None:
        """One page up."""
        self.lines_view.scroll_lines(-self.lines_view.page)

    def action_scroll_page_down(self) -> None:
        """One page down."""
        self.lines_view.scroll_lines(self.lines_view.page)

    def action_scroll_top(self) -> None:
        """To the first line."""
        self.lines_view.to_top()

    def action_scroll_bottom(self) -> None:
        """To the last line."""
        self.lines_view.to_end()


class LinesScreen(LooksInVain, ScrollsLines, Screen[None]):
    """Screen with one LinesView among its widgets."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the lines are there, only closing works: keys may come at once."""
        return action == "close" or self.is_mounted

    def action_close(self) -> None:
        """Back to the explorer."""
        if self.app.screen is self:
            self.dismiss()
