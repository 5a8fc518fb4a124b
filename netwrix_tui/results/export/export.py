"""Export formats: records as ticket text, NDJSON, JSON, XML or CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_store
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export.csv_format import CsvLimits, to_csv
from netwrix_tui.results.export.lossless import (
    XML_END,
    is_exact,
    json_object,
    xml_element,
    xml_start,
)
from netwrix_tui.results.export.record_fields import NoteOf, no_note
from netwrix_tui.results.export.writers import (
    CsvWriter,
    JsonArrayWriter,
    NdjsonWriter,
    RecordWriter,
    TicketTextWriter,
    XmlWriter,
)
from netwrix_tui.wire.wire_format import WireFormat

StoredRecord = tuple[Store, int]
"""A record by its store and row."""


class ExportFormat(StrEnum):
    """The formats that records can be copied and saved in."""

    TEXT = "text"
    NDJSON = "ndjson"
    JSON = "json"
    XML = "xml"
    CSV = "csv"

    @property
    def extension(self) -> str:
        """How a file of this format ends, with its dot."""
        return ".txt" if self is ExportFormat.TEXT else f".{self.value}"


def render(
    records: Iterable[StoredRecord],
    export_format: ExportFormat,
    zone: ShownZone,
    note_of: NoteOf | None = None,
    limits: CsvLimits | None = None,
) -> bytes:
    """The records in a format, as UTF-8, ending with a line feed.

    TEXT and CSV are for people: values are made visible in them, TEXT shows times in ``zone``.
    The user's notes are in both, and in NDJSON.
    JSON (NDJSON is one record a line) and XML are exact where they can be: see :func:`as_json` and
    :func:`as_xml`. What CSV holds beyond what a spreadsheet keeps is counted in ``limits``.
    Raises WireError for a record whose bytes nothing can be made of.
    """
    received = (of_store(store, row) for store, row in records)
    if export_format is ExportFormat.TEXT:
        return TicketTextWriter(zone, note_of).page(list(received))
    if export_format is ExportFormat.JSON:
        return as_json(received)
    if export_format is ExportFormat.NDJSON:
        return NdjsonWriter(None, note_of or no_note).page(list(received))
    if export_format is ExportFormat.XML:
        return as_xml(received)
    return to_csv(received, note_of, limits)


def writer_of(
    export_format: ExportFormat,
    zone: ShownZone,
    note_of: NoteOf = no_note,
    top: Callable[[], str] | None = None,
) -> RecordWriter:
    """The same for a file, page by page; ``zone`` is for TEXT, and so is ``top``, which makes what
    stands above the records.

    CSV begins with UTF-8's mark: without it a spreadsheet on Windows takes it for something else.
    """
    match export_format:
        case ExportFormat.TEXT:
            return TicketTextWriter(zone, note_of, top)
        case ExportFormat.NDJSON:
            return NdjsonWriter(None, note_of)
        case ExportFormat.JSON:
            return JsonArrayWriter(None)
        case ExportFormat.XML:
            return XmlWriter(None)
        case ExportFormat.CSV:
            return CsvWriter(None, note_of, is_marked=True)


def as_json(records: Iterable[ReceivedRecord]) -> bytes:
    """One record as an object, any other number as an array, a record a line.

    A record that came as sound JSON is written byte for byte as the server sent it; one that came
    as XML or damaged is written anew from what could be read of it.
    """
    objects = [json_object(record) for record in records]
    if len(objects) == 1:
        return objects[0] + b"\n"
    return b"[\n" + b",\n".join(objects) + b"\n]\n"


def as_xml(records: Iterable[ReceivedRecord]) -> bytes:
    """An ``ActivityRecordList``, a record a line.

    A record that came as sound XML is written byte for byte as the server sent it, and the
    namespace declarations of its page are on the list. One that came as JSON, damaged, or with
    other declarations than the first, is written anew; characters that XML cannot carry are then
    shown as symbols.
    """
    given = list(records)
    declared = next((r.declarations for r in given if is_exact(r, WireFormat.XML)), "")
    elements = b"".join(xml_element(record, declared) + b"\n" for record in given)
    return xml_start(declared) + elements + XML_END
