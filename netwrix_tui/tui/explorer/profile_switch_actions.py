"""The key that leads to another profile or server."""

from __future__ import annotations

from textual.screen import Screen

from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.explorer.profile_switch import ProfileSwitch
from netwrix_tui.tui.output.save_controller import SaveController


class SwitchingKeys(Screen[None]):
    """An action of an explorer, handed to :class:`ProfileSwitch`."""

    searching: CurrentSearch
    saving: SaveController

    def action_profile(self) -> None:
        """Switch to another profile or server; not without a word while a file is being saved."""
        self.saving.leave(ProfileSwitch(self, self.searching).choose)
