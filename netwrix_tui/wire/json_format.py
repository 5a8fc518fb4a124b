"""The API's JSON: pages, records, searches and marks. See :class:`netwrix_tui.wire.codec.Codec`.

The strict parser goes first; where it refuses, :mod:`json_tolerant` takes over. Source: "Activity
Records", "Search Parameters" and "Continuation Mark" in the vendor's documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

import msgspec

from netwrix_tui.any_text_json import encode_any_text
from netwrix_tui.errors import WireError
from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.records.row_columns import joined
from netwrix_tui.wire import json_tolerant, limits
from netwrix_tui.wire.element_names import TEXT_FIELDS
from netwrix_tui.wire.encoding import is_utf8, utf8_body
from netwrix_tui.wire.json_record import JsonRecord, record_from_members, row_from_members
from netwrix_tui.wire.json_rows import decode_rows
from netwrix_tui.wire.json_search import decode_mark, decode_search, encode_mark, encode_search
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

__all__ = [
    "decode_changes",
    "decode_mark",
    "decode_page",
    "decode_record",
    "decode_rest",
    "decode_search",
    "decode_sound",
    "encode_mark",
    "encode_page",
    "encode_record",
    "encode_search",
]


class _PageEnvelope(msgspec.Struct):
    """A page split into the exact bytes of its records."""

    records: list[msgspec.Raw] = msgspec.field(name="ActivityRecordList")
    mark: str | None = msgspec.field(name="ContinuationMark", default=None)


class _JsonChange(msgspec.Struct, gc=False):
    property_name: str | None = msgspec.field(name="PropertyName", default=None)
    message: str | None = msgspec.field(name="Message", default=None)
    before: str | None = msgspec.field(name="Before", default=None)
    after: str | None = msgspec.field(name="After", default=None)

    def detail(self) -> Detail:
        return Detail(self.property_name, self.message, self.before, self.after)


class _Identified(msgspec.Struct, gc=False):
    id: str | None = msgspec.field(name="ID", default=None)


class _JsonRest(msgspec.Struct, gc=False):
    """What a row does not have, as the documentation has it."""

    changes: list[_JsonChange] | None = msgspec.field(name="DetailList", default=None)
    plan: str | _Identified | None = msgspec.field(name="MonitoringPlan", default=None)


class _JsonChanges(msgspec.Struct, gc=False):
    """A record's changes as the documentation has them; all that is told otherwise is refused."""

    changes: list[_JsonChange] | None = msgspec.field(name="DetailList", default=None)


_envelope_decoder = msgspec.json.Decoder(_PageEnvelope)
_changes_decoder = msgspec.json.Decoder(_JsonChanges)
_rest_decoder = msgspec.json.Decoder(_JsonRest)
_sound_decoder = msgspec.json.Decoder(msgspec.Raw)
_REFUSED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_SMALL = 512 * 1024
"""Bytes of a page whose records take little memory, however many they are."""

_AT_ONCE = 1000
"""Records between two questions whether they are still wanted."""


def decode_page(body: bytes, is_wanted: limits.IsWanted = limits.always) -> Page:
    """A page of records; one bad record never costs the page.

    Raises Malformed or BrokenPage, and DecodingStopped once it is not wanted any more.
    """
    with limits.asking(is_wanted):
        return _page(body, is_wanted)


def decode_sound(body: bytes) -> Page | None:
    """A page of which all is sound; see :class:`netwrix_tui.wire.codec.Codec`."""
    try:
        body = utf8_body(body)
        found = _split_strictly(body)
        if found is None:
            return None
        raws, mark = found
        if raws and max(map(len, raws)) > limits.LONG_RECORD:
            return None
        return Page(WireFormat.JSON, decode_rows(raws), raws, mark or None)
    except (WireError, *_REFUSED):
        return None


def _page(body: bytes, is_wanted: limits.IsWanted) -> Page:
    body = utf8_body(body)
    damaged: set[int] = set()
    found = _split_strictly(body)
    if found is None:
        raws, mark = json_tolerant.split_page(body, is_wanted)
        for index, raw in enumerate(raws):
            if index % _AT_ONCE == 0:
                limits.stop_unless(is_wanted)
            if not _is_sound(raw):
                damaged.add(index)
    else:
        raws, mark = found
    parts: list[Sequence[Row]] = []
    for start in range(0, len(raws), _AT_ONCE):
        limits.stop_unless(is_wanted)
        parts.append(_some_rows(raws[start : start + _AT_ONCE], start, damaged))
    rows = parts[0] if len(parts) == 1 else joined(parts)
    return Page(WireFormat.JSON, rows, raws, mark or None, frozenset(damaged))


