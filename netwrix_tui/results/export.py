"""Records as something to paste or to keep: text for a ticket, JSON, XML or CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.csv_format import to_csv
from netwrix_tui.results.store import Store
from netwrix_tui.results.ticket_text import ticket_text
from netwrix_tui.visible_text import visible
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.names import NAMESPACE
from netwrix_tui.wire.wire_format import WireFormat

StoredRecord = tuple[Store, int]
"""A record by its store and row."""

# What the codec writes for characters that XML 1.0 has no way to carry; any other & is &amp;.
_IMPOSSIBLE = re.compile(rb"&#x([0-9A-F]+);")
_DEFAULT_NAMESPACE = re.compile(r"(?:^|\s)xmlns\s*=")


class ExportFormat(StrEnum):
    """The forms that records can be copied and saved in."""

    TEXT = "text"
    JSON = "json"
    XML = "xml"
    CSV = "csv"

    @property
    def extension(self) -> str:
        """How a file of this form ends, with its dot."""
        return ".txt" if self is ExportFormat.TEXT else f".{self.value}"


def render(records: Iterable[StoredRecord], form: ExportFormat, zone: ShownZone) -> bytes:
    """The records in a form, as UTF-8, ending with a line feed.

    TEXT and CSV are for people: values are made visible in them, TEXT shows times in ``zone``.
    JSON and XML are exact where they can be: see :func:`as_json` and :func:`as_xml`.
    Raises WireError for a record whose bytes nothing can be made of.
    """
    if form is ExportFormat.JSON:
        return as_json(records)
    if form is ExportFormat.XML:
        return as_xml(records)
    if form is ExportFormat.CSV:
        return to_csv(store.record(row) for store, row in records)
    texts = [ticket_text(store.record(row), store.moment(row), zone) for store, row in records]
    return ("\n\n".join(texts) + "\n").encode()


def as_json(records: Iterable[StoredRecord]) -> bytes:
    """One record as an object, any other number as an array, a record a line.

    A record that came as sound JSON is written byte for byte as the server sent it; one that came
    as XML or damaged is written anew from what could be read of it.
    """
    objects = [_bytes_of(record, WireFormat.JSON) for record in records]
    if len(objects) == 1:
        return objects[0] + b"\n"
    return b"[\n" + b",\n".join(objects) + b"\n]\n"


def as_xml(records: Iterable[StoredRecord]) -> bytes:
    """An ``ActivityRecordList``, a record a line.

    A record that came as sound XML is written byte for byte as the server sent it, and the
    namespace declarations of its page are on the list. One that came as JSON, damaged, or with
    other declarations than the first, is written anew; characters that XML cannot carry are then
    shown as symbols.
    """
    given = list(records)
    exact = [record for record in given if _is_exact(record, WireFormat.XML)]
    declared = exact[0][0].declarations(exact[0][1]) if exact else ""
    elements = [
        _bytes_of((store, row), WireFormat.XML)
        if _is_exact((store, row), WireFormat.XML) and store.declarations(row) == declared
        else _anew((store, row), WireFormat.XML)
        for store, row in given
    ]
    if not _DEFAULT_NAMESPACE.search(declared):
        declared = f'xmlns="{NAMESPACE}" {declared}'.rstrip()
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<ActivityRecordList {declared}>\n'
    return head.encode() + b"".join(e + b"\n" for e in elements) + b"</ActivityRecordList>\n"


def _is_exact(record: StoredRecord, wire: WireFormat) -> bool:
    store, row = record
    return store.format(row) is wire and not store.damaged(row)


def _bytes_of(record: StoredRecord, wire: WireFormat) -> bytes:
    store, row = record
    return store.raw(row) if _is_exact(record, wire) else _anew(record, wire)


def _anew(record: StoredRecord, wire: WireFormat) -> bytes:
    store, row = record
    encoded = codec(wire).encode_record(store.record(row))
    if wire is WireFormat.JSON:
        return encoded
    return _IMPOSSIBLE.sub(lambda found: visible(chr(int(found[1], 16))).encode(), encoded)
