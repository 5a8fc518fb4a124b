"""The record that is being read: it follows the cursor, and is fetched in the other format."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.timer import Timer

from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.results.worker import ApiWorker
from netwrix_tui.tui.widgets.record_viewer import ShownRecord
from netwrix_tui.wire.wire_format import WireFormat

if TYPE_CHECKING:
    from netwrix_tui.tui.screens.explorer import Explorer

_PAUSE = 0.08
"""Seconds that the cursor rests on a record before its pane is painted."""


class Reading:
    """Keeps the record pane on the record under the table's cursor."""

    def __init__(self, explorer: Explorer, worker: ApiWorker) -> None:
        self._explorer = explorer
        self._worker = worker
        self._pause: Timer | None = None

    def follow_cursor(self) -> None:
        """Show the record under the cursor once the cursor rests."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self._explorer.set_timer(_PAUSE, self.show)

    def show(self) -> None:
        """Show the record under the cursor now."""
        explorer = self._explorer
        store, row = explorer.searching.store, explorer.table.cursor_row
        if not 0 <= row < len(store):
            explorer.viewer.clear()
            return
        explorer.viewer.show(
            ShownRecord(
                record=store.record(row),
                raw=store.raw(row),
                format=store.format(row),
                declarations=store.declarations(row),
                damaged=store.damaged(row),
                position=f"{row + 1:,} of {len(store):,}",
            )
        )

    def step(self, by: int) -> None:
        """To the next record, or the one before; the table's cursor goes along."""
        table = self._explorer.table
        table.move_to(table.cursor_row + by)
        self.show()

    def fetch_other_format(self, wire: WireFormat) -> None:
        """Ask the server for the shown record in the other format, by its RID."""
        self._explorer.run_worker(
            self._fetch(wire), group="other-format", exclusive=True, exit_on_error=False
        )

    async def _fetch(self, wire: WireFormat) -> None:
        explorer = self._explorer
        store, row = explorer.searching.store, explorer.table.cursor_row
        rid = store.row(row).rid
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
        still_there = explorer.searching.store is store and explorer.table.cursor_row == row
        if still_there:
            explorer.viewer.show_other_format(wire, raw, trouble)
