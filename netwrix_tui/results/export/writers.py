"""Record writers, one for each format, page by page: nothing is kept between two pages."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import msgspec

from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.export.csv_format import (
    PLAIN,
    CsvLimits,
    CsvShape,
    csv_header,
    csv_lines,
)
from netwrix_tui.results.export.documents import DocumentWriter
from netwrix_tui.results.export.lossless import (
    XML_END,
    encoded,
    is_exact,
    json_object,
    with_note,
    with_server,
    xml_element,
    xml_start,
)
from netwrix_tui.results.export.record_fields import (
    NOTE,
    SERVER,
    Field,
    NoteOf,
    all_fields,
    no_note,
    only,
)
from netwrix_tui.results.export.ticket_text import ticket_text
from netwrix_tui.wire.wire_format import WireFormat


class RecordWriter(Protocol):
    """Writes a document in three parts. All raise WireError where nothing can be read."""

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        """What stands before the first page, of which the records are given."""

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        """The records of one page."""

    def end(self) -> bytes:
        """What makes the document whole."""


class RawWriter:
    """Each record's exact bytes and a line feed."""

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b""

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b"".join(record.raw + b"\n" for record in records)

    def end(self) -> bytes:
        return b""


class NdjsonWriter:
    """NDJSON: each record as an object on one line, exact but for line breaks between its parts,
    for its server where several are asked, and for the user's note: its last members.
    """

    def __init__(self, fields: Sequence[Field] | None, note_of: NoteOf = no_note) -> None:
        self._fields = fields
        self._object = partial(_json, fields=fields, note_of=_wanted(fields, note_of))

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b""

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b"".join(self._line(record) + b"\n" for record in records)

    def end(self) -> bytes:
        return b""

    def _line(self, record: ReceivedRecord) -> bytes:
        written = self._object(record)
        if not _has_breaks(written):
            return written
        # Inside its strings a line break is always an escape.
        try:
            return msgspec.json.format(written, indent=-1)
        except (msgspec.DecodeError, RecursionError):
            return written.replace(b"\n", b" ").replace(b"\r", b" ")


class JsonArrayWriter:
    """One JSON array, a record an element, exact."""

    def __init__(self, fields: Sequence[Field] | None, note_of: NoteOf = no_note) -> None:
        """A note comes along where it is among the ``fields``."""
        self._fields = fields
        noted = no_note if fields is None else _wanted(fields, note_of)
        self._object = partial(_json, fields=fields, note_of=noted)
        self._is_first = True

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b"["

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        parts = []
        for record in records:
            parts.append(b"\n" if self._is_first else b",\n")
            parts.append(self._object(record))
            self._is_first = False
        return b"".join(parts)

    def end(self) -> bytes:
        return b"\n]\n"


class XmlWriter:
    """An ``ActivityRecordList``; records that came as XML are exact."""

    def __init__(self, fields: Sequence[Field] | None) -> None:
        self._fields = fields
        self._declared = ""

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        if self._fields is None and records:
            self._declared = records[0].declarations
        return xml_start(self._declared)

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b"".join(self._element(record) + b"\n" for record in records)

    def end(self) -> bytes:
        return XML_END

    def _element(self, record: ReceivedRecord) -> bytes:
        if self._fields is None:
            return xml_element(record, self._declared)
        return encoded(only(record.record(), self._fields), WireFormat.XML)


class TicketTextWriter:
    """Text for a ticket, an empty line between two records. Times are shown in ``zone``.

    ``top`` makes what stands above them.
    """

    def __init__(
        self, zone: ShownZone, note_of: NoteOf | None = None, top: Callable[[], str] | None = None
    ) -> None:
        self._zone = zone
        self._note_of = note_of or no_note
        self._top = top
        self._is_first = True

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b"" if self._top is None else f"{self._top()}\n\n".encode()

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        parts: list[str] = []
        for received in records:
            parts.append("" if self._is_first else "\n")
            moment = timestamp_of(received.row.when)
            note = self._note_of(received.row.key)
            parts.append(ticket_text(received.record(), moment, self._zone, note) + "\n")
            self._is_first = False
        return "".join(parts).encode()

    def end(self) -> bytes:
        return b""


class CsvWriter:
    """A header and a line for each record, guarded against formulas."""

    def __init__(
        self,
        fields: Sequence[Field] | None,
        note_of: NoteOf = no_note,
        *,
        is_marked: bool = False,
        shape: CsvShape = PLAIN,
    ) -> None:
        """Without ``fields`` it has all, and the server where several were asked.

        ``is_marked`` begins it with the mark by which spreadsheets on Windows know UTF-8.
        """
        self._fields = fields
        self._note_of = note_of
        self._shape = shape
        self._limits = CsvLimits()
        self._mark = codecs.BOM_UTF8 if is_marked else b""

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        if self._fields is None:
            self._fields = all_fields(several=any(record.row.server for record in records))
        return self._mark + csv_header(self._fields, self._shape)

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        return csv_lines(records, self._fields or (), self._note_of, self._shape, self._limits)

    def end(self) -> bytes:
        return b""

    def remarks(self) -> list[str]:
        """What of it a spreadsheet does not keep, in sentences."""
        return self._limits.remarks()


def remarks_of(writer: RecordWriter) -> list[str]:
    """What has to be said of a document once it is written, in sentences."""
    return writer.remarks() if isinstance(writer, CsvWriter) else []


def writes_exactly(writer: RecordWriter, record: ReceivedRecord) -> bool:
    """True where the writer writes the record's own bytes, and not what was read of them."""
    match writer:
        case RawWriter():
            return True
        case NdjsonWriter() | JsonArrayWriter():
            return writer._fields is None and is_exact(record, WireFormat.JSON)
        case XmlWriter():
            is_alike = writer._fields is None and record.declarations == writer._declared
            return is_alike and is_exact(record, WireFormat.XML)
        case DocumentWriter():
            return writer.options.with_original
        case _:
            return False


def _wanted(fields: Sequence[Field] | None, note_of: NoteOf) -> NoteOf:
    """The notes, unless fields were chosen and they are not among them."""
    return note_of if fields is None or NOTE in fields else no_note


def _json(record: ReceivedRecord, fields: Sequence[Field] | None, note_of: NoteOf) -> bytes:
    if fields is None:
        written = json_object(record)
    else:
        written = encoded(only(record.record(), fields), WireFormat.JSON)
    if record.row.server and (fields is None or SERVER in fields):
        written = with_server(written, record.row.server)
    return with_note(written, note_of(record.row.key))


def _has_breaks(written: bytes) -> bool:
    return b"\n" in written or b"\r" in written
