"""Record writers, one for each format, page by page: nothing is kept between two pages."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
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
from netwrix_tui.results.export.lossless import (
    XML_END,
    encoded,
    json_object,
    xml_element,
    xml_start,
)
from netwrix_tui.results.export.record_fields import Field, only
from netwrix_tui.results.export.ticket_text import ticket_text
from netwrix_tui.wire.wire_format import WireFormat

NoteOf = Callable[[str], str]
"""Tells the user's note on the record of a RID, empty where there is none."""


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
    """NDJSON: each record as an object on one line, exact but for line breaks between its parts."""

    def __init__(self, fields: Sequence[Field] | None) -> None:
        self._fields = fields

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b""

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b"".join(self._line(record) + b"\n" for record in records)

    def end(self) -> bytes:
        return b""

    def _line(self, record: ReceivedRecord) -> bytes:
        written = _json(record, self._fields)
        if not _has_breaks(written):
            return written
        # Inside its strings a line break is always an escape.
        try:
            return msgspec.json.format(written, indent=-1)
        except (msgspec.DecodeError, RecursionError):
            return written.replace(b"\n", b" ").replace(b"\r", b" ")


class JsonArrayWriter:
    """One JSON array, a record an element, exact."""

    def __init__(self, fields: Sequence[Field] | None) -> None:
        self._fields = fields
        self._is_first = True

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b"["

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        parts = []
        for record in records:
            parts.append(b"\n" if self._is_first else b",\n")
            parts.append(_json(record, self._fields))
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

    ``note_of`` tells the user's note on the record of a RID.
    """

    def __init__(self, zone: ShownZone, note_of: NoteOf | None = None) -> None:
        self._zone = zone
        self._note_of = note_of
        self._is_first = True

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b""

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        parts: list[str] = []
        for received in records:
            parts.append("" if self._is_first else "\n")
            moment = timestamp_of(received.row.when)
            note = "" if self._note_of is None else self._note_of(received.row.rid)
            parts.append(ticket_text(received.record(), moment, self._zone, note) + "\n")
            self._is_first = False
        return "".join(parts).encode()

    def end(self) -> bytes:
        return b""


class CsvWriter:
    """A header and a line for each record, guarded against formulas."""

    def __init__(
        self, fields: Sequence[Field], *, is_marked: bool = False, shape: CsvShape = PLAIN
    ) -> None:
        """``is_marked`` begins it with the mark by which spreadsheets on Windows know UTF-8."""
        self._fields = fields
        self._shape = shape
        self._limits = CsvLimits()
        self._mark = codecs.BOM_UTF8 if is_marked else b""

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        return self._mark + csv_header(self._fields, self._shape)

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        return csv_lines(records, self._fields, self._shape, self._limits)

    def end(self) -> bytes:
        return b""

    def remarks(self) -> list[str]:
        """What of it a spreadsheet does not keep, in sentences."""
        return self._limits.remarks()


def remarks_of(writer: RecordWriter) -> list[str]:
    """What has to be said of a document once it is written, in sentences."""
    return writer.remarks() if isinstance(writer, CsvWriter) else []


def _json(record: ReceivedRecord, fields: Sequence[Field] | None) -> bytes:
    if fields is None:
        return json_object(record)
    return encoded(only(record.record(), fields), WireFormat.JSON)


def _has_breaks(written: bytes) -> bool:
    return b"\n" in written or b"\r" in written
