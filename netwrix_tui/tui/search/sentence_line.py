"""Sentence line: the search in words, with a reminder while the results are of another one."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.sentence import sentence, short_sentence
from netwrix_tui.records.zone import LOCAL, ShownZone

_NOT_YET = " not searched yet "
_WAYS_ON = "F5 searches · esc undoes"


class SentenceLine(Widget):
    """One line; a click on it edits the search."""

    plan: reactive[SearchPlan] = reactive(SearchPlan)
    zone: reactive[ShownZone] = reactive(LOCAL)
    pending: reactive[bool] = reactive(False)
    """True while the plan has been changed and not yet searched for."""

    class Clicked(Message):
        """The user wants to edit the search."""

    def render(self) -> Text:
        """The whole sentence where it fits, else the short one."""
        width = self.content_size.width
        hint = _WAYS_ON if self.pending else ": or b edits"
        text = Text(no_wrap=True, overflow="ellipsis", end="")
        if self.pending:
            text.append(_NOT_YET, "bold reverse")
            text.append(" ")
        room = max(10, width - text.cell_len - cell_len(hint) - 2)
        parameters = self.plan.parameters()
        words = sentence(parameters, self.zone)
        if cell_len(words) > room:
            words = short_sentence(parameters, self.zone, room)
        said = Text(words, no_wrap=True)
        said.truncate(room, overflow="ellipsis")
        text.append_text(said)
        text.append(" " * max(1, width - text.cell_len - cell_len(hint)))
        text.append(hint, "bold reverse" if self.pending else "dim")
        return text

    def on_click(self, event: Click) -> None:
        event.stop()
        self.post_message(self.Clicked())
