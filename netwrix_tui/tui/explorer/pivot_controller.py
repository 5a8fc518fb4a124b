"""Pivots from the record under the cursor: their controller, and the menu of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import msgspec
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from netwrix_tui.errors import UsageError
from netwrix_tui.records import pivots
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.name_forms import NameKind, kind_of, leaf_of
from netwrix_tui.records.pivot_list import Pivot, PivotKind, pivots_of, pivots_of_changes
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Row
from netwrix_tui.records.relative import relative_span
from netwrix_tui.records.sentence import sentence, short_sentence
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.searches.known_names import Form, KnownNames, Person
from netwrix_tui.searches.other_names import all_names_plan
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.dialogs.choose_one import ChooseOne
from netwrix_tui.tui.dialogs.notifications import notify_warning
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import CHANGES, UNDONE, Column

_TITLE = 21
"""Cells of the titles."""

_FRAME = 2 * 2 + 2 + 3 + 1
"""Cells beside title and sentence: padding, the key, and a scroll bar."""


class PivotController:
    """Goes on from the table's record, or from a value, to another search: a pivot.

    Which pivots there are, and what each searches for, say ``records/pivot_list.py`` and
    ``records/pivots.py``; those by the other names of a person are made here.
    """

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        plan: Callable[[], SearchPlan],
        *,
        begin: BeginSearch,
        sort_by_time: Callable[[], None],
        known: Callable[[], KnownNames] = KnownNames,
    ) -> None:
        """``plan`` is that of the search that found the records; ``sort_by_time`` puts the
        records of a chain of actions in order; ``known`` are names of people.
        """
        self._known = known
        self._host = host
        self._table = table
        self._plan = plan
        self._begin = begin
        self._sort_by_time = sort_by_time

    def go_on(self, kind: PivotKind | None) -> None:
        """Search on from the record under the cursor; None offers all pivots in a menu.

        Nothing happens without records; why a pivot leads nowhere is said in a notification.
        """
        row, offered = self._offered()
        if row is None:
            return
        if kind is None:
            self._ask(row, offered)
        else:
            self._take(self._possible(kind, offered), row)

    def search_value(self, kind: PivotKind, column: Column, value: str) -> None:
        """Search with a value: for only it, without it, or for it too."""
        if column is UNDONE:
            words = "The API cannot search for what was undone: / filters the loaded records by it."
            notify_warning(self._host, words)
            return
        if not value:
            words = "The API cannot search for what is empty. Take another value."
            notify_warning(self._host, words)
            return
        # A record of its own: nothing but the value matters.
        row = msgspec.structs.replace(Row(rid="", when=""), **{column.field: value})
        offered = pivots_of(self._plan(), row, column.field, self._table.zone)
        self._take(self._possible(kind, offered), row)

    def _possible(self, kind: PivotKind, offered: list[Pivot]) -> Pivot | None:
        found = next((pivot for pivot in offered if pivot.kind is kind), None)
        if found is not None and found.plan is None:
            notify_warning(self._host, found.why)
        return found

    def _ask(self, row: Row, offered: list[Pivot]) -> None:
        if self._host.app.screen is not self._host:
            return  # another question is asked already
        words = " · ".join(part for part in (row.who, row.action, row.what) if part)

        def chosen(pivot: Pivot | None) -> None:
            self._take(pivot, row)

        self._host.app.push_screen(ChoosePivot(offered, words, self._table.zone), chosen)

    def _take(self, pivot: Pivot | None, row: Row) -> None:
        if pivot is None or pivot.plan is None:
            return
        if pivot.ask is not None:
            self._ask_width(pivot, pivot.ask, row)
            return
        self._begin(pivot.plan, words=pivot.words, keep=row.key if pivot.keeps else "")
        if pivot.is_chain:
            self._sort_by_time()

    def _ask_width(
        self, pivot: Pivot, plan_of_width: Callable[[timedelta], SearchPlan], row: Row
    ) -> None:
        """Ask how far around the record is to be looked."""

        def read(typed: str) -> tuple[str, SearchPlan]:
            span = relative_span(typed.strip() or "10m")
            if span is None:
                raise UsageError(
                    f"{typed!r} is not a width.", next_step="Type it as 90m, 2h, 3d or 1w."
                )
            return str(span), plan_of_width(span.length)

        def chosen(answer: tuple[str, SearchPlan] | None) -> None:
            if answer is not None:
                width, plan = answer
                self._begin(plan, words=f"± {width} {pivot.words}", keep=row.key)

        question = AskLine(
            f"How wide {pivot.title}?",
            read=read, placeholder="10m", hint="90m, 2h, 3d: so far before and after it",
            keys="enter searches · esc leaves it",
        )  # fmt: skip
        self._host.app.push_screen(question, chosen)

    def _offered(self) -> tuple[Row | None, list[Pivot]]:
        table = self._table
        if table.record_row is None:
            return None, []
        row = table.store.row(table.record_row)
        if table.cursor_column is CHANGES:
            changes = table.store.changes(table.record_row) or ()
            offered = pivots_of_changes(self._plan(), row, changes, table.zone)
        else:
            # What undid a record is found by what it is about.
            field = "what" if table.cursor_column is UNDONE else table.cursor_column.field
            offered = pivots_of(self._plan(), row, field, table.zone)
        return row, [*offered, *self._of_people(row, table.store, table.record_row)]

    def _of_people(self, row: Row, store: Store, at: int) -> list[Pivot]:
        """To all names of the account, and to the member of a group that a change names."""
        known, plan = self._known(), self._plan()
        member = pivots.member_in(store.changes(at) or ())
        return [
            person_pivot(PivotKind.ALL_NAMES, "all names of Who", row.who, plan, known),
            person_pivot(PivotKind.MEMBER, "the member of it", member, plan, known),
        ]


def person_pivot(
    kind: PivotKind, title: str, name: str, plan: SearchPlan, known: KnownNames
) -> Pivot:
    """To everything about somebody by all known names, within the times of the search."""
    words = f"all of {leaf_of(name)}"
    if not name:
        return Pivot(kind, title, words, None, why="The record names nobody there.")
    people = known.people(name)
    if len(people) > 1:
        others = ", ".join(person.label for person in people)
        return Pivot(kind, title, words, None, why=f"It is the name of several: {others}.")
    person = people[0] if people else Person((Form(name), *_ends(name)))
    try:
        return Pivot(kind, title, words, all_names_plan(plan, person, only_times=True))
    except UsageError as error:  # a name that no filter can hold, as one of blanks
        return Pivot(kind, title, words, None, why=error.what)


def _ends(name: str) -> tuple[Form, ...]:
    """What a path ends with: as mailboxes and mails have it. Nothing says whose else it is."""
    return (Form(leaf_of(name)),) if kind_of(name) is NameKind.PATH else ()


class ChoosePivot(ChooseOne[Pivot]):
    """Menu of pivots, each with its key and its search.

    Dismissed with one that has a plan, or with None.
    """

    about = (
        "Searches that go on from this record. The letter in front takes one at once; the line "
        "below says the whole search."
    )
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
