"""The footer's keys, drawn anew only where they have changed."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer

_SETTLED = 0.1
"""Seconds that keys have to last to be shown: those of a shorter state would only flicker."""


class KeyLine(Footer):
    """Textual's footer mounts all of its keys again whenever bindings *may* have changed, which
    takes longer than painting the table. While pages stream in they may change with each page, and
    hardly ever do.
    """

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._settling: Timer | None = None
        self._shown: tuple[tuple[str, str, bool], ...] = ()

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
        if keys != self._shown and screen.app.app_focus:
            self._shown = keys
            # Lets go of the keys before: each has bound itself to this.
            self.mutate_reactive(Footer.compact)
            super().bindings_changed(screen)
