"""The API's JSON: pages, records, searches and marks. See :class:`netwrix_tui.wire.codec.Codec`.

The strict parser goes first; where it refuses, :mod:`json_tolerant` takes over. Source: "Activity
Records", "Search Parameters" and "Continuation Mark" in the vendor's documentation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress

import msgspec

from netwrix_tui.errors import Malformed
from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.wire import json_tolerant
from netwrix_tui.wire.element_names import TEXT_FIELDS
from netwrix_tui.wire.encoding import utf8_body
from netwrix_tui.wire.json_record import JsonRecord, record_from_members, row_from_members
from netwrix_tui.wire.json_search import decode_mark, decode_search, encode_mark, encode_search
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

__all__ = [
    "decode_changes",
    "decode_mark",
    "decode_page",
    "decode_record",
    "decode_search",
    "encode_mark",
    "encode_page",
    "encode_record",
    "encode_search",
]


class _PageEnvelope(msgspec.Struct):
    """A page split into the exact bytes of its records."""

    records: list[msgspec.Raw] = msgspec.field(name="ActivityRecordList")
    mark: str | None = msgspec.field(name="ContinuationMark", default=None)


class _Named(msgspec.Struct, gc=False):
    name: str | None = msgspec.field(name="Name", default=None)


class _JsonRow(msgspec.Struct, gc=False):
    """A record's table fields as they stand on the wire; null and absent are the same."""

    rid: str | None = msgspec.field(name="RID", default=None)
    when: str | None = msgspec.field(name="When", default=None)
    who: str | None = msgspec.field(name="Who", default=None)
    action: str | None = msgspec.field(name="Action", default=None)
    object_type: str | None = msgspec.field(name="ObjectType", default=None)
    what: str | None = msgspec.field(name="What", default=None)
    where: str | None = msgspec.field(name="Where", default=None)
    data_source: str | None = msgspec.field(name="DataSource", default=None)
    audited_system: str | None = msgspec.field(name="AuditedSystem", default=None)
    workstation: str | None = msgspec.field(name="Workstation", default=None)
    plan: str | _Named | None = msgspec.field(name="MonitoringPlan", default=None)
    managed_object: str | _Named | None = msgspec.field(name="ManagedObject", default=None)
    item: str | _Named | None = msgspec.field(name="Item", default=None)

    def row(self) -> Row:
        plan, item = self.plan, self.item
        # Asked here, not by a function: it is for each record of a page.
        if isinstance(plan, _Named):
            plan = plan.name
        if isinstance(item, _Named):
            item = item.name
        return Row(
            self.rid or "",
            self.when or "",
            self.who or "",
            self.action or "",
            self.object_type or "",
            self.what or "",
            self.where or "",
            self.data_source or self.audited_system or "",
            self.workstation or "",
            plan or _name(self.managed_object),
            item or "",
        )


class _JsonChange(msgspec.Struct, gc=False):
    property_name: str | None = msgspec.field(name="PropertyName", default=None)
    message: str | None = msgspec.field(name="Message", default=None)
    before: str | None = msgspec.field(name="Before", default=None)
    after: str | None = msgspec.field(name="After", default=None)

    def detail(self) -> Detail:
        return Detail(self.property_name, self.message, self.before, self.after)


class _JsonChanges(msgspec.Struct, gc=False):
    """A record's changes as the documentation has them; all that is told otherwise is refused."""

    changes: list[_JsonChange] | None = msgspec.field(name="DetailList", default=None)


def _name(value: str | _Named | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return value.name or ""


_envelope_decoder = msgspec.json.Decoder(_PageEnvelope)
_row_decoder = msgspec.json.Decoder(_JsonRow)
_changes_decoder = msgspec.json.Decoder(_JsonChanges)
_REFUSED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def decode_page(body: bytes) -> Page:
    """A page of records. Raises Malformed or BrokenPage; one bad record never costs the page."""
    body = utf8_body(body)
    try:
        # The strict parser passes invalid UTF-8 unnoticed where it only splits.
        body.isascii() or body.decode()
        envelope = _envelope_decoder.decode(body)
        raws, mark = list(map(bytes, envelope.records)), envelope.mark
        is_strict = True
    except _REFUSED:
        raws, mark = json_tolerant.split_page(body)
        is_strict = False
    damaged: set[int] = set()
    try:
        # Without a line of Python for each record.
        rows = list(map(_JsonRow.row, map(_row_decoder.decode, raws)))
    except _REFUSED:
        rows = _rows_one_by_one(raws, damaged)
    if not is_strict:
        damaged.update(index for index, raw in enumerate(raws) if not _is_sound(raw))
    return Page(WireFormat.JSON, rows, raws, mark or None, frozenset(damaged))


def _rows_one_by_one(raws: list[bytes], damaged: set[int]) -> list[Row]:
    """The rows of records, those of damaged ones as far as they can be read."""
    rows = []
    for index, raw in enumerate(raws):
        try:
            rows.append(_row_decoder.decode(raw).row())
        except _REFUSED:
            rows.append(_tolerant_row(raw))
            damaged.add(index)
    return rows


def decode_record(raw: bytes) -> ActivityRecord:
    """One record from its exact bytes, damaged or not. Raises Malformed."""
    try:
        value = json_tolerant.decode(raw)
        if not isinstance(value, json_tolerant.Members):
            return ActivityRecord(extra=(("", json_tolerant.text_of(raw)),))
        return record_from_members(value)
    except (Malformed, RecursionError):
        return record_from_members(json_tolerant.Members(json_tolerant.salvage_texts(raw)))


def decode_changes(raw: bytes) -> tuple[Detail, ...]:
    """The changes of a record alone; see :class:`netwrix_tui.wire.codec.Codec`."""
    # Of a name that stands there twice, the strict parser knows the last alone.
    if raw.count(b"DetailList") <= 1:
        with suppress(*_REFUSED):
            return tuple(map(_JsonChange.detail, _changes_decoder.decode(raw).changes or ()))
    return decode_record(raw).details


def encode_record(record: ActivityRecord) -> bytes:
    """One record as a JSON object; characters that UTF-8 cannot carry are written as escapes."""
    plain = JsonRecord.of(record)
    try:
        return msgspec.json.encode(plain)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(plain), separators=(",", ":")).encode("ascii")


def encode_page(records: Iterable[bytes], mark: str | None) -> bytes:
    """A page of records that are encoded already."""
    tail = b"]}" if mark is None else b'],"ContinuationMark":' + msgspec.json.encode(mark) + b"}"
    return b'{"ActivityRecordList":[' + b",".join(records) + tail


def _is_sound(raw: bytes) -> bool:
    """Whether the strict parser takes every value of a record, its details included."""
    try:
        raw.decode()
        msgspec.json.decode(raw)
    except _REFUSED:
        return False
    return True


def _tolerant_row(raw: bytes) -> Row:
    try:
        value = json_tolerant.decode(raw)
        return row_from_members(value) if isinstance(value, json_tolerant.Members) else Row()
    except (Malformed, RecursionError):
        texts = {TEXT_FIELDS[n]: v for n, v in json_tolerant.salvage_texts(raw) if n in TEXT_FIELDS}
        return Row(**texts)
