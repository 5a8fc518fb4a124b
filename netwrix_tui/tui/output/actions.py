"""The keys that hand records over: copy, save, plain text, and leave in good order."""

from __future__ import annotations

from textual.screen import Screen

from netwrix_tui.tui.explorer.panes import Panes
from netwrix_tui.tui.output.copy_controller import CopyController
from netwrix_tui.tui.output.save_controller import SaveController


class HandingKeys(Screen[None]):
    """Actions and messages of an explorer, handed to the copy and save controllers."""

    panes: Panes
    handing_over: CopyController
    saving: SaveController

    def on_file_changed(self) -> None:
        """How far the file that is being saved has come."""
        self.saving.show()

    def action_copy(self) -> None:
        """The open record, else the marked, else the one under the cursor, as text for a ticket."""
        if self.panes.viewer.has_focus_within:
            self.handing_over.copy_open()
        else:
            self.handing_over.copy()

    def action_copy_as(self) -> None:
        """The same in a format that is asked for."""
        self.handing_over.choose_format()

    def action_copy_cell(self) -> None:
        """The cell under the cursor."""
        self.handing_over.copy_cell()

    def action_save(self) -> None:
        """One record, the marked, the loaded or all of the search, into a file."""
        self.saving.ask()

    def action_plain(self) -> None:
        """The record as plain text, with the mouse left to the terminal."""
        self.handing_over.show_plain()

    async def action_quit(self) -> None:
        """Leave; not without a word while a file is being saved."""
        self.saving.leave(self.app.exit)
