"""Controller of the table's columns: chosen in a dialog, shown at once, saved."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import field
from msgspec.structs import replace
from textual.worker import WorkType

from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile
from netwrix_tui.tui.dialogs.notifications import notify_warning
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.choose_columns import ChooseColumns
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.saved_columns import SavedColumns, chosen, kept
from netwrix_tui.tui.table.table_columns import ALL_COLUMNS, AS_IT_COMES, ColumnChoice, PlacedColumn

_GROUP = "columns"


class ColumnsFile(ExtensibleStruct, frozen=True):
    profiles: dict[str, SavedColumns] = field(default_factory=dict)


class ColumnsController:
    """Columns of an explorer, saved under a name; not at all without one.

    The file is read and written beside the screen's loop.
    """

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        name: str,
        arranged: Callable[[], None] = lambda: None,
        usual: ColumnChoice = AS_IT_COMES,
    ) -> None:
        """``arranged`` is called after other columns are shown; ``usual`` is the choice of
        somebody who never chose.
        """
        self._host = host
        self._table = table
        self._name = name
        self._usual = usual
        self._choice = usual
        self._arranged = arranged
        self._is_said = False
        """True where the columns were said: those that are kept are not shown then."""

    def restore(self) -> None:
        """Arrange the columns as they were left."""
        if self._usual is not AS_IT_COMES:
            self.arrange(self._usual)
        if self._name:
            work: WorkType[None] = self._restore
            self._host.run_worker(work, group=_GROUP)

    def show_fields(self, fields: Sequence[str]) -> None:
        """Show the columns of these fields, in this order, for now: nothing is saved by it."""
        self._is_said = True
        by_field = {column.field: column for column in ALL_COLUMNS}
        shown = [by_field[field] for field in fields if field in by_field]
        rest = [column for column in ALL_COLUMNS if column not in shown]
        if shown:
            self.arrange(ColumnChoice((*shown, *rest), frozenset(rest)))

    def choose(self) -> None:
        """Ask which columns to show; the table follows each key."""
        before = self._choice

        def closed(_: None) -> None:
            if self._name and self._choice != before:
                # Never given up for what comes after it.
                work: WorkType[None] = partial(self._remember, self._choice)
                self._host.run_worker(work, group=_GROUP)

        self._host.app.push_screen(ChooseColumns(self._choice, self.arrange, self._usual), closed)

    def arrange(self, choice: ColumnChoice) -> tuple[PlacedColumn, ...]:
        self._choice = choice
        self._table.show_columns(choice)
        self._arranged()
        return self._table.columns

    async def _restore(self) -> None:
        file = _file()
        found = (await asyncio.to_thread(file.read)).profiles.get(self._name)
        if not self._is_said:
            self.arrange(chosen(found, self._usual))
        notify_warning(self._host, file.take_trouble())

    async def _remember(self, choice: ColumnChoice) -> None:
        def changed(file: ColumnsFile) -> ColumnsFile:
            others = {name: of for name, of in file.profiles.items() if name != self._name}
            new = kept(choice, file.profiles.get(self._name), self._usual)
            profiles = others if new is None else others | {self._name: new}
            return replace(file, profiles=profiles)

        file = _file()
        try:
            await asyncio.to_thread(file.change, changed)
        except UsageError as error:
            notify_warning(self._host, error.sentence())
        notify_warning(self._host, file.take_trouble())


def _file() -> KeptFile[ColumnsFile]:
    return KeptFile(state_directory(os.environ) / "columns.json", ColumnsFile)
