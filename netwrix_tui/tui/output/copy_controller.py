"""Controller of copying: records to the clipboard, or as plain text."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from functools import partial

from textual.worker import WorkType

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.change_words import changes_text
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export.csv_format import CsvLimits
from netwrix_tui.results.export.export import ExportFormat, StoredRecord, render
from netwrix_tui.sanitize import visible_block
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information, notify_warning
from netwrix_tui.tui.output import clipboard
from netwrix_tui.tui.output.choose_format import ChooseFormat
from netwrix_tui.tui.record.plain_text import PlainScreen
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.columns import CHANGES
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.terminal import driver


class CopyController:
    """Copier of the marked records of an explorer, else of the one under the cursor.

    Rendering happens beside the screen's loop, so that thousands of marked records
    hold up no key. What was done is said in a notification, never more than that.
    """

    def __init__(
        self, host: ScreenHost, table: ResultsTable, *, is_reading: Callable[[], bool]
    ) -> None:
        """``is_reading`` is true where the keys go to a record that is open."""
        self._host = host
        self._table = table
        self._is_reading = is_reading

    def copy(self) -> None:
        """The open record, else the marked, else the one under the cursor, as text for a ticket."""
        if self._is_reading():
            self._copy_open()
        else:
            self.copy_as(ExportFormat.TEXT)

    def copy_as(self, form: ExportFormat) -> None:
        """Send the records to the clipboard in a form."""
        self._copying(partial(self._copy_marked, form))

    def _copy_open(self) -> None:
        """Send the record that is open to the clipboard as text, whichever are marked."""
        table = self._table
        if table.record_row is None:
            return
        marked = len(table.marks)
        what = f"this record (C offers the {marked:,} marked)" if marked else ""
        records: list[StoredRecord] = [(table.store, table.record_row)]
        self._copying(partial(self._copy, records, ExportFormat.TEXT, what))

    def choose_format(self) -> None:
        """Ask for the form first."""
        what = records_words(len(self._table.records))
        self._host.app.push_screen(ChooseFormat(what), self._chosen)

    def copy_cell(self) -> None:
        """Send the value under the cursor to the clipboard; line breaks and tabs stay."""
        table, column = self._table, self._table.cursor_column
        if column is CHANGES and table.record_row is not None:
            # Also those that the table does not look into: they may take a while.
            work = partial(self._copy_changes, table.store, table.record_row)
        else:
            work = partial(self._copy_text, table.cell_text(), column.title)
        self._copying(work)

    def copy_text(self, text: str, what: str, suffix: str) -> None:
        """Send any text to the clipboard; ``suffix`` ends its file where it is too long for one."""
        self._copying(partial(self._send, text, what, suffix))

    def show_plain(self) -> None:
        """Show the records as plain text on the whole screen."""
        self._copying(partial(self._show_plain, self._records()))

    def _chosen(self, form: ExportFormat | str | None) -> None:
        if isinstance(form, ExportFormat):
            self.copy_as(form)
        elif form is not None:
            self.copy_cell()

    def _records(self) -> list[StoredRecord]:
        store = self._table.store
        return [(store, row) for row in self._table.records]

    def _copying(self, work: WorkType[None]) -> None:
        # A function: Python complains of a coroutine that is given up before it ran.
        self._host.run_worker(work, group="copying", exclusive=True)

    async def _rendered(self, records: list[StoredRecord], form: ExportFormat) -> bytes:
        table, limits = self._table, CsvLimits()
        data = await asyncio.to_thread(
            partial(render, records, form, table.zone, table.note_of, limits)
        )
        notify_warning(self._host, " ".join(limits.remarks()))
        return data

    async def _copy(self, records: list[StoredRecord], form: ExportFormat, what: str = "") -> None:
        try:
            data = await self._rendered(records, form)
        except NetwrixTuiError as error:
            notify_error(self._host, error)
            return
        what = what or records_words(len(records))
        await self._send(data.decode("utf-8", "replace"), what, form.extension)

    async def _copy_marked(self, form: ExportFormat) -> None:
        """Copy the marked records, else the one under the cursor."""
        marks = self._table.marks
        await self._copy(self._records(), form)
        marks.are_handed_over = True

    async def _copy_changes(self, store: Store, row: int) -> None:
        try:
            record = await asyncio.to_thread(store.record, row)
        except NetwrixTuiError as error:
            notify_error(self._host, error)
            return
        text = await asyncio.to_thread(changes_text, record.details)
        await self._send(text, CHANGES.title, ".txt")

    async def _copy_text(self, text: str, what: str) -> None:
        await self._send(await asyncio.to_thread(visible_block, text), what, ".txt")

    async def _send(self, text: str, what: str, suffix: str) -> None:
        sent = await clipboard.send(
            text,
            what=what,
            environment=os.environ,
            write=partial(driver.write, self._host.app),
            suffix=suffix,
        )
        notify_information(self._host, sent.message)

    async def _show_plain(self, records: list[StoredRecord]) -> None:
        try:
            data = await self._rendered(records, ExportFormat.TEXT)
        except NetwrixTuiError as error:
            notify_error(self._host, error)
            return
        self._host.app.push_screen(PlainScreen(data.decode("utf-8", "replace")))
