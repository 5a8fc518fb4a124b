"""The key that writes records, there only where the session allows it."""

from __future__ import annotations

from textual.screen import Screen

from netwrix_tui.tui.exploring.telling import warn
from netwrix_tui.tui.exploring.writing import Writing

_NOT_ALLOWED = (
    "Nothing may be written here. The profile has to say writable = true; netwrix-tui write needs "
    "no such word."
)


class WritingKeys(Screen[None]):
    """The part of an explorer that hands records in."""

    writing: Writing

    def action_write(self) -> None:
        """Write records, from a file or typed."""
        if self.writing.is_allowed:
            self.writing.begin()
        else:
            warn(self, _NOT_ALLOWED)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no such key where nothing may be written."""
        return self.writing.is_allowed if action == "write" else True
