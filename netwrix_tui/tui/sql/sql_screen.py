"""Screen of SQL: the line, what is under way, and the rows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static
from textual.worker import WorkType

from netwrix_tui.case.record_table import Made
from netwrix_tui.case.sql_formats import CsvRows, NdjsonRows, text_of
from netwrix_tui.case.sql_names import ROW_FIELDS
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.home import expanded
from netwrix_tui.records.pivot_list import PivotKind
from netwrix_tui.results.export import new_file
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.ask_line import AskLine
from netwrix_tui.tui.dialogs.notifications import (
    notify_error,
    notify_information,
    notify_warning,
)
from netwrix_tui.tui.sql.row_sheet import RowSheet
from netwrix_tui.tui.sql.rows_table import RowsTable
from netwrix_tui.tui.sql.sql_line import SqlLine
from netwrix_tui.tui.sql.sql_thread import MOST_ROWS, Result, Running, Told
from netwrix_tui.tui.table.table_columns import ALL_COLUMNS, Column
from netwrix_tui.tui.terminal.low_latency_screen import LowLatencyScreen
from netwrix_tui.tui.text.footer import FooterLine

_TICK = 0.5
"""Seconds between two looks at the clock while a statement runs."""

_NO_RID = "These rows have no RID to open a record by: put rid into the SELECT."
_NO_COLUMN = (
    "A search is for a value of who, what, location and the like: this column is none of them."
)


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """The record of a RID is wanted."""

    rid: str


@dataclass(frozen=True, slots=True)
class PivotWish:
    """A search by a value is wanted."""

    kind: PivotKind
    column: Column
    value: str


@dataclass(frozen=True, slots=True)
class LastRows:
    """Rows as they were left: in their order, with the cursor's row and column."""

    result: Result
    sheet: RowSheet
    row: int = 0
    column: int = 0


SqlWish = OpenRecord | PivotWish
"""What the screen is left with."""

Begin = Callable[[str, Callable[[Running, Told], None]], Running]
"""Begins a statement; see :meth:`SqlThread.begin`."""


@dataclass
class _SqlTold(Message, bubble=False):
    """Something of a statement, from its thread."""

    running: Running
    told: Told


