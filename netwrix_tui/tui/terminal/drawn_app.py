"""An app that writes no more of a frame than differs from what stands on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import RenderableType
from textual.app import App
from textual.events import Event, Resize
from textual.screen import Screen

from netwrix_tui.tui.terminal.internals.app_hooks import AppHooks

if TYPE_CHECKING:
    from netwrix_tui.tui.terminal.difference_writer import DifferenceWriter

Result = TypeVar("Result")


class DrawnApp(AppHooks[Result]):
    """Its frames are Textual's own until :meth:`write_differences`, as the first one is.

    Beyond the releases of Textual that this was tested with they are that for ever.
    """

    _differences: DifferenceWriter | None = None

    def write_differences(self) -> None:
        """Keep in mind from now on what stands on the terminal."""
        from netwrix_tui.tui.terminal.internals.private_names import draws_itself

        if self._differences is None and draws_itself() and not self.is_headless:
            from netwrix_tui.tui.terminal.difference_writer import DifferenceWriter

            self._differences = DifferenceWriter()

    def draw_anew(self) -> None:
        """Draw all of the screen, whatever stands on the terminal by now."""
        self.forget_screen()
        self.screen.refresh()

    def forget_screen(self) -> None:
        """Somebody else may have written on the terminal: the next frame is a whole one."""
        if self._differences is not None:
            self._differences.forget()

    def drawn(self, screen: Screen[Any], update: RenderableType | None) -> RenderableType | None:
        """What is written for what changed on a screen; None for nothing."""
        differences = self._differences
        return update if differences is None else differences.of(screen, update, self.console)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Resize):
            # Also to the size that it had: what stands there was moved about meanwhile.
            self.forget_screen()
        await super().on_event(event)


def forget_screen(app: App[Any]) -> None:
    """Tell an app that somebody else may have written on the terminal."""
    if isinstance(app, DrawnApp):
        app.forget_screen()
