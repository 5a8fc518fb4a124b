"""Controller of copying: records to the clipboard, or as plain text."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from textual.worker import WorkType

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.change_words import changes_text
from netwrix_tui.results.columnstore.received_record import of_store
from netwrix_tui.results.columnstore.row_marks import Marks
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export.csv_format import CsvLimits
from netwrix_tui.results.export.export import ExportFormat, StoredRecord, render
from netwrix_tui.results.export.isolates import without_isolates
from netwrix_tui.results.export.record_fields import no_note
from netwrix_tui.results.export.ticket import records_ticket
from netwrix_tui.results.export.ticket_format import TicketFormat
from netwrix_tui.results.export.ticket_head import TicketHead
from netwrix_tui.sanitize import visible_block
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information, notify_warning
from netwrix_tui.tui.output import clipboard
from netwrix_tui.tui.output.choose_format import ChooseFormat, CopyChoice
from netwrix_tui.tui.output.chosen_words import OPEN_RECORD, chosen_words
from netwrix_tui.tui.record.plain_text import PlainScreen
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.tui.table.table_columns import CHANGES
from netwrix_tui.tui.terminal import beside_frames


@dataclass(frozen=True, slots=True)
class ChosenRecords:
    """Rows of a store in the order in which they go out, as they were when the key was pressed, and
    what a ticket says on top of them.
    """

    store: Store
    rows: Sequence[int]
    head: TicketHead
    marks: Marks | None = None

    def hand_over(self) -> None:
        """These have gone out: leaving does not ask about their marks any more."""
        if self.marks is not None and set(self.rows) >= set(self.marks):
            self.marks.are_handed_over = True


class CopyController:
    """Copier of the marked records of an explorer, else of the one under the cursor.

    Rendering happens beside the screen's loop, so that thousands of marked records
    hold up no key. What was done is said in a notification, never more than that.
    """

    def __init__(
        self,
        host: ScreenHost,
        table: ResultsTable,
        *,
        is_reading: Callable[[], bool],
        head: Callable[[], TicketHead],
    ) -> None:
        """``is_reading`` is true where the keys go to a record that is open; ``head`` makes what
        stands on top of a ticket.
        """
        self._host = host
        self._table = table
        self._is_reading = is_reading
        self._head = head

    def copy(self) -> None:
        """The open record, else the marked, else the one under the cursor, as text for a ticket."""
        table = self._table
        if not self._is_reading():
            self._copying(partial(self._copy_ticket, self._chosen_in_table()))
        elif table.record_row is not None:
            marked = len(table.marks)
            what = f"this record (C offers the {marked:,} marked)" if marked else ""
            chosen = self._chosen([table.record_row], OPEN_RECORD)
            self._copying(partial(self._copy_ticket, chosen, what=what))

    def choose_format(self) -> None:
        """Ask for the format first."""
        self._choose(self._chosen_in_table())

    def copy_listed(self, rows: Sequence[int], count: str, *, choose: bool) -> None:
        """Copy these rows of the store as a ticket, or ask for the format first; ``count`` says
        what they are.
        """
        chosen = self._chosen(rows, count)
        if choose:
            self._choose(chosen)
        else:
            self._copying(partial(self._copy_ticket, chosen))

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
        self._copying(partial(self._send_text, text, what, suffix))

    def show_plain(self) -> None:
        """Show the ticket with all details as plain text on the whole screen."""
        self._copying(partial(self._show_plain, self._chosen_in_table()))

    def _chosen_in_table(self) -> ChosenRecords:
        return self._chosen(self._table.records, chosen_words(self._table))

    def _chosen(self, rows: Sequence[int], count: str) -> ChosenRecords:
        head = replace(self._head(), count=count)
        return ChosenRecords(self._table.store, rows, head, self._table.marks)

    def _choose(self, chosen: ChosenRecords) -> None:
        def answered(choice: CopyChoice | None) -> None:
            if choice is None:
                return
            if choice.format is None:
                self.copy_cell()
            elif isinstance(choice.format, TicketFormat):
                details = choice.with_details
                work = partial(self._copy_ticket, chosen, choice.format, with_details=details)
                self._copying(work)
            else:
                self._copying(partial(self._copy_records, chosen, choice.format))

        count = len(chosen.rows)
        question = ChooseFormat(records_words(count), with_details=count == 1)
        self._host.app.push_screen(question, answered)

    def _copying(self, work: WorkType[None]) -> None:
        # A function: Python complains of a coroutine that is given up before it ran.
        self._host.run_worker(work, group="copying", exclusive=True)

    async def _ticket(
        self, chosen: ChosenRecords, ticket_format: TicketFormat, *, with_details: bool
    ) -> str:
        note_of = self._table.note_of or no_note

        def made() -> str:
            records = [of_store(chosen.store, row) for row in chosen.rows]
            return records_ticket(
                chosen.head, records, ticket_format, note_of, with_details=with_details
            )

        return await asyncio.to_thread(made)

    async def _copy_ticket(
        self,
        chosen: ChosenRecords,
        ticket_format: TicketFormat = TicketFormat.TEXT,
        *,
        with_details: bool | None = None,
        what: str = "",
    ) -> None:
        """Send a ticket; a record alone is told with its details unless it is said otherwise."""
        count = len(chosen.rows)
        details = count == 1 if with_details is None else with_details
        try:
            text = await self._ticket(chosen, ticket_format, with_details=details)
        except NetwrixTuiError as error:
            notify_error(self._host, error)
            return
        if await self.send(text, what or records_words(count), ticket_format.extension):
            chosen.hand_over()

    async def _copy_records(self, chosen: ChosenRecords, export_format: ExportFormat) -> None:
        table, limits = self._table, CsvLimits()
        records: list[StoredRecord] = [(chosen.store, row) for row in chosen.rows]
        work = partial(render, records, export_format, table.zone, table.note_of, limits)
        try:
            data = await asyncio.to_thread(work)
        except NetwrixTuiError as error:
            notify_error(self._host, error)
            return
        notify_warning(self._host, " ".join(limits.remarks()))
        what = records_words(len(records))
        if await self.send(data.decode("utf-8", "replace"), what, export_format.extension):
            chosen.hand_over()

    async def _copy_changes(self, store: Store, row: int) -> None:
        try:
            record = await asyncio.to_thread(store.record, row)
        except NetwrixTuiError as error:
            notify_error(self._host, error)
            return
        text = await asyncio.to_thread(changes_text, record.details)
        await self.send(text, CHANGES.title, ".txt")

    async def _send_text(self, text: str, what: str, suffix: str) -> None:
        await self.send(text, what, suffix)

    async def _copy_text(self, text: str, what: str) -> None:
        await self.send(await asyncio.to_thread(visible_block, text), what, ".txt")

    async def send(self, text: str, what: str, suffix: str) -> bool:
        """Send it and say what came of it; False where it went nowhere."""
        sent = await clipboard.send(
            text,
            what=what,
            environment=os.environ,
            write=partial(beside_frames.write, self._host.app),
            suffix=suffix,
        )
        has_gone_out = sent.way is not clipboard.Way.NOWHERE
        say = notify_information if has_gone_out else notify_warning
        say(self._host, sent.message)
        return has_gone_out

    async def _show_plain(self, chosen: ChosenRecords) -> None:
        try:
            text = await self._ticket(chosen, TicketFormat.TEXT, with_details=True)
        except NetwrixTuiError as error:
            notify_error(self._host, error)
            return
        self._host.app.push_screen(PlainScreen(without_isolates(text)))
