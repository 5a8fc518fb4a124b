"""Controller of the record pane: follows the cursor, fetches the other wire format."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Protocol

from textual.timer import Timer
from textual.widget import Widget
from textual.worker import WorkType

from netwrix_tui.client.clock_difference import length_words
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export.record_fields import NoteOf
from netwrix_tui.results.view.unusual_words import unusual_words
from netwrix_tui.results.view.view import StoreRow, View
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information
from netwrix_tui.tui.record.record_viewer import RecordViewer, ShownRecord
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.text.note_sign import note_words
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

_PAUSE = 0.08
"""Seconds that the cursor rests on a record before its pane is painted, while keys repeat."""

_REPEATED = 0.1
"""Seconds between two moves that are not those of a key held down, nor of one pressed in a hurry.

A terminal repeats a key 15 to 40 times a second.
"""

_AT_ONCE = 0.002
"""Seconds. The cursor is drawn first: that is what one looks at."""


class RecordCursor(Protocol):
    """Table, as far as it says which record is read."""

    note_of: NoteOf | None
    note_is_kept: Callable[[str], bool]

    @property
    def store(self) -> Store:
        """All records that are loaded."""

    @property
    def view(self) -> View:
        """Those that are shown, in their order."""

    @property
    def record_row(self) -> StoreRow | None:
        """The row of the store under the cursor; None where nothing is shown."""

    @property
    def cursor_row(self) -> int:
        """The row of the view under the cursor."""

    def move_to(self, row: int) -> None:
        """Put the cursor into a row of the view."""

    def seconds_ahead(self, record: StoreRow) -> float:
        """How far a record lies ahead of the server's clock; 0 where it does not."""


class RecordPane(Protocol):
    """Pane that shows the record."""

    @property
    def record_is_shown(self) -> bool:
        """True where the record pane is on the screen."""

    def open_record(self) -> None:
        """Put the record pane on the screen."""

    def focus(self, pane: Widget) -> None:
        """Give a pane the focus, at once where it is on the screen."""


def ahead_words(seconds: float) -> tuple[str, ...]:
    """What is said of a record that lies so far ahead of the server's clock."""
    if not seconds:
        return ()
    ahead = length_words(timedelta(seconds=seconds))
    return (f"{ahead} ahead of the server's clock: a wrong clock or zone where it was recorded",)


class RecordController:
    """Controller that keeps the record pane on the record under the table's cursor."""

    def __init__(
        self,
        host: ScreenHost,
        table: RecordCursor,
        viewer: RecordViewer,
        pane: RecordPane,
        *,
        fetch: Callable[[str, WireFormat], Future[Page]],
        is_whole: Callable[[], bool],
        shown: Callable[[], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """``fetch`` asks the server for one record by its RID; ``is_whole`` says whether all
        records of the search are loaded. ``shown`` is called after a record, or none, is shown.
        """
        self._host = host
        self._table = table
        self._viewer = viewer
        self._pane = pane
        self._fetch_record = fetch
        self._is_whole = is_whole
        self._shown = shown
        self._clock = clock
        self._moved_at = -_REPEATED
        self._pause: Timer | None = None

    def open(self) -> None:
        """Read the record under the cursor."""
        self._pane.open_record()
        self.show()
        self._pane.focus(self._viewer)

    def show_if_open(self) -> None:
        """Bring the pane up to the cursor, where it is on the screen."""
        if self._pane.record_is_shown:
            self.show()

    def catch_up(self) -> None:
        """Tell the record's place among what has been loaded by now; show one where none is."""
        if not self._viewer.has_record:
            self.show_if_open()
        elif self._pane.record_is_shown:
            self._viewer.show_position(self._position())

    def follow_cursor(self) -> None:
        """Show the record under the cursor, where anybody looks at it; while keys repeat, once the
        cursor rests.
        """
        now = self._clock()
        is_single = now - self._moved_at > _REPEATED
        self._moved_at = now
        if not self._pane.record_is_shown:
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self._host.set_timer(_AT_ONCE if is_single else _PAUSE, self.show)

    def show(self) -> None:
        """Show the record under the cursor now."""
        self._show()
        self._shown()

    def _show(self) -> None:
        table, viewer = self._table, self._viewer
        store, row = table.store, table.record_row
        if row is None:
            viewer.clear()
            return
        try:
            record, raw = store.record(row), store.raw(row)
        except NetwrixTuiError as error:
            viewer.clear()
            notify_error(self._host, error)
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
                note=self._note_on(store.key(row)),
                unusual=(
                    *ahead_words(table.seconds_ahead(row)),
                    *(unusual_words(store, row, unusual) if unusual is not None else ()),
                ),
            )
        )

    def _note_on(self, key: str) -> str:
        table = self._table
        note = table.note_of(key) if table.note_of is not None else ""
        return note_words(note, is_kept=table.note_is_kept(key)) if note else ""

    def step(self, by: int) -> None:
        """To the next record, or the one before; the table's cursor goes along."""
        table = self._table
        before = table.cursor_row
        table.move_to(before + by)
        if table.cursor_row == before:
            # Its page may be on its way only now: touching the end asks for more.
            is_whole = self._is_whole()
            last = "That is the last record." if is_whole else "That is the last record loaded."
            notify_information(self._host, last if by > 0 else "That is the first record.")
        self.show()

    def _position(self) -> str:
        table = self._table
        more = "" if self._is_whole() else "+"
        return f"{table.cursor_row + 1:,} of {len(table.view):,}{more}"

    def fetch_other_format(self, wire: WireFormat) -> None:
        """Ask the server for the shown record in the other format, by its RID."""
        work: WorkType[None] = partial(self._fetch, wire)
        self._host.run_worker(work, group="other-format", exclusive=True, exit_on_error=False)

    async def _fetch(self, wire: WireFormat) -> None:
        table = self._table
        store, row = table.store, table.record_row
        if row is None:
            return
        rid = store.key(row)
        raw: bytes | None = None
        trouble = ""
        try:
            page = await asyncio.wrap_future(self._fetch_record(rid, wire))
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
            and store.key(table.record_row) == rid
        ):
            self._viewer.show_other_format(wire, raw, trouble)
