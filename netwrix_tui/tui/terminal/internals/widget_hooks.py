"""What an input shows, and what Textual's palette does on keys that come fast."""

from __future__ import annotations

from rich.text import Text
from textual.command import CommandPalette
from textual.worker import Worker


class ShowsOtherText:
    """Of an Input: it shows :meth:`text_shown`, as long as its value, in the place of that.

    Where a release has no such name, the value itself is shown.
    """

    def text_shown(self) -> str:
        """One printable character for each of the value."""
        raise NotImplementedError

    @property
    def _value(self) -> Text:
        return Text(self.text_shown(), no_wrap=True, overflow="ignore", end="")


class PaletteHooks(CommandPalette):
    """Textual's palette, asked before it searches and before it moves in its list."""

    def may_search(self) -> bool:
        """Whether its list is there to be filled."""
        raise NotImplementedError

    def may_move(self, action: str) -> bool:
        """Whether its list can do this."""
        raise NotImplementedError

    def _gather_commands(self, search_value: str) -> Worker[None] | None:  # type: ignore[override]
        return super()._gather_commands(search_value) if self.may_search() else None

    def _action_command_list(self, action: str) -> None:
        if self.may_move(action):
            super()._action_command_list(action)
