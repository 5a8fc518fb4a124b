"""The key that writes records, there only where the session allows it."""

from __future__ import annotations

import os

from textual.screen import Screen

from netwrix_tui.config.directories import profile_path
from netwrix_tui.tui.dialogs.notifications import notify_warning
from netwrix_tui.tui.write.controller import WriteController

_NOT_ALLOWED = (
    "Nothing may be written here: this connection's profile does not say writable = true. Add it "
    "in {file}. The command netwrix-tui write needs no such word."
)


class WritingKeys(Screen[None]):
    """The part of an explorer that hands records in."""

    writing: WriteController

    def action_write(self) -> None:
        """Write records, from a file or typed."""
        if self.writing.is_allowed:
            self.writing.begin()
        else:
            notify_warning(self, _NOT_ALLOWED.format(file=profile_path(os.environ)))
