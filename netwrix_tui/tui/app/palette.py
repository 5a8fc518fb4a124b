"""The command palette: every action by its words, safe against fast keys and pasted text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import (
    CommandInput,
    CommandList,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
)
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList

from netwrix_tui.sanitize import plain_spaces
from netwrix_tui.tui.actions.action import OWN_SCREENS, Action
from netwrix_tui.tui.actions.key_map import key_map_of
from netwrix_tui.tui.app.command_words import says
from netwrix_tui.tui.counts.facets import Facets
from netwrix_tui.tui.counts.timeline import Timeline
from netwrix_tui.tui.explorer.actions import ACTIONS
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.explorer.pane_layout import pane_widgets
from netwrix_tui.tui.terminal.internals.missing_widgets import LooksInVain
from netwrix_tui.tui.terminal.internals.widget_hooks import PaletteHooks, ShowsOtherText
from netwrix_tui.tui.text.pasted_lines import TakesPastedLines
from netwrix_tui.tui.text.visible_input import drawn


class PaletteInput(ShowsOtherText, CommandInput, TakesPastedLines):
    """Shows what is pasted into it, and sends none of it to the terminal as it is."""

    def text_shown(self) -> str:
        """The value with all of its characters printable."""
        return drawn(self.value)


class Palette(LooksInVain, PaletteHooks):
    """Textual's palette, with fixes for keys that come so fast that Textual 8.2 would crash."""

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            if isinstance(widget, CommandInput):
                field = PaletteInput(placeholder=widget.placeholder, select_on_focus=False)
                field.cursor_blink = False
                yield field
            else:
                yield widget

    def may_search(self) -> bool:
        """Whether it is still open: a letter typed right before Escape may arrive too late."""
        return self.is_active

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close it once; keys and clicks that arrive after that are ignored."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _run_once(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        """A second Enter that arrives after the first one runs no command."""
        if not self.is_current:
            event.stop()
            event.prevent_default()

    def may_move(self, action: str) -> bool:
        """Whether a key may move in the list: page keys may not before its first layout."""
        is_laid_out = bool(self.query_one(CommandList).scrollable_content_region)
        return is_laid_out or not action.startswith("page")


_MEANT = 100.0
"""Score of a command found by one of its other words: above any match of letters."""

_MOVES = frozenset({"up", "down", "left", "right", "step_left", "step_right", "go"})
"""Actions that only move the cursor: the palette leaves them out."""


class ActionCommands(Provider):
    """Offers the actions of the explorer, each with its key."""

    async def discover(self) -> Hits:
        """All actions, before anything is typed."""
        for action, run in self._offered():
            yield DiscoveryHit(action.help, run, help=self._where(action))

    async def search(self, query: str) -> Hits:
        """The actions that match the typed text."""
        matcher = self.matcher(plain_spaces(query))
        for action, run in self._offered():
            score = matcher.match(action.help)
            if says(action.id, query):
                score = max(score, _MEANT)
            if score > 0:
                yield Hit(score, matcher.highlight(action.help), run, help=self._where(action))

    def _where(self, action: Action) -> str:
        """Pane, key, and the id by which the key can be changed."""
        keys = key_map_of(self.app).display(action)
        return Content(f"{action.pane.value} · {keys} · {action.id}").plain

    def _offered(self) -> list[tuple[Action, Callable[[], object]]]:
        screen = self.screen
        if not isinstance(screen, Explorer):
            return []
        return [
            (action, partial(perform, screen, action))
            for action in ACTIONS
            if action.pane not in OWN_SCREENS and action.name not in _MOVES
        ]


def perform(explorer: Explorer, action: Action) -> None:
    """Do what an action's key would do, in the pane that it belongs to."""
    target: Widget | Screen[None] = pane_widgets(explorer).get(action.pane, explorer)
    if target is explorer.viewer and not explorer.panes.record_is_shown:
        explorer.table.action_open()
    elif target is explorer.preview:
        explorer.body_preview.open()
    elif isinstance(target, Facets | Timeline):
        explorer.counts.open(target)
    if target is not explorer:
        target.focus()
    explorer.call_later(explorer.app.run_action, action.name, target)
