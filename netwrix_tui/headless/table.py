"""Table of records, for people: as wide as the terminal, elsewhere uncut."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from netwrix_tui.headless.aligned_lines import WIDEST, AlignedLines
from netwrix_tui.records.change_words import changes_line, changes_text
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.export.record_fields import (
    CHANGES,
    FIELDS,
    SERVER,
    Field,
    NoteOf,
    no_note,
    texts,
)
from netwrix_tui.results.export.ticket_text import shown_time

_SHOWN = ("When", "Who", "Action", "ObjectType", "What", "Where")
_FROM_WIDTH = 200
"""Cells of a terminal from which there is room for the changes, too."""


def table_fields(width: int | None, *, several: bool = False) -> tuple[Field, ...]:
    """The fields of a table that nobody chose any for; ``width`` as a :class:`Table` has it.

    The server is among them where ``several`` are asked.
    """
    shown = tuple(field for name in _SHOWN for field in FIELDS if field.name == name)
    shown = (shown[0], SERVER, *shown[1:]) if several else shown
    return (*shown, CHANGES) if width is not None and width >= _FROM_WIDTH else shown


class Table:
    """Columns as wide as the first page needs them, and the same ever after.

    ``width`` is the terminal's, in cells: lines are cut to it. None leaves every value whole.
    """

    def __init__(
        self,
        fields: Sequence[Field],
        zone: ShownZone,
        width: int | None,
        note_of: NoteOf = no_note,
    ) -> None:
        self._fields = fields
        self._note_of = note_of
        self._zone = zone
        self._width = width
        self._lines = AlignedLines([field.title for field in fields], width)

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        if not records:
            return b""
        return self._lines.start([self._cells(record, WIDEST) for record in records])

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        room = self._lines.widths[self._fields.index(CHANGES)] if CHANGES in self._fields else 0
        return b"".join(self._lines.line(self._cells(record, room)) for record in records)

    def end(self) -> bytes:
        return b""

    def _cells(self, record: ReceivedRecord, room: int) -> list[str]:
        """The values, of the changes only what ``room`` cells hold where lines are cut."""
        changes = changes_text if self._width is None else partial(changes_line, room=room)
        values = texts(record, self._fields, changes, self._note_of)
        for index, field in enumerate(self._fields):
            if field.name == "When":
                moment = timestamp_of(values[index])
                values[index] = shown_time(values[index], moment, self._zone)
        return values
