"""Controller of marks and notes: mark, annotate, list, compare two records."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import takewhile
from typing import NamedTuple, Protocol

from textual.worker import WorkType

from netwrix_tui.case.findings import Findings, FoundRecord, Item, Words
from netwrix_tui.clock import epoch
from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.record import Row
from netwrix_tui.results.view.view import StoreRow
from netwrix_tui.searches.notes import LONGEST, Note, Notes
from netwrix_tui.searches.server_notes import ServerNotes
from netwrix_tui.searches.step_words import ROOM
from netwrix_tui.tui.dialogs.ask_line import AskLine, short_text
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information, notify_warning
from netwrix_tui.tui.notes.marked_list import (
    MOST,
    Change,
    Listed,
    MarkedChoice,
    MarkedRecordsScreen,
    Place,
    Told,
    Wish,
)
from netwrix_tui.tui.record.compare_screen import CompareScreen
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.text.visible_input import VisibleInput

_GROUP = "notes"


class CopyRecords(Protocol):
    """Copies rows of the store as a ticket, or asks for the format first; ``count`` says what they
    are.
    """

    def __call__(self, rows: Sequence[int], count: str, *, choose: bool) -> None: ...


class _Known(NamedTuple):
    """All notes, the rows of those that are loaded by their RIDs, and what is listed."""

    notes: list[Note]
    found: dict[str, int]
    listed: list[Listed]


class NotesController:
    """Notes of an explorer, the list of marked records, and the comparison of two of them.

    The file with the notes is read and written beside the screen's loop.
    """

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        remembered_as: str,
        *,
        servers: Mapping[str, str] | None = None,
        changed: Callable[[], None],
        written: Callable[[str, str], None],
        found: Callable[[Sequence[Item]], None] = lambda _: None,
        begin: BeginSearch,
        copy: CopyRecords,
        save: Callable[[], None],
    ) -> None:
        """``remembered_as`` is the name under which notes are kept; none: only while it runs.

        ``servers`` are those of several servers, by their names.

        ``changed`` is called after notes have changed, ``written`` with the RID and the text of
        one that was written, ``found`` with the story whenever it is another; ``copy`` and
        ``save`` hand records over.
        """
        self._host = host
        self._table = table
        self._changed = changed
        self._written = written
        self._found = found
        self._findings = Findings()
        self._facts: dict[str, Note] = {}
        """What is told of the records of the story that another search holds, by their keys."""
        self._rows: dict[str, Listed] = {}
        """The records that are listed, by the keys that the story knows them by."""
        self._begin = begin
        self._copy = copy
        self._save = save
        self._remembered_as = remembered_as
        self._servers = servers
        self._notes: Notes | ServerNotes = Notes(None, remembered_as)
        self._noted: list[Listed] = []
        """Those with a note, of the records that were listed last."""
        self._one_at_a_time = asyncio.Lock()
        self._table.note_of = self._note_of
        self._table.note_is_kept = self._is_kept

    def restore(self) -> None:
        """Read the notes of earlier days."""
        work: WorkType[None] = self._load
        self._host.run_worker(work, group=_GROUP)

    # Notes

    def ask_note(self, row: StoreRow | None = None) -> None:
        """Write a note on a record, by default on the one under the cursor."""
        if row is None:
            row = self._table.record_row
        if row is not None:
            record = self._table.store.row(row)
            self._ask(record.key, record)

    def _ask(self, rid: str, record: Row | None) -> None:
        """Write a note on a record, which is None where it is not loaded."""

        def written(text: str | None) -> None:
            if text is not None:
                # Never given up for what comes after it.
                self._host.run_worker(self._write(rid, text, record), group=_GROUP)

        hint = "enter saves · an empty note removes the old one · esc cancels"
        field = VisibleInput(self._notes.of(rid))
        field.lines_pasted = field.put_in_joined
        question = AskLine(
            "Note on this record",
            field=field,
            read=short_text(LONGEST),
            hint=hint,
            error=None,
        )
        self._host.app.push_screen(question, written)

    async def _load(self) -> None:
        async with self._one_at_a_time:
            self._notes = await asyncio.to_thread(self._loaded)
        notify_warning(self._host, self._notes.take_trouble())
        self._show()

    async def add(self, notes: Sequence[tuple[str, str]], story: Sequence[Item] = ()) -> None:
        """Know the notes of a case, too, and its story; what was written here stays."""
        self._findings.restore(story)
        async with self._one_at_a_time:
            for rid, text in notes:
                if not self._notes.of(rid):
                    self._notes.know(rid, text, int(epoch()))
        self._show()

    def _loaded(self) -> Notes | ServerNotes:
        directory = state_directory(os.environ) if self._remembered_as else None
        notes = (
            ServerNotes(directory, self._servers)
            if self._servers
            else Notes(directory, self._remembered_as)
        )
        notes.load()
        return notes

    async def _write(self, rid: str, text: str, record: Row | None) -> None:
        try:
            # In order: a note that is typed at once comes after those that are still being read.
            async with self._one_at_a_time:
                self._written(rid, text)
                await asyncio.to_thread(self._notes.write, rid, text, int(epoch()), record)
        except NetwrixTuiError as error:
            notify_error(self._host, error)
        self._show()

    def _show(self) -> None:
        self._table.refresh()
        self._changed()

    # The list of what is marked

    def show_marked(self, at: int | None = None) -> None:
        """List the marked records, and those with a note."""
        work: WorkType[None] = partial(self._show_marked, at)
        self._host.run_worker(work, group="marked", exclusive=True)

    async def catch_up(self) -> None:
        """Have the story tell of all that is marked or noted now, and kept so."""
        await self._caught_up()

    async def _caught_up(self) -> _Known | None:
        """What there is to list; None where another search has begun meanwhile."""
        table = self._table
        store = table.store
        async with self._one_at_a_time:  # a note that was just typed is among them
            notes = self._notes.all
        told = [item.key for item in self._findings.items if isinstance(item, FoundRecord)]
        rids = dict.fromkeys([*(note.rid for note in notes), *told])
        rows = await asyncio.to_thread(store.rows_of, list(rids))
        if table.store is not store:
            return None  # these are not its rows
        found = {note.rid: rows[note.rid] for note in notes if note.rid in rows}
        listed = self._listed(found)[:MOST]
        self._rows = {self._key(one.row): one for one in listed}
        if self._findings.keep_up(list(self._rows), lambda key: key in rows or key in self._rows):
            self._found(self._findings.items)
        return _Known(notes, found, listed)

    async def _show_marked(self, at: int | None) -> None:
        known = await self._caught_up()
        if known is None:
            return
        notes, found, listed = known
        table = self._table
        store = table.store
        story = self._story()
        in_it = {place.rid for place in story if isinstance(place, Note)}
        others = [note for note in notes if note.rid not in found and note.rid not in in_it]
        if not story and not others:
            notify_information(
                self._host, "Nothing is marked. space marks a record, n writes a note on it."
            )
            return
        self._noted = [one for one in listed if one.note]
        screen = MarkedRecordsScreen(
            store, story, others, table.zone, at, self._notes.is_kept, self._arrange
        )
        self._host.app.push_screen(screen, self._chosen)

    def _key(self, row: int) -> str:
        """What the story knows a record by: its RID, or its row where it has none."""
        store = self._table.store
        key = store.key(row) or f"row {row}"
        self._facts[key] = Note(key, self._notes.of(key)).on(store.row(row))
        return key

    def _story(self) -> list[Place]:
        """The items of the story as the list shows them."""
        places: list[Place] = []
        for item in self._findings.items:
            if isinstance(item, Words):
                places.append(Told(item.text))
            else:
                known = self._facts.get(item.key, Note(item.key, self._notes.of(item.key)))
                places.append(self._rows.get(item.key, known))
        return places

    def _arrange(self, change: Change, at: int, words: str) -> tuple[list[Place], int]:
        """Change the story at a place; an :data:`Arrange`."""
        findings = self._findings
        match change:
            case Change.UP | Change.DOWN:
                at = findings.move(at, -1 if change is Change.UP else 1)
            case Change.WRITE:
                at = findings.write(at, words)
            case Change.TAKE_OUT:
                findings.take_out(at)
            case Change.UNDO:
                before = findings.items
                if findings.undo():
                    same = (a == b for a, b in zip(before, findings.items, strict=False))
                    at = sum(1 for _ in takewhile(bool, same))  # to what came back
                else:
                    notify_information(self._host, "Nothing of the story was changed.")
        self._found(findings.items)
        return self._story(), at

    def _listed(self, found: dict[str, int]) -> list[Listed]:
        """The marked records and those ``found`` with a note, in the order shown."""
        table = self._table
        noted = {row: self._notes.of(rid) for rid, row in found.items()}
        rows = table.view.in_order(set(table.marks) | noted.keys())
        return [Listed(row, noted.get(row, ""), row in table.marks) for row in rows]

    def _chosen(self, chosen: MarkedChoice | None) -> None:
        if chosen is None:
            return
        match chosen.wish, chosen.of:
            case Wish.GO, Listed(row):
                self._go_to(StoreRow(row))
            case Wish.GO, Note() as note:
                self._search_for(note)
            case Wish.COPY | Wish.COPY_AS, of:
                if self._table.marks or self._noted or self._is_gone_to(of):
                    self._copy_listed(choose=chosen.wish is Wish.COPY_AS)
            case Wish.SAVE, of:
                if self._table.marks or self._is_gone_to(of):
                    self._host.call_later(self._save)
            case Wish.NOTE, Listed(row):
                self.ask_note(StoreRow(row))
            case Wish.NOTE, Note(rid):
                self._ask(rid, None)
            case Wish.COMPARE, _:
                self.compare()
            case Wish.UNMARK, Listed(row):
                self._table.marks.toggle(row)
                self._table.marks_changed()
                self.show_marked(row)

    def _copy_listed(self, *, choose: bool) -> None:
        """Hand over the marked records of the list; where none is marked, those with a note."""
        marked = self._table.view.in_order(self._table.marks)
        rows = marked or [StoreRow(one.row) for one in self._noted]
        if not rows:
            notify_information(self._host, "No record here is marked, or has a note.")
            return
        count = f"{len(rows):,} {'marked' if marked else 'with a note'}"
        self._host.call_later(partial(self._copy, rows, count, choose=choose))

    def _search_for(self, note: Note) -> None:
        """A search that is a step of the trail like any other."""
        try:
            plan = note.search()
        except NetwrixTuiError as error:
            notify_error(self._host, error)
        else:
            self._begin(plan, words=shortened(f"noted: {note.text}", ROOM), keep=note.rid)

    def _is_gone_to(self, of: Listed | Note) -> bool:
        """Go to the record to copy or save it; without marks it is the one under the cursor."""
        if isinstance(of, Note):
            words = "This record is not loaded. enter searches for it; then it can be taken."
            notify_information(self._host, words)
            return False
        return self._go_to(StoreRow(of.row))

    def _go_to(self, row: StoreRow) -> bool:
        place = self._table.view.view_row(row)
        if place is None:
            notify_information(self._host, "The filter hides this record. / changes it.")
            return False
        self._table.move_to(place)
        return True

    # Comparing

    def compare(self) -> None:
        """The two marked records beside each other, or the one marked and the cursor's."""
        table = self._table
        # More than two are not put in order first: there may be a million of them.
        rows = table.view.in_order(table.marks) if len(table.marks) <= 2 else []
        if len(rows) == 1 and table.record_row is not None and table.record_row != rows[0]:
            rows.append(table.record_row)
        if len(rows) != 2:
            notify_information(
                self._host,
                "Compare needs two records: mark both with space, or mark one and go to the other.",
            )
            return
        try:
            left, right = (table.store.record(row) for row in rows)
        except NetwrixTuiError as error:
            notify_error(self._host, error)
            return
        self._host.app.push_screen(CompareScreen(left, right, table.zone))

    def all_notes(self) -> list[Note]:
        """All notes, the latest first; those of earlier days once they are read."""
        return self._notes.all

    def _is_kept(self, rid: str) -> bool:
        return self._notes.is_kept(rid)

    def _note_of(self, rid: str) -> str:
        return self._notes.of(rid)
