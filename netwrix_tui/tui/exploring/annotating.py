"""What the user makes of the records: marks, notes, two of them beside each other."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from functools import partial

from textual.screen import Screen
from textual.worker import WorkType

from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.results.view import StoreRow
from netwrix_tui.searches.notes import LONGEST, Notes
from netwrix_tui.tui.exploring.panes import Panes
from netwrix_tui.tui.exploring.telling import complain, tell, warn
from netwrix_tui.tui.screens.ask_line import AskLine
from netwrix_tui.tui.screens.compare import CompareScreen
from netwrix_tui.tui.screens.marked import Chosen, Listed, MarkedList, Wish

_GROUP = "notes"


class Annotating:
    """Keeps the notes of an explorer, lists the marked records and compares two of them.

    The file with the notes is read and written beside the screen's loop.
    """

    def __init__(
        self,
        screen: Screen[None],
        panes: Panes,
        remembered_as: str,
        changed: Callable[[], None],
    ) -> None:
        """``remembered_as`` is the name under which notes are kept; none: only while it runs.

        ``changed`` is called after notes have changed.
        """
        self._screen = screen
        self._table = panes.table
        self._changed = changed
        self._remembered_as = remembered_as
        self._notes = Notes(None, remembered_as)
        self._one_at_a_time = asyncio.Lock()
        self._table.note_of = self._note_of

    def restore(self) -> None:
        """Read the notes of earlier days."""
        work: WorkType[None] = self._load
        self._screen.run_worker(work, group=_GROUP)

    # Notes

    def ask_note(self, row: StoreRow | None = None) -> None:
        """Write a note on a record, by default on the one under the cursor."""
        if row is None:
            row = self._table.record_row
        if row is None:
            return
        rid = self._table.store.rid(row)

        def written(text: str | None) -> None:
            if text is not None:
                # Never given up for what comes after it.
                self._screen.run_worker(self._write(rid, text), group=_GROUP)

        hint = "enter keeps it · an empty note takes the old one away · esc leaves it"
        question = AskLine("Note on this record", self._notes.of(rid), longest=LONGEST, hint=hint)
        self._screen.app.push_screen(question, written)

    async def _load(self) -> None:
        async with self._one_at_a_time:
            self._notes = await asyncio.to_thread(self._loaded)
        warn(self._screen, self._notes.take_trouble())
        self._show()

    def _loaded(self) -> Notes:
        directory = state_directory(os.environ) if self._remembered_as else None
        notes = Notes(directory, self._remembered_as)
        notes.load()
        return notes

    async def _write(self, rid: str, text: str) -> None:
        try:
            # In order: a note that is typed at once comes after those that are still being read.
            async with self._one_at_a_time:
                await asyncio.to_thread(self._notes.write, rid, text, int(time.time()))
        except NetwrixTuiError as error:
            complain(self._screen, error)
        self._show()

    def _show(self) -> None:
        self._table.refresh()
        self._changed()

    # The list of what is marked

    def show_marked(self, at: int | None = None) -> None:
        """List the marked records, and those with a note."""
        work: WorkType[None] = partial(self._show_marked, at)
        self._screen.run_worker(work, group="marked", exclusive=True)

    async def _show_marked(self, at: int | None) -> None:
        listed = await self._listed()
        if not listed:
            tell(self._screen, "Nothing is marked. space marks a record, n writes a note on it.")
            return
        table = self._table
        screen = MarkedList(table.store, listed, table.zone, at)
        self._screen.app.push_screen(screen, self._chosen)

    async def _listed(self) -> list[Listed]:
        table = self._table
        store = table.store
        found = await asyncio.to_thread(store.rows_of, self._notes.rids)
        noted = {row: self._notes.of(rid) for rid, row in found.items()}
        rows = table.view.in_order(set(table.marks) | noted.keys())
        return [Listed(row, noted.get(row, ""), row in table.marks) for row in rows]

    def _chosen(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        table, row = self._table, StoreRow(chosen.row)
        match chosen.wish:
            case Wish.GO:
                self._go_to(row)
            case Wish.COPY:
                self._perform("copy")
            case Wish.SAVE:
                self._perform("save")
            case Wish.NOTE:
                self.ask_note(row)
            case Wish.COMPARE:
                self.compare()
            case Wish.UNMARK:
                table.marks.toggle(row)
                table.marks_changed()
                self.show_marked(row)

    def _go_to(self, row: StoreRow) -> None:
        place = self._table.view.view_row(row)
        if place is None:
            tell(self._screen, "The filter hides this record. / changes it.")
            return
        self._table.move_to(place)

    # Comparing

    def compare(self) -> None:
        """The two marked records beside each other, or the one marked and the cursor's."""
        table = self._table
        # More than two are not put in order first: there may be a million of them.
        rows = table.view.in_order(table.marks) if len(table.marks) <= 2 else []
        if len(rows) == 1 and table.record_row is not None and table.record_row != rows[0]:
            rows.append(table.record_row)
        if len(rows) != 2:
            tell(
                self._screen,
                "Two records are compared: mark them with space, or mark one and go to the other.",
            )
            return
        try:
            left, right = (table.store.record(row) for row in rows)
        except NetwrixTuiError as error:
            complain(self._screen, error)
            return
        self._screen.app.push_screen(CompareScreen(left, right, table.zone))

    def _perform(self, action: str) -> None:
        self._screen.call_later(self._screen.app.run_action, action, self._screen)

    def _note_of(self, rid: str) -> str:
        return self._notes.of(rid)
