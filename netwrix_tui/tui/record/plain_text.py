"""Plain text screen, with the mouse left to the terminal for its own selection.

Some terminals take no clipboard from a program (PuTTY among them); this always works.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.record.actions import RECORD_ACTIONS
from netwrix_tui.tui.terminal import beside_frames
from netwrix_tui.tui.text.lines_view import LinesView
from netwrix_tui.tui.text.raw_lines import RawLines
from netwrix_tui.tui.text.scrolling import LinesScreen

_HINT = "The mouse selects as in any terminal. Arrows, page keys scroll. esc goes back."


class PlainScreen(LinesScreen):
    """Text from the left edge to the right one: no colours, no frame, no scroll bar."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(RECORD_ACTIONS, Pane.PLAIN)

    DEFAULT_CSS = """
    PlainScreen {
        background: $background;

        & > LinesView { height: 1fr; scrollbar-gutter: auto; scrollbar-size: 0 0; }
        & > #plain-hint { height: 1; text-style: reverse; }
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        yield LinesView()
        yield Static(_HINT, id="plain-hint", markup=False)

    def on_mount(self) -> None:
        self.lines_view.show(lambda width: RawLines(self._text, width))
        self.app.app_resume_signal.subscribe(self, self._resumed)

    def on_screen_resume(self) -> None:
        beside_frames.release_mouse(self.app)

    def on_screen_suspend(self) -> None:
        # Closed, or covered by another screen. At the end of the app the driver sees to the mouse.
        beside_frames.take_mouse(self.app)

    def _resumed(self, _: App[object]) -> None:
        # Coming back from the shell, the driver has taken the mouse again.
        beside_frames.release_mouse(self.app)
