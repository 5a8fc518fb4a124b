"""Handing over: the view as a command, an explorer that begins with such a view, records by RID."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of
from netwrix_tui.results.view.sorting import SortKey
from netwrix_tui.searches.start_view import StartView
from netwrix_tui.tui.dialogs.choose_one import ChooseOne, key_bindings
from netwrix_tui.tui.dialogs.notifications import notify_error
from netwrix_tui.tui.output.view_command import powershell_line, shell_line, source_words

if TYPE_CHECKING:
    from netwrix_tui.tui.explorer.explorer_screen import Explorer


class Shell(StrEnum):
    """What the line is for."""

    SH = "sh"
    POWERSHELL = "powershell"


_SHELLS = (
    ("s", Shell.SH, "Shell", "sh, bash, zsh"),
    ("p", Shell.POWERSHELL, "PowerShell", "on Windows, 5.1 too"),
)


class ChooseShell(ChooseOne[Shell]):
    """Question for the shell, dismissed with one, or with None."""

    keyed = _SHELLS
    BINDINGS = key_bindings("shell", _SHELLS)

    def __init__(self) -> None:
        super().__init__("Copy this view as a command for", list(Shell))


class HandoverController:
    """Copies the view as a command, begins with one, and goes to records by their RIDs."""

    def __init__(self, explorer: Explorer, copy_text: Callable[[str, str, str], None]) -> None:
        self._explorer = explorer
        self.copy_text = copy_text

    @property
    def view(self) -> StartView:
        """What the explorer shows, and how."""
        of = self._explorer
        table = of.table
        fields = tuple(place.column.field for place in table.columns)
        keys = tuple((k.field, k.descending) for k in table.view.sort_keys if k.field != "unusual")
        return StartView(
            line_of(of.current_search.plan, table.zone),
            table.view.quick_filter.line, fields, keys, table.zone.key,
        )  # fmt: skip

    def copy_command(self) -> None:
        """Ask for the shell, and copy the line."""
        self._explorer.app.push_screen(ChooseShell(), self._copy)

    def _copy(self, shell: Shell | None) -> None:
        if shell is None:
            return
        try:
            words = source_words(self._explorer.current_search.session)
            line = shell_line if shell is Shell.SH else powershell_line
            self.copy_text(line(words, self.view), "the view as a command", ".txt")
        except UsageError as error:
            notify_error(self._explorer, error)

    def begin(self, view: StartView | None) -> SearchPlan | None:
        """Show things as a view says; returns the search that it begins with, if it says one."""
        if view is None:
            return None
        of = self._explorer
        zone = view.shown_zone()
        if zone is not None:
            of.zones.show(zone)
        if view.columns:
            of.columns.show_fields(view.columns)
        if view.sort or view.quick_filter:
            keys = tuple(SortKey(field, descending) for field, descending in view.sort)
            of.call_later(of.sort_filter.arrange, keys, view.quick_filter)
        return view.plan()

    def search(self, plan: SearchPlan) -> None:
        """Search; but a record that is asked for by its RID, and is loaded, is gone to."""
        of, rid = self._explorer, _only_rid(plan)
        row = of.table.store.rows_of([rid]).get(rid) if rid else None
        place = of.table.view.view_row(row) if row is not None else None
        if place is None:
            of.navigation.begin(plan, keep=rid)
            return
        of.builder.plan = of.current_search.plan
        of.panes.close_query()
        of.panes.lay_table_open()
        of.table.move_to(place)
        of.record.open()


def _only_rid(plan: SearchPlan) -> str:
    """The RID that a search is for, and for nothing else; empty for any other search."""
    filters = plan.parameters().filters
    if len(filters) != 1:
        return ""
    (only,) = filters
    is_rid = only.name == "RID" and only.operator is Operator.EQUALS
    return str(only.value) if is_rid else ""
