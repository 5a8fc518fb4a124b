"""How an app's frames are written: as Textual writes them, or only their differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from textual.app import App
from textual.screen import Screen

if TYPE_CHECKING:
    from netwrix_tui.tui.terminal.difference_writer import DifferenceWriter


class Drawing:
    """Frames are Textual's own until :meth:`write_differences`, as the first one is.

    Beyond the releases of Textual that this was tested with they are that for ever.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._differences: DifferenceWriter | None = None

    def write_differences(self) -> None:
        """Keep in mind from now on what stands on the terminal."""
        from netwrix_tui.tui.terminal.internals.private_names import draws_itself

        if self._differences is None and draws_itself() and not self._app.is_headless:
            from netwrix_tui.tui.terminal.difference_writer import DifferenceWriter

            self._differences = DifferenceWriter()

    def anew(self) -> None:
        """Draw all of the screen, whatever stands on the terminal by now."""
        self.forget()
        self._app.screen.refresh()

    def forget(self) -> None:
        """Somebody else may have written on the terminal: the next frame is a whole one."""
        if self._differences is not None:
            self._differences.forget()

    def of(self, screen: Screen[Any], update: RenderableType | None) -> RenderableType | None:
        """What is written for what changed on a screen; None for nothing."""
        differences = self._differences
        return update if differences is None else differences.of(screen, update, self._app.console)


def forget_screen(app: App[Any]) -> None:
    """Tell an app that somebody else may have written on the terminal."""
    drawing = getattr(app, "drawing", None)
    if isinstance(drawing, Drawing):
        drawing.forget()
