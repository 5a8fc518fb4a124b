"""Menu of pivots: the searches to go on to from a record, each with its key."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.pivot_list import Pivot
from netwrix_tui.records.sentence import sentence, short_sentence
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.tui.dialogs.choose_one import ChooseOne

_TITLE = 21
"""Cells of the titles."""

_FRAME = 2 * 2 + 2 + 3 + 1
"""Cells beside title and sentence: padding, the key, and a scroll bar."""


class ChoosePivot(ChooseOne[Pivot]):
    """List of pivots, dismissed with one that has a plan, or with None."""

    DEFAULT_CSS = """
    ChoosePivot .dialog { width: 110; max-height: 100%; padding: 0 2; }
    ChoosePivot .dialog OptionList { max-height: 19; scrollbar-size-vertical: 1; }
    ChoosePivot .dialog-title { margin-bottom: 0; }
    ChoosePivot .dialog-note { height: 3; margin-top: 1; }
    """
    is_compact = True

    def __init__(self, pivots: Sequence[Pivot], record: str, zone: ShownZone) -> None:
        """``record`` says in words which record it is about."""
        super().__init__("", pivots, hint=" ")
        self._record = record
        self._zone = zone
        self._width = 0

    def compose(self) -> ComposeResult:
        self._width = min(110, self.app.size.width) - _FRAME
        self._title = f"Go on from: {shortened(self._record, max(10, self._width - 12))}"
        return super().compose()

    def option(self, choice: Pivot) -> Option:
        return Option(self._prompt(choice, self._width - _TITLE), disabled=choice.plan is None)

    def on_key(self, event: events.Key) -> None:
        """A pivot's key takes it at once."""
        found = next((p for p in self._choices if p.key == event.character), None)
        if found is not None:
            event.stop()
            if found.plan is not None:
                self.answer(found)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        plan = self._choices[event.option_index].plan
        whole = sentence(plan.parameters(), self._zone) if plan is not None else ""
        self.query_one(".dialog-note", Static).update(whole)

    def _prompt(self, pivot: Pivot, room: int) -> Text:
        if pivot.plan is None:
            words = shortened(pivot.why, max(1, room))
        else:
            words = short_sentence(pivot.plan.parameters(), self._zone, max(1, room))
        return Text.assemble(
            (f"{pivot.key}  ", "bold"), f"{pivot.title:<{_TITLE}}", (words, "dim"),
            no_wrap=True, overflow="ellipsis",
        )  # fmt: skip
