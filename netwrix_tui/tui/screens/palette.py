"""The command palette: Textual's own, safe against fast keys and pasted text."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.command import CommandInput, CommandList, CommandPalette
from textual.worker import Worker

from netwrix_tui.tui.standing import LooksInVain
from netwrix_tui.tui.widgets.visible_input import drawn


class PaletteInput(CommandInput):
    """Shows what is pasted into it, and sends none of it to the terminal as it is."""

    @property
    def _value(self) -> Text:
        return Text(drawn(self.value), no_wrap=True, overflow="ignore", end="")


class Palette(LooksInVain, CommandPalette):
    """Textual's palette without the ways in which 8.2 ends the program on keys that come fast."""

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            if isinstance(widget, CommandInput):
                field = PaletteInput(placeholder=widget.placeholder, select_on_focus=False)
                field.cursor_blink = False
                yield field
            else:
                yield widget

    def _gather_commands(self, search_value: str) -> Worker[None] | None:  # type: ignore[override]
        # A letter right before Escape arrives when the list for what it finds is gone.
        return super()._gather_commands(search_value) if self.is_active else None

    def _action_command_list(self, action: str) -> None:
        # Before its first layout the list has no pages to turn.
        if self.query_one(CommandList).scrollable_content_region or not action.startswith("page"):
            super()._action_command_list(action)
