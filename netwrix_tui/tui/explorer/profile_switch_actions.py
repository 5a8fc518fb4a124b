"""The key that leads to another profile or server."""

from __future__ import annotations

from textual.screen import Screen

from netwrix_tui.tui.explorer.current_search import Searching
from netwrix_tui.tui.explorer.profile_switch import Switching
from netwrix_tui.tui.output.save_controller import Saving


class SwitchingKeys(Screen[None]):
    """An action of an explorer, handed to :class:`Switching`."""

    searching: Searching
    saving: Saving

    def action_profile(self) -> None:
        """Switch to another profile or server; not without a word while a file is being saved."""
        self.saving.leave(Switching(self, self.searching).choose)
