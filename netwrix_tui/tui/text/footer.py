"""The footer's keys: as many as there is room for, drawn anew only where they have changed."""

from __future__ import annotations

from functools import partial
from typing import Any, Protocol, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Footer

from netwrix_tui.tui.actions.action import LEFT_OUT_FIRST, LEFT_OUT_LAST

_SETTLED = 0.1
"""Seconds that keys have to last to be shown: those of a shorter state would only flicker."""


class _Key(Protocol):
    """What Textual's footer is made of; its class is not told outside."""

    key_display: str
    description: str
    action: str


class FooterLine(Footer):
    """Textual's footer mounts all of its keys again whenever bindings *may* have changed, which
    takes longer than painting the table. While pages stream in they may change with each page, and
    hardly ever do.
    """

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._settling: Timer | None = None
        self._shown: tuple[tuple[str, str, bool], ...] = ()
        self._shown_in = 0

    def compose(self) -> ComposeResult:
        keys = list(super().compose())
        room = self.size.width
        for key in sorted(keys, key=partial(_worth, keys)):
            if sum(map(_width, keys)) <= room:
                break
            keys.remove(key)
        yield from keys

    def on_resize(self) -> None:
        """Room for more, or for less."""
        if self._shown and self.size.width != self._shown_in:
            self.bindings_changed(self.screen)

    def bindings_changed(self, screen: Screen[Any]) -> None:
        if self._settling is None:
            self._settling = self.set_timer(_SETTLED, partial(self._show_keys, screen))

    def _show_keys(self, screen: Screen[Any]) -> None:
        self._settling = None
        keys = tuple(
            (active.binding.key, active.binding.description, active.enabled)
            for active in screen.active_bindings.values()
            if active.binding.show
        )
        # Without the terminal's focus the footer leaves everything as it is.
        is_new = keys != self._shown or self.size.width != self._shown_in
        if is_new and screen.app.app_focus:
            self._shown, self._shown_in = keys, self.size.width
            # Lets go of the keys before: each has bound itself to this.
            self.mutate_reactive(Footer.compact)
            super().bindings_changed(screen)


def _width(key: Widget) -> int:
    """Cells, with the blank behind it."""
    shown = cast("_Key", key)  # there are no groups here
    return cell_len(f"{shown.key_display} {shown.description} ")


def _worth(keys: list[Widget], key: Widget) -> tuple[int, int]:
    """Sorts what is left out first to the front; of the pane's own it is the last."""
    action = cast("_Key", key).action
    if action in LEFT_OUT_FIRST:
        return 0, LEFT_OUT_FIRST.index(action)
    return 1 + (action in LEFT_OUT_LAST), -keys.index(key)
