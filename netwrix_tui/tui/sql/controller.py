"""Controller of SQL: what is asked, over what, and what becomes of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Protocol

from netwrix_tui.case.facts import NoteFacts, SearchFacts, SourceFacts
from netwrix_tui.case.loaded_table import Loaded
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.epoch import EPOCH, moment_at
from netwrix_tui.records.pivot_list import PivotKind
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of
from netwrix_tui.records.record import key_parts, record_key
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.searches.notes import Note
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information
from netwrix_tui.tui.session.screen_host import BeginSearch, ScreenHost
from netwrix_tui.tui.session.session import Session
from netwrix_tui.tui.sql.sql_screen import LastRows, OpenRecord, PivotWish, SqlScreen, SqlWish
from netwrix_tui.tui.sql.sql_thread import Over, Running, SqlThread, Told, WrittenCase
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import Column

_MOST_BEFORE = 50
"""Statements that are remembered while the explorer stands."""


class SqlSearch(Protocol):
    """The search whose records are asked."""

    @property
    def session(self) -> Session:
        """Where searches go, and as whom."""

    @property
    def plan(self) -> SearchPlan:
        """What was searched for."""


class SqlController:
    """Asks what is loaded, or the whole case where one is open without its server."""

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        search: SqlSearch,
        keeper: SessionKeeper | None,
        *,
        notes: Callable[[], Sequence[Note]],
        begin: BeginSearch,
        pivot: Callable[[PivotKind, Column, str], None],
        open_record: Callable[[], None],
        copy_text: Callable[[str, str, str], None],
        explain: Callable[[], None],
        is_reading: Callable[[], bool],
    ) -> None:
        """``pivot`` searches by a value of a column; ``open_record`` opens the one under the
        table's cursor, ``is_reading`` says whether one is read; ``explain`` shows the help.
        """
        self._is_reading = is_reading
        self._opened_from_row = False
        """True while a record is read that a row has opened."""
        self._host = host
        self._table = table
        self._search = search
        self._keeper = keeper
        self._notes = notes
        self._begin = begin
        self._pivot = pivot
        self._open_record = open_record
        self._copy_text = copy_text
        self._explain = explain
        self.thread = SqlThread()
        self._before: list[str] = []
        self._last: tuple[Store, LastRows] | None = None
        """The rows that were shown last, and the records that they are of."""

    def ask(self) -> None:
        """Open the line."""
        store, last = self._table.store, self._last
        screen = SqlScreen(
            self._over_words(),
            self._run,
            before=self._before,
            last=last[1] if last is not None and last[0] is store else None,
            kept=partial(self._keep, store),
            copy_text=self._copy_text,
            explain=self._explain,
        )
        self._host.app.push_screen(screen, self._left)

    def come_back(self) -> bool:
        """Back from the record that a row has opened to the rows; False where it is none."""
        from_row, self._opened_from_row = self._opened_from_row, False
        if not (from_row and self._is_reading()):
            return False
        self.ask()
        return True

    def forget_row(self) -> None:
        """The records are looked at by themselves now: from them, nothing leads to the rows."""
        self._opened_from_row = False

    def end(self) -> None:
        """Let go of the tables."""
        self.thread.close()

    def _run(self, statement: str, told: Callable[[Running, Told], None]) -> Running:
        if statement.strip():
            others = [other for other in self._before if other != statement]
            self._before = [statement, *others][:_MOST_BEFORE]
        return self.thread.begin(statement, self.over(), self._table.zone, told)

    def _keep(self, store: Store, last: LastRows) -> None:
        self._last = (store, last)

    @property
    def _case(self) -> Path | None:
        session = self._search.session
        return session.case if session.is_offline else None

    def _over_words(self) -> str:
        if self._case is not None:
            return f"over the whole case {self._search.session.title or self._case.name}"
        return f"over the {records_words(len(self._table.store))} loaded"

    def over(self) -> Over:
        if self._case is not None:
            keeper = self._keeper
            if keeper is None or self._search.session.is_read_only:
                return self._case
            return WrittenCase(keeper.path or self._case, keeper)
        table, plan = self._table, self._search.plan
        session = self._search.session
        line = line_of(plan, table.zone)
        loaded = len(table.store)
        source, *others = [
            SourceFacts(part.server, part.account, name=name)
            for name, part in (session.parts or {"": session}).items()
        ]
        numbers = {each.name: number for number, each in enumerate((source, *others), 1)}
        notes = []
        for note in self._notes():
            name, rid = key_parts(note.rid) if others else ("", note.rid)
            at = moment_at(note.at * 1_000_000, UTC) or EPOCH
            notes.append(NoteFacts(numbers.get(name, 1), rid, note.text, at, ""))
        return Loaded(
            table.store,
            source,
            SearchFacts(1, plan, line, line, now(), table.zone.name),
            loaded,
            tuple(table.marks.sorted()),
            tuple(notes),
            tuple(others),
        )

    # What becomes of a row

    def _left(self, wish: SqlWish | None) -> None:
        match wish:
            case OpenRecord(rid):
                self._host.call_later(lambda: self._go_to(rid))
            case PivotWish(kind, column, value):
                self._host.call_later(lambda: self._pivot(kind, column, value))
            case _:
                return

    def _go_to(self, rid: str) -> None:
        table = self._table
        keys = [record_key(name, rid) for name in self._search.session.parts or ("",)]
        row = next(iter(table.store.rows_of(keys).values()), None)
        if row is None:
            try:
                plan = Note(rid, "").search()
            except UsageError as error:
                notify_error(self._host, error)
                return
            self._begin(plan, words="of SQL", keep=rid)
            return
        place = table.view.view_row(row)
        if place is None:
            notify_information(self._host, "The filter hides this record. / changes it.")
            return
        table.move_to(place)
        self._open_record()
        self._opened_from_row = True
