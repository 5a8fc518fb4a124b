"""Questions that are answered by one choice of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from netwrix_tui.tui.dialogs.dialog import Answer, Dialog, panel


class ChooseOne(Dialog[Answer], Generic[Answer]):
    """List of choices, dismissed with one of them, or with None."""

    is_compact: ClassVar[bool] = False
    """True where the choices begin at the left edge of the list."""

    def __init__(
        self, title: str, choices: Sequence[Answer], *above: Widget, hint: str = ""
    ) -> None:
        """``above`` stands between the title and the list."""
        super().__init__()
        self._title = title
        self._choices = choices
        self._above = above
        self._hint = hint

    def compose(self) -> ComposeResult:
        options = OptionList(*map(self.option, self._choices), compact=self.is_compact)
        yield panel(self._title, *self._above, options, hint=self._hint)

    def option(self, choice: Answer) -> Option:
        """A choice as it stands in the list."""
        return Option(Text(str(choice)))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.answer(self._choices[event.option_index])


def keyed_prompt(key: str, title: str, note: str) -> Text:
    """A choice with the key that takes it at once: ``t Text  for a ticket``."""
    return Text.assemble((f"{key} ", "bold"), title, (note, "dim"))