def _split_strictly(body: bytes) -> tuple[list[bytes], str | None] | None:
    """The records of a page and its mark, by the strict parser; None where it refuses them.

    Also None where they may be so many that they have to be counted on the way. That parser passes
    invalid UTF-8 unnoticed where it only splits.
    """
    if len(body) > _SMALL and body.count(b",") > limits.MOST_RECORDS:
        return None
    if not is_utf8(body):
        return None
    try:
        envelope = _envelope_decoder.decode(body)
    except _REFUSED:
        return None
    if len(envelope.records) > limits.MOST_RECORDS:
        raise limits.too_many_records()
    return list(map(bytes, envelope.records)), envelope.mark


def _some_rows(raws: list[bytes], start: int, damaged: set[int]) -> Sequence[Row]:
    if max(map(len, raws)) <= limits.LONG_RECORD:
        with suppress(*_REFUSED):
            return decode_rows(raws)
    return list(_rows_one_by_one(raws, start, damaged))


def _rows_one_by_one(raws: list[bytes], start: int, damaged: set[int]) -> Iterator[Row]:
    """The rows of records, those of damaged ones as far as they can be read."""
    for index, raw in enumerate(raws, start):
        if len(raw) > limits.LONG_RECORD:
            yield _long_row(raw)
            continue
        try:
            yield decode_rows((raw,))[0]
        except _REFUSED:
            damaged.add(index)
            yield _tolerant_row(raw)


def decode_record(raw: bytes) -> ActivityRecord:
    """One record from its exact bytes, damaged or not.

    What goes beyond the limits of a value stands there as its text.
    """
    try:
        members = json_tolerant.decode_members(raw)
    except (WireError, RecursionError):
        members = json_tolerant.Members(json_tolerant.salvage_texts(raw))
    if members is None:
        return ActivityRecord(extra=(("", json_tolerant.text_of(raw)),))
    return record_from_members(members)


def decode_changes(raw: bytes) -> tuple[Detail, ...]:
    """The changes of a record alone; see :class:`netwrix_tui.wire.codec.Codec`."""
    # Of a name that stands there twice, the strict parser knows the last alone.
    if raw.count(b"DetailList") <= 1:
        with suppress(*_REFUSED):
            return tuple(map(_JsonChange.detail, _changes_decoder.decode(raw).changes or ()))
    return decode_record(raw).details


def decode_rest(raw: bytes) -> tuple[str, tuple[Detail, ...]]:
    """The plan's ID and the changes; see :class:`netwrix_tui.wire.codec.Codec`."""
    plain = raw.count(b"DetailList") <= 1 and raw.count(b"MonitoringPlan") <= 1
    if plain and b"ManagedObject" not in raw:
        with suppress(*_REFUSED):
            found = _rest_decoder.decode(raw)
            plan = found.plan.id or "" if isinstance(found.plan, _Identified) else ""
            return plan, tuple(map(_JsonChange.detail, found.changes or ()))
    record = decode_record(raw)
    return record.monitoring_plan_id, record.details


def encode_record(record: ActivityRecord) -> bytes:
    """One record as a JSON object; characters that UTF-8 cannot carry are written as escapes."""
    return encode_any_text(JsonRecord.of(record))


def encode_page(records: Iterable[bytes], mark: str | None) -> bytes:
    """A page of records that are encoded already."""
    tail = b"]}" if mark is None else b'],"ContinuationMark":' + encode_any_text(mark) + b"}"
    return b'{"ActivityRecordList":[' + b",".join(records) + tail


def _is_sound(raw: bytes) -> bool:
    """Whether the strict parser takes every value of a record, its details included."""
    if not is_utf8(raw):
        return False
    try:
        _sound_decoder.decode(raw)
    except _REFUSED:
        return False
    return True


def _long_row(raw: bytes) -> Row:
    """The row of a record that is long, found without decoding its long values."""
    try:
        found = record_from_members(json_tolerant.short_members(raw))
    except limits.DecodingStopped:
        raise
    except (WireError, RecursionError):
        found = record_from_members(json_tolerant.short_texts(raw))
    return Row(**{name: limits.cut(getattr(found, name)) for name in Row.__struct_fields__})


def _tolerant_row(raw: bytes) -> Row:
    try:
        members = json_tolerant.decode_members(raw)
        return Row() if members is None else row_from_members(members)
    except limits.DecodingStopped:
        raise
    except (WireError, RecursionError):
        texts = {TEXT_FIELDS[n]: v for n, v in json_tolerant.salvage_texts(raw) if n in TEXT_FIELDS}
        return Row(**texts)
