"""Splunk's events are the records themselves; a bulk request has each document under one id."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise

import msgspec
import pytest

from netwrix_tui.mapping.document_formats import DocumentFormat, DocumentOptions
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.documents import DocumentWriter, server_id
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.mapping.samples import demo_records, odd_records, received, received_raw


def _lines(form: DocumentFormat, records: Iterable[ReceivedRecord]) -> list[bytes]:
    writer = DocumentWriter(DocumentOptions(form), "https://NWX01:9699/")
    written = writer.page(list(records))
    assert written.endswith(b"\n")
    assert written.decode().splitlines() == written.decode().split("\n")[:-1]
    return written.splitlines()


@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
@pytest.mark.parametrize("wire", list(WireFormat))
def test_an_event_of_splunk_is_the_record(hostile: bool, wire: WireFormat) -> None:
    records = demo_records(hostile=hostile, wire=wire)
    for each, line in zip(records, _lines(DocumentFormat.SPLUNK, records), strict=True):
        event = msgspec.json.decode(line)  # which refuses what is not strict
        assert event["source"] == "netwrix-tui:nwx01"
        assert event["sourcetype"] == "netwrix"
        assert event["event"]["RID"] == each.row.rid
        assert not {name for name in event if name not in (
            "time", "host", "source", "sourcetype", "event",
        )}  # fmt: skip


def test_an_event_of_splunk_holds_the_exact_bytes_where_they_are_sound_json() -> None:
    for each in demo_records():
        (line,) = _lines(DocumentFormat.SPLUNK, [each])
        assert line.endswith(b'"event":' + each.raw + b"}")


def test_an_event_of_splunk_in_detail() -> None:
    one = received(ActivityRecord(rid="R", when="2026-03-17T09:37:11.5Z", where="fs01"))
    event = json.loads(_lines(DocumentFormat.SPLUNK, [one])[0])
    assert event["time"] == 1773740231.5
    assert event["host"] == "fs01"


def test_what_a_server_may_send_is_strict_json() -> None:
    for line in _lines(DocumentFormat.SPLUNK, odd_records()):
        msgspec.json.decode(line)
    for line in _lines(DocumentFormat.BULK, odd_records()):
        msgspec.json.decode(line)


def test_a_bulk_request_creates_each_document_under_its_id() -> None:
    records = demo_records()
    lines = _lines(DocumentFormat.BULK, records)
    assert len(lines) == 2 * len(records)
    for each, head, document in zip(records, lines[::2], lines[1::2], strict=True):
        assert json.loads(head) == {
            "create": {"_index": "netwrix-auditor-activity", "_id": f"nwx01:{each.row.rid}"}
        }
        assert json.loads(document)["event"]["id"] == each.row.rid


def test_records_without_a_rid_are_told_apart_by_their_bytes() -> None:
    raws = [codec(WireFormat.JSON).encode_record(ActivityRecord(what=what)) for what in "aba"]
    lines = _lines(DocumentFormat.BULK, map(received_raw, raws))
    first, other, again = (json.loads(head)["create"]["_id"] for head in lines[::2])
    assert first == again != other
    assert first.startswith("nwx01:sha256-")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nwx01", "nwx01"),
        ("https://NWX01:9699/netwrix/api/v1/activity_records/", "nwx01"),
        ("http://nwx01:9700", "nwx01:9700"),
        ("this machine", "this machine"),
    ],
)
def test_a_server_has_one_name_however_it_is_written(address: str, told: str) -> None:
    assert server_id(address) == told


@pytest.mark.parametrize("form", list(DocumentFormat))
def test_the_same_records_are_the_same_bytes(form: DocumentFormat) -> None:
    records = demo_records(hostile=True)[:300]

    def written() -> bytes:
        writer = DocumentWriter(DocumentOptions(form, with_original=True), "nwx01")
        return writer.page(records)

    first = written()
    assert first == written()
    # However they are cut into pages, and whatever was written before.
    writer = DocumentWriter(DocumentOptions(form, with_original=True), "nwx01")
    cuts = [0, 7, 150, 299, 300]
    assert b"".join(writer.page(records[a:b]) for a, b in pairwise(cuts)) == first
