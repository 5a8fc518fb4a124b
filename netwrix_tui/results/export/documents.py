"""Writer of records as documents of other tools' schemas, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from netwrix_tui.client.connection import DEFAULT_PORT, server_name
from netwrix_tui.errors import UsageError, WireError
from netwrix_tui.mapping.document_formats import DocumentFormat, DocumentOptions, document_line
from netwrix_tui.mapping.record_facts import RecordFacts
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.columnstore.timestamps import timestamp_of
from netwrix_tui.results.export.lossless import encoded, is_exact
from netwrix_tui.results.export.record_fields import NoteOf, no_note
from netwrix_tui.wire.wire_format import WireFormat

TagsOf = Callable[[str], Sequence[str]]
"""Tells the tags of the record of a key (its RID, where one server is asked)."""


def no_tags(_: str) -> Sequence[str]:
    """The tags where nobody has any."""
    return ()


def server_id(address: str) -> str:
    """A server as ids name it: its host, and its port where it is not the usual one.

    >>> server_id("https://NWX01.corp.local:9699/netwrix/api/v1/activity_records/")
    'nwx01.corp.local'
    """
    try:
        return server_name(address).removesuffix(f":{DEFAULT_PORT}")
    except UsageError:  # a case may hold any name
        return address


class DocumentWriter:
    """Each record as a document. ``server`` is where records came from that do not say so; of
    several servers it is ``servers``, by the names that their records have.

    ``read_at`` tells when records are read that do not say it, in microseconds since the epoch;
    without it, that time is left out, and the same records are the same bytes.
    """

    def __init__(
        self,
        options: DocumentOptions,
        server: str = "",
        *,
        note_of: NoteOf = no_note,
        tags_of: TagsOf = no_tags,
        read_at: Callable[[], int] | None = None,
        servers: Mapping[str, str] | None = None,
    ) -> None:
        self.servers = {name: server_id(each) for name, each in (servers or {}).items()}
        self.options = options
        self.server = server_id(server) if server else ""
        self.tags_of = tags_of
        self.read_at = read_at
        self._note_of = note_of

    def start(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b""

    def page(self, records: Sequence[ReceivedRecord]) -> bytes:
        return b"".join(map(self.line, records))

    def end(self) -> bytes:
        return b""

    def line(self, received: ReceivedRecord) -> bytes:
        """One record, with its line end; of BULK, two lines."""
        row, options = received.row, self.options
        is_damaged = received.is_damaged
        try:
            record = received.record()
        except WireError:
            record, is_damaged = row.as_record(), True
        as_json, note = b"", ""
        tags: Sequence[str] = ()
        if options.format is DocumentFormat.SPLUNK:
            as_json = _object_line(received, record)
        elif options.format is DocumentFormat.TIMESKETCH:
            note, tags = self._note_of(row.key), tuple(self.tags_of(row.key))
        return document_line(
            record, self.facts(received, is_damaged=is_damaged), options,
            as_json=as_json, note=note, tags=tags,
        )  # fmt: skip

    def facts(self, received: ReceivedRecord, *, is_damaged: bool) -> RecordFacts:
        """What a mapping has to know of a record besides its fields."""
        fetched = received.fetched
        if fetched is None and self.read_at is not None:
            fetched = self.read_at()
        return RecordFacts(
            received.raw,
            timestamp_of(received.row.when),
            server_id(received.server) if received.server else self._server(received),
            fetched,
            is_damaged,
            received.is_long,
            self.options.with_original,
        )

    def _server(self, received: ReceivedRecord) -> str:
        return self.servers.get(received.row.server, self.server)


def _object_line(received: ReceivedRecord, record: ActivityRecord) -> bytes:
    """The record as a JSON object on one line: its own bytes where they can be that."""
    if is_exact(received, WireFormat.JSON) and not received.is_long:
        raw = received.raw
        if b"\n" not in raw and b"\r" not in raw:
            return raw
        try:
            return msgspec.json.format(raw, indent=-1)
        except (msgspec.DecodeError, RecursionError):
            pass
    return encoded(record, WireFormat.JSON)
