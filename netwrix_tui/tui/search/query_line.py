"""Query line: the search as one line to edit, with completion and with mistakes marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of
from netwrix_tui.records.query_completion import (
    Item,
    KnownValues,
    completion,
    pasted,
)
from netwrix_tui.records.zone import LOCAL, ShownZone
from netwrix_tui.tui.actions.action import Pane, bindings
from netwrix_tui.tui.search.actions import SEARCH_ACTIONS
from netwrix_tui.tui.search.query_hint import (
    error_note,
    is_unfinished,
    plan_note,
    read,
    readable_part,
)
from netwrix_tui.tui.text.completed_line import CompletedLine
from netwrix_tui.wire.written_search import WrittenAs, read_search

_PROMPT = " : "
_EVERYTHING = "This searches everything, at any time. Enter once more begins it."
_WIDEST = 48
"""Cells of an item of the list."""


class QueryLine(CompletedLine):
    """Line over the panes while it is open, so that nothing moves; one line while closed.

    It shows ``plan``, which is set from outside. While somebody types, what reads well of the line
    is told by :class:`PlanDrafted`; leaving it takes the plan back to what it was.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH_ACTIONS, Pane.QUERY)
    DEFAULT_CSS = """
    QueryLine {
        height: 1;
        #query-line { height: 1; }
        #query-prompt { width: 3; height: 1; color: $text-muted; }
        VisibleInput { width: 1fr; color: $text-muted; background: transparent; }
        &.-open #query-prompt { color: $text-accent; text-style: bold; }
        &.-open VisibleInput { color: $foreground; background: $foreground 8%; }
        #query-help {
            overlay: screen; display: none; height: auto; width: 1fr; padding: 0 1 0 3;
            background: $panel;
        }
        &.-open #query-help { display: block; }
        #query-note { height: auto; display: none; color: $text-muted; }
        #query-note.-shown { display: block; }
        #query-note.-wrong { color: $text-error; }
        OptionList {
            height: auto; max-height: 9; background: transparent; scrollbar-size-vertical: 1;
        }
    }
    """

    plan: reactive[SearchPlan] = reactive(SearchPlan)
    zone: reactive[ShownZone] = reactive(LOCAL)

    @dataclass
    class PlanDrafted(Message):
        """What reads well of the line means this plan; it has not been run.

        Where nothing of it does, it is the plan before the line was edited.
        """

        plan: SearchPlan

    @dataclass
    class SearchRequested(Message):
        """The user wants to search by this plan."""

        plan: SearchPlan

    class EditingEnded(Message):
        """Nobody edits the line any more."""

    class Dismissed(Message):
        """The user is done with the line; the focus has to go elsewhere."""

    def __init__(
        self,
        known: KnownValues,
        recent: Callable[[], Sequence[SearchPlan]],
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
    ) -> None:
        """``known`` gives values of a filter; ``recent`` the searches before, the latest first."""
        super().__init__(id=id)
        self._known = known
        self._recent = recent
        self._before = SearchPlan()
        self._drafted = SearchPlan()
        self._parsed = ("", 0)
        self._is_sure = False

    def compose(self) -> ComposeResult:
        with Horizontal(id="query-line"):
            yield Static(_PROMPT, id="query-prompt", markup=False)
            yield self.input
        with Vertical(id="query-help"):
            yield Static(id="query-note", markup=False)
            yield OptionList(compact=True, markup=False)

    def on_mount(self) -> None:
        self.input.can_focus = False
        self._options.can_focus = False
        self.input.lines_pasted = self._lines_pasted
        self.watch(self.input, "selection", self._look, init=False)
        self._show_plan()

    @property
    def is_open(self) -> bool:
        """True while somebody edits the line."""
        return self.has_class("-open")

    def open(self) -> None:
        """Edit the line; what is restored on leaving is the plan as it is now."""
        if self.is_open:
            return
        self._before = self._drafted = self.plan
        self._show_plan()
        self.begin_history([line_of(plan, self.zone) for plan in self._recent()])
        self.add_class("-open")
        self.input.can_focus = True
        if self.input.value:
            self.put(f"{self.input.value} ")  # what is typed next is a word of its own
        self.input.focus()
        self._parse_line()

    def close(self) -> None:
        """No more editing; the line shows the plan."""
        if self.is_open:
            self.remove_class("-open")
            self.input.can_focus = False
            self._show_plan()
            self.post_message(self.EditingEnded())

    # What changes from outside

    def watch_plan(self) -> None:
        # While somebody types, plans that come back are those of letters before.
        if self.is_mounted and not self.is_open:
            self._show_plan()

    def watch_zone(self) -> None:
        if self.is_mounted and not self.is_open:
            self._show_plan()

    def _show_plan(self) -> None:
        self._drafted = self.plan
        self.put(line_of(self.plan, self.zone))

    # What the keys do

    def _run(self) -> None:
        self.search()

    def search(self) -> None:
        """Search by the line as it is, or insist on what is wrong with it."""
        plan, error = read(self.input.value, self.zone)
        if plan is None or error is not None:
            self._parse_line(insist=True)
            return
        if not plan.parameters().filters and not self._is_sure:
            self._is_sure = True
            self._note(_EVERYTHING)
            return
        self.post_message(self.SearchRequested(plan))

    def action_clear(self) -> None:
        """Empty the line."""
        self.put("")

    def _leave(self) -> None:
        """Leave, with the search as it was before."""
        if self._drafted != self._before:
            self._drafted = self._before
            self.post_message(self.PlanDrafted(self._before))
        self.post_message(self.Dismissed())

    def _lines_pasted(self, lines: list[str]) -> None:
        """A body in JSON or XML becomes the line that means it; other lines become terms."""
        field = self.input
        try:
            written = read_search("\n".join(lines), self.zone)
        except UsageError:
            written = None
        if written is not None and written.written_as is not WrittenAs.LINE:
            before = field.value[: min(field.selection)]
            blank = " " if before[-1:].strip() else ""
            field.put_in(blank + line_of(written.plan, self.zone))
            return
        start, end = sorted(field.selection)
        rest = field.value[:start] + field.value[end:]
        field.put_in(pasted(rest, start, lines))

    # What it says

    def _parse_line(self, *, insist: bool = False) -> None:
        """Read the line, tell what it means, and say what is wrong or may follow."""
        line = self.input.value
        self._is_sure = False
        self._parsed = (line, self.input.cursor_position)
        plan, error = read(line, self.zone)
        drafted = plan
        if plan is None and error is not None:
            # What the letters before meant is not what is being typed.
            drafted = readable_part(line, error, self.zone) or self._before
        if drafted is not None and drafted != self._drafted and self.is_open:
            self._drafted = drafted
            self.post_message(self.PlanDrafted(drafted))
        today = now(self.zone.tzinfo).date()
        self._completion = completion(line, self.input.cursor_position, self._known, today)
        self._options.clear_options()
        self._options.add_options(map(_option, self._completion.items))
        self._options.highlighted = None
        self._options.display = bool(self._completion.items)
        note = self.query_one("#query-note", Static)
        if error is not None:
            room = max(1, self.input.content_size.width)
            note.update(error_note(line, error, round(self.input.scroll_x), room))
            has_note = True
        else:
            is_open = bool(self._completion.items)
            text = plan_note(plan, is_being_completed=is_open) if plan is not None else ""
            note.update(text)
            has_note = bool(text)
        note.set_class(has_note, "-shown")
        note.set_class(error is not None and (insist or not is_unfinished(line, error)), "-wrong")

    def _note(self, words: str) -> None:
        note = self.query_one("#query-note", Static)
        note.update(words)
        note.add_class("-shown")

    def _look(self) -> None:
        if self.is_open and (self.input.value, self.input.cursor_position) != self._parsed:
            self._parse_line()

    def on_click(self, event: events.Click) -> None:
        """A click begins to edit."""
        event.stop()
        self.open()

    def on_descendant_blur(self) -> None:
        """The focus went elsewhere: what reads well stays, to be searched for by F5."""
        # Where the terminal itself lost the focus, it comes back.
        if self.app.app_focus:
            self.close()


def _option(item: Item) -> Option:
    return Option(Content.assemble(f"{shortened(item.text, _WIDEST):<16}  ", (item.hint, "dim")))
