"""Questions that are answered by one choice of a list."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar, Generic

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from netwrix_tui.tui.dialogs.dialog import Answer, Dialog, panel

KeyedChoice = tuple[str, Any, str, str]
"""A choice that a key takes at once: the key, the answer, its name, and what it is for."""


class ChooseOne(Dialog[Answer], Generic[Answer]):
    """List of choices, dismissed with one of them, or with None."""

    is_compact: ClassVar[bool] = False
    """True where the choices begin at the left edge of the list."""

    keyed: ClassVar[Sequence[KeyedChoice]] = ()
    """The choices, where each has a key; :func:`key_bindings` makes the keys."""

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
        for key, answer, name, note in self.keyed:
            if answer is choice:
                width = max(len(each) for _, _, each, _ in self.keyed) + 2
                return Option(keyed_prompt(key, f"{name:<{width}}", note))
        return Option(Text(str(choice)))

    def action_choose(self, index: int) -> None:
        """Take the choice at this place of the list."""
        self.answer(self._choices[index])

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.answer(self._choices[event.option_index])


def keyed_prompt(key: str, title: str, note: str) -> Text:
    """A choice with the key that takes it at once: ``t Text  for a ticket``."""
    return Text.assemble((f"{key} ", "bold"), title, (note, "dim"))


def key_bindings(room: str, choices: Sequence[KeyedChoice]) -> list[BindingType]:
    """A key for each of the choices, in their order; ``room`` begins the names of the actions."""
    return [
        Binding(
            key, f"choose({index})", name, show=False,
            id=f"{room}.{answer if isinstance(answer, StrEnum) else name.lower()}",
        )
        for index, (key, answer, name, _) in enumerate(choices)
    ]  # fmt: skip
