"""The table's columns: chosen in a dialog, shown at once, found again the next time."""

from __future__ import annotations

import asyncio
from functools import partial

from textual.screen import Screen
from textual.worker import WorkType

from netwrix_tui.config.directories import state_path
from netwrix_tui.config.state_file import StateFile
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.tui.exploring.panes import Panes
from netwrix_tui.tui.layout.columns import AS_IT_COMES, ColumnChoice, PlacedColumn
from netwrix_tui.tui.layout.kept_columns import chosen, kept
from netwrix_tui.tui.screens.choose_columns import ChooseColumns
from netwrix_tui.visible_text import visible

_KIND = "columns"
_GROUP = "columns"


class Arranging:
    """Chooses the columns of an explorer, and remembers them under a name; none: not at all.

    The file is read and written beside the screen's loop.
    """

    def __init__(self, screen: Screen[None], panes: Panes, name: str) -> None:
        self._screen = screen
        self._table = panes.table
        self._name = name
        self._choice = AS_IT_COMES

    def restore(self) -> None:
        """Arrange the columns as they were left."""
        if self._name:
            work: WorkType[None] = self._restore
            self._screen.run_worker(work, group=_GROUP)

    def choose(self) -> None:
        """Ask which columns to show; the table follows each key."""
        before = self._choice

        def closed(_: None) -> None:
            if self._name and self._choice != before:
                # Never given up for what comes after it.
                work: WorkType[None] = partial(self._remember, self._choice)
                self._screen.run_worker(work, group=_GROUP)

        self._screen.app.push_screen(ChooseColumns(self._choice, self._arrange), closed)

    def _arrange(self, choice: ColumnChoice) -> tuple[PlacedColumn, ...]:
        self._choice = choice
        self._table.show_columns(choice)
        return self._table.columns

    async def _restore(self) -> None:
        try:
            plain = await asyncio.to_thread(lambda: StateFile(state_path()).read(_KIND, self._name))
            self._arrange(chosen(plain))
        except NetwrixTuiError as error:
            self._complain(error.sentence())
        except ValueError:
            self._complain("The columns that were kept cannot be read; O chooses them anew.")

    async def _remember(self, choice: ColumnChoice) -> None:
        try:
            await asyncio.to_thread(
                lambda: StateFile(state_path()).write(_KIND, self._name, kept(choice))
            )
        except NetwrixTuiError as error:
            self._complain(error.sentence())

    def _complain(self, text: str) -> None:
        self._screen.notify(visible(text), severity="warning", markup=False, timeout=12)
