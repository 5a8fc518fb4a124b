"""Records to be mapped: the demo's of all sources, hostile ones, and what a server may send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_page
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

_END = 1_764_500_000
_PAGE = 1_000


@cache
def demo_records(
    count: int = 2_500, *, hostile: bool = False, wire: WireFormat = WireFormat.JSON
) -> tuple[ReceivedRecord, ...]:
    """Records of the invented company as a server sends them."""
    return tuple(_received(count, hostile=hostile, wire=wire))


def _received(count: int, *, hostile: bool, wire: WireFormat) -> Iterator[ReceivedRecord]:
    data = Dataset(7, count, _END, hostile=hostile)
    encoder = codec(wire)
    for first in range(0, len(data), _PAGE):
        rows = range(first, min(len(data), first + _PAGE))
        raws = [encoder.encode_record(data.record(row)) for row in rows]
        yield from of_page(encoder.decode_page(encoder.encode_page(raws, None)))


def received(record: ActivityRecord, wire: WireFormat = WireFormat.JSON) -> ReceivedRecord:
    """One record as a server sends it."""
    return received_raw(codec(wire).encode_record(record), wire)


def received_raw(raw: bytes, wire: WireFormat = WireFormat.JSON) -> ReceivedRecord:
    """One record from its bytes, sound or not."""
    page = codec(wire).decode_page(codec(wire).encode_page([raw], None))
    (one,) = of_page(page)
    return one


def odd_records() -> list[ReceivedRecord]:
    """What is rare, and will come: nothing in it, no RID, times of all kinds, broken bytes."""
    plain = {
        "RID": "1", "When": "2026-03-17T09:37:11Z", "Who": "CORP\\jane", "Action": "Modified",
        "ObjectType": "user", "What": "\\local\\corp\\Users\\Ann", "Where": "dc01",
        "DataSource": "Active Directory", "Workstation": "fe80::1%12",
    }  # fmt: skip
    changed: list[dict[str, object]] = [
        {"When": when}
        for when in ("", "yesterday", "2026-03-17T09:37:11.25+11:00", "0001-01-01T00:00:00Z",
                     "9999-12-31T23:59:59Z", "2026-03-17T09:37:11")
    ]  # fmt: skip
    changed += [
        {"RID": ""},
        {"Who": "S-1-5-21-1-2-3-500", "Where": "2001:db8::7", "Workstation": "10.0.0.999"},
        {"Who": "a@b@c.example", "Where": "https://[broken", "Workstation": "http://ws7/x"},
        {"What": "\\\\", "ObjectType": "File", "DataSource": "File Servers"},
        {"What": "a.b/", "ObjectType": "Folder", "DataSource": "File Servers"},
        {"What": "\ud83d lone \udc00", "Who": "\udfff"},
        {"What": "x" * 9_000_000},
        {"Odd": {"a": [1, 2]}, "DetailList": [{"Odd": "1", "Before": ""}, {}, "text alone"]},
        {"Action": "Frobnicated", "DataSource": "Coffee Machine"},
        {"Action": "", "DataSource": "", "ObjectType": "", "What": "", "Who": "", "Where": ""},
        {"DataSource": "SQL Server", "What": "", "Where": "", "Workstation": ""},
        {"DataSource": "Exchange", "ObjectType": "Mailbox", "Action": "Sent", "Who": ""},
    ]
    raws = [json.dumps(plain | change).encode() for change in changed]
    raws += [
        b"{}",
        json.dumps(plain, indent=2).encode(),
        b'{"RID": "2", "What": "raw \x1b control \x01", "When": "2026-03-17T09:37:11Z"}',
        b'{"RID": "3", "What": "not UTF-8 \xff\xfe"}',
        '{"RID": "4", "What": "next\u2028line\u2029and\u0085again"}'.encode(),
    ]
    return [received_raw(raw) for raw in raws]


def details(*pairs: tuple[str, str]) -> tuple[Detail, ...]:
    """Details of which messages are told."""
    return tuple(Detail(name, message) for name, message in pairs)
