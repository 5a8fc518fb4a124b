"""The command palette: every action of the registry, found by its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from netwrix_tui.tui.actions.action import ACTIONS, OWN_SCREENS, Action
from netwrix_tui.tui.explorer.explorer_screen import Explorer

_MOVES = frozenset({"up", "down", "left", "right", "step_left", "step_right", "go"})
"""What nobody would look for in a palette."""


class ActionCommands(Provider):
    """Offers what can be done on the explorer, each with the key that does it at once."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for action, run in self._offered():
            yield DiscoveryHit(action.help, run, help=_where(action))

    async def search(self, query: str) -> Hits:
        """Those that match what is typed."""
        matcher = self.matcher(query)
        for action, run in self._offered():
            score = matcher.match(action.help)
            if score > 0:
                yield Hit(score, matcher.highlight(action.help), run, help=_where(action))

    def _offered(self) -> list[tuple[Action, Callable[[], object]]]:
        screen = self.screen
        if not isinstance(screen, Explorer):
            return []
        return [
            (action, partial(screen.perform, action))
            for action in ACTIONS
            if action.pane not in OWN_SCREENS and action.name not in _MOVES
        ]


def _where(action: Action) -> str:
    keys = action.key_display or action.keys.partition(",")[0]
    return Content(f"{action.pane.value} · {keys}").plain