class SqlScreen(LowLatencyScreen[SqlWish | None]):
    """Screen that runs statements, and is left with a wish, or with None."""

    AUTO_FOCUS = "SqlLine VisibleInput"
    CSS = """
    SqlScreen {
        background: $background;

        & > #sql-head { height: 1; padding: 0 1; background: $panel; }
        & > #sql-status { height: 1; padding: 0 1; color: $text-muted; }
        & > #sql-head, & > #sql-status { text-wrap: nowrap; text-overflow: ellipsis; }
        & > RowsTable { height: 1fr; }
    }
    """

    def __init__(
        self,
        over: str,
        begin: Begin,
        *,
        before: Sequence[str],
        last: LastRows | None,
        kept: Callable[[LastRows], None],
        copy_text: Callable[[str, str, str], None],
        explain: Callable[[], None],
    ) -> None:
        """``over`` says in words what is asked; ``before`` are statements, the latest first.

        ``last`` is shown at the beginning; ``kept`` is given the rows as they are left.
        """
        super().__init__()
        self._over = over
        self._begin = begin
        self._line = SqlLine(before[0] if before else "", before)
        self._table = RowsTable()
        self._last = last
        self._result: Result | None = None
        self._kept = kept
        self._copy_text = copy_text
        self._explain = explain
        self._under_way: Running | None = None
        self._doing = ""

    def compose(self) -> ComposeResult:
        head = Text("SQL", "bold")
        head.append(f"  {visible(self._over)} · read-only", "not bold")
        yield Static(head, id="sql-head", markup=False)
        yield self._line
        yield Static(id="sql-status", markup=False)
        yield self._table
        yield FooterLine()

    def on_mount(self) -> None:
        self.set_interval(_TICK, self._say_how_far)
        last = self._last
        if last is not None:
            self._show(last.result)
            self._table.show(last.sheet, last.row, last.column)
            self._table.focus()
        else:
            self._say("enter runs · tab completes · f1 has tables and examples · esc back")

    def on_unmount(self) -> None:
        """Nobody waits for it any more; the rows are there the next time."""
        self._cancel()
        if self._result is not None:
            table = self._table
            self._kept(LastRows(self._result, table.sheet, table.cursor_row, table.column))

    @property
    def is_busy(self) -> bool:
        """True while a statement is under way."""
        return self._under_way is not None

    # Running

    @on(SqlLine.RunRequested)
    def _run(self, message: SqlLine.RunRequested) -> None:
        self._cancel()
        self._doing = "Running"
        self._under_way = self._begin(message.statement, self._tell)
        self._say_how_far()

    def _tell(self, running: Running, told: Told) -> None:
        self.post_message(_SqlTold(running, told))

    @on(_SqlTold)
    def _told(self, message: _SqlTold) -> None:
        if message.running is not self._under_way:
            return
        match message.told:
            case Made() as made:
                is_made = made.done >= made.pages
                share = 0 if is_made else made.done * 100 // made.pages
                self._doing = "Running" if is_made else f"Making the tables {share} %"
                self._say_how_far()
                return
            case Result() as result:
                self._under_way = None
                self._show(result)
                if result.rows:
                    self._table.focus()
            case NetwrixTuiError() as error:
                self._under_way = None
                self._say("")
                self._line.show_error(error)
                self._line.edit()

    def _cancel(self) -> bool:
        if self._under_way is None:
            return False
        self._under_way.cancel()
        self._under_way = None
        return True

    def _say_how_far(self) -> None:
        if self._under_way is not None:
            minutes, seconds = divmod(int(time.monotonic() - self._under_way.began), 60)
            self._say(f"{self._doing} · {minutes}:{seconds:02} · esc stops it")

    def _show(self, result: Result) -> None:
        self._result = result
        self._table.show(RowSheet(result.columns, result.rows))
        count = len(result.rows)
        words = "1 row" if count == 1 else f"{count:,} rows"
        if result.is_cut:
            most = "all that is shown" if count >= MOST_ROWS else "64 MB of them"
            words = f"The first {words}, {most}: there are more"
        elif not count:
            words = "No rows"
        parts = [words, f"{result.seconds:.1f} s"]
        if result.damaged:
            parts.append(f"{result.damaged:,} unreadable pages of the case left out")
        self._say(" · ".join(parts))

    def _say(self, words: str) -> None:
        status = self.query_one("#sql-status", Static)
        status.update(Text(words))

    # Leaving

    @on(SqlLine.LeaveRequested)
    @on(RowsTable.LeaveRequested)
    def _leave(self) -> None:
        if self._cancel():
            self._say("Stopped.")
        elif self.app.screen is self:
            self.dismiss(None)

    @on(SqlLine.RowsRequested)
    def _to_rows(self) -> None:
        if self._table.row is not None:
            self._table.focus()

    @on(RowsTable.EditRequested)
    def _edit(self) -> None:
        self._line.edit()

    @on(SqlLine.HelpRequested)
    @on(RowsTable.HelpRequested)
    def _help(self) -> None:
        self._explain()

    @on(RowsTable.RecordRequested)
    def _open(self) -> None:
        row, columns = self._table.row, self._columns
        rid = text_of(row[columns.index("rid")]) if row is not None and "rid" in columns else ""
        if not rid:
            notify_information(self, _NO_RID)
        elif self.app.screen is self:
            self.dismiss(OpenRecord(rid))

    @on(RowsTable.PivotRequested)
    def _pivot(self, message: RowsTable.PivotRequested) -> None:
        row = self._table.row
        if row is None:
            return
        field = ROW_FIELDS.get(self._columns[self._table.column], "")
        column = next((each for each in ALL_COLUMNS if each.field == field), None)
        value = text_of(row[self._table.column])
        if column is None or field in ("when", "rid") or not value:
            notify_information(self, _NO_COLUMN)
        elif self.app.screen is self:
            self.dismiss(PivotWish(message.kind, column, value))

    @property
    def _columns(self) -> list[str]:
        return [title.casefold() for title in self._table.sheet.columns]

    # Rows

    @on(RowsTable.SortRequested)
    def _sort(self, message: RowsTable.SortRequested) -> None:
        work: WorkType[None] = partial(self._sorted, message.column)
        self.run_worker(work, group="sorting", exclusive=True)

    async def _sorted(self, column: int) -> None:
        sheet = self._table.sheet
        if sheet.sorted_by == (column, True):
            order: Sequence[int] = range(len(sheet))
            sorted_by = None
        else:
            sorted_by = (column, sheet.sorted_by == (column, False))
            work = partial(sheet.sorted_order, column, downwards=sorted_by[1])
            order = await asyncio.to_thread(work)
        sheet.order, sheet.sorted_by = order, sorted_by
        if sheet is self._table.sheet:
            self._table.arranged()

    @on(RowsTable.CopyRequested)
    def _copy(self, message: RowsTable.CopyRequested) -> None:
        row, sheet = self._table.row, self._table.sheet
        if row is None:
            return
        if message.is_cell:
            column = self._table.column
            self._copy_text(text_of(row[column]), visible(sheet.columns[column]), ".txt")
            return
        text = _document(sheet, ".csv").decode()
        self._copy_text(text, f"{len(sheet):,} row{'' if len(sheet) == 1 else 's'}", ".csv")

    @on(RowsTable.SaveRequested)
    def _save(self) -> None:
        if self._table.row is None:
            notify_warning(self, "There are no rows to save.")
            return
        question = AskLine(
            f"Save {len(self._table.sheet):,} rows",
            "rows.csv",
            read=_target,
            hint="As the ending tells: .csv for a spreadsheet, .ndjson for programs",
            keys="enter saves · esc goes back",
        )
        self.app.push_screen(question, self._chosen)

    def _chosen(self, path: Path | None) -> None:
        if path is not None:
            work: WorkType[None] = partial(self._saved, self._table.sheet, path)
            self.run_worker(work, group="saving-rows", exclusive=True)

    async def _saved(self, sheet: RowSheet, path: Path) -> None:
        try:
            data = await asyncio.to_thread(_document, sheet, path.suffix.lower())
            written = await asyncio.to_thread(new_file.save, path, data)
        except UsageError as error:
            notify_error(self, error)
        else:
            notify_information(self, f"{len(sheet):,} rows are in {visible(str(written))}.")


def _document(sheet: RowSheet, ending: str) -> bytes:
    writer = NdjsonRows(sheet.columns) if ending == ".ndjson" else CsvRows(sheet.columns)
    rows = sheet.in_order()
    return writer.start(rows) + writer.page(rows)


def _target(text: str) -> Path:
    """The path that was typed. Raises UsageError."""
    try:
        path = expanded(text.strip())
        has_directory = path.parent.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError("This path cannot be written to.", cause=f"{error}.") from error
    if path.suffix.lower() not in (".csv", ".ndjson"):
        raise UsageError(f"{path.name} ends neither in .csv nor in .ndjson.")
    if not has_directory:
        raise UsageError(f"There is no directory {path.parent}.")
    return path
