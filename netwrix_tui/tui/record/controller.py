"""The record that is being read: it follows the cursor, and is fetched in the other format."""

from __future__ import annotations

import asyncio
from functools import partial

from textual.screen import Screen
from textual.timer import Timer
from textual.worker import WorkType

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.results.loading.worker import ApiWorker
from netwrix_tui.results.view.unusual_words import unusual_words
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.explorer.panes import Panes
from netwrix_tui.tui.record.record_viewer import ShownRecord
from netwrix_tui.wire.wire_format import WireFormat

_PAUSE = 0.08
"""Seconds that the cursor rests on a record before its pane is painted."""


class RecordController:
    """Keeps the record pane on the record under the table's cursor."""

    def __init__(
        self, screen: Screen[None], panes: Panes, worker: ApiWorker, searching: CurrentSearch
    ) -> None:
        self._screen = screen
        self._panes = panes
        self._worker = worker
        self._searching = searching
        self._pause: Timer | None = None

    def follow_cursor(self) -> None:
        """Show the record under the cursor once the cursor rests."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self._screen.set_timer(_PAUSE, self.show)

    def show(self) -> None:
        """Show the record under the cursor now."""
        table, viewer = self._panes.table, self._panes.viewer
        store, row = table.store, table.record_row
        if row is None:
            viewer.clear()
            return
        try:
            record, raw = store.record(row), store.raw(row)
        except NetwrixTuiError as error:
            viewer.clear()
            notify_error(self._screen, error)
            return
        unusual = table.view.unusual
        viewer.show(
            ShownRecord(
                record=record,
                raw=raw,
                format=store.format(row),
                declarations=store.declarations(row),
                damaged=store.damaged(row),
                position=self._position(),
                note=table.note_of(store.rid(row)) if table.note_of is not None else "",
                unusual=tuple(unusual_words(store, row, unusual) if unusual is not None else ()),
            )
        )

    def step(self, by: int) -> None:
        """To the next record, or the one before; the table's cursor goes along."""
        table = self._panes.table
        before = table.cursor_row
        table.move_to(before + by)
        if table.cursor_row == before:
            # Its page may be on its way only now: touching the end asks for more.
            is_whole = self._searching.phase is PagerPhase.END
            last = "That is the last record." if is_whole else "That is the last record loaded."
            notify_information(self._screen, last if by > 0 else "That is the first record.")
        self.show()

    def _position(self) -> str:
        table = self._panes.table
        more = "" if self._searching.phase is PagerPhase.END else "+"
        return f"{table.cursor_row + 1:,} of {len(table.view):,}{more}"

    def fetch_other_format(self, wire: WireFormat) -> None:
        """Ask the server for the shown record in the other format, by its RID."""
        work: WorkType[None] = partial(self._fetch, wire)
        self._screen.run_worker(work, group="other-format", exclusive=True, exit_on_error=False)

    async def _fetch(self, wire: WireFormat) -> None:
        table = self._panes.table
        store, row = table.store, table.record_row
        if row is None:
            return
        rid = store.rid(row)
        raw: bytes | None = None
        trouble = ""
        try:
            page = await asyncio.wrap_future(self._worker.fetch_record(rid, wire))
        except NetwrixTuiError as error:
            trouble = error.sentence()
        else:
            if page.raws:
                raw = page.raws[0]
            else:
                trouble = "The server does not find this record by its RID any more."
        if (
            table.store is store
            and table.record_row is not None
            and store.rid(table.record_row) == rid
        ):
            self._panes.viewer.show_other_format(wire, raw, trouble)
