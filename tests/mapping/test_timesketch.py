"""Timesketch: what its importer checks holds for every line."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from netwrix_tui.mapping.document_formats import DocumentFormat, DocumentOptions
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.documents import DocumentWriter
from tests.mapping.samples import demo_records, odd_records, received

_MANDATORY = ("message", "datetime", "timestamp_desc")
"""The fields without which Timesketch's ``read_and_validate_jsonl`` refuses a file."""
_RESERVED = ("_id", "_index", "_type", "_source", "__ts_timeline_id")


def _writer(**more: Any) -> DocumentWriter:
    return DocumentWriter(DocumentOptions(DocumentFormat.TIMESKETCH), "nwx01", **more)


def _check(each: ReceivedRecord, line: bytes) -> dict[str, Any]:
    """What the importer does with a line, strictly."""
    event: dict[str, Any] = json.loads(line)
    assert all(event[name] for name in _MANDATORY)
    assert not set(_RESERVED) & event.keys()
    moment = datetime.fromisoformat(event["datetime"])
    assert event["datetime"].endswith("+00:00")
    assert moment.utcoffset() == timedelta(0)
    assert isinstance(event["timestamp"], int)
    seconds = moment - datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    assert seconds // timedelta(microseconds=1) == event["timestamp"]
    assert event["rid"] == each.row.rid
    assert all(isinstance(tag, str) and tag for tag in event.get("tag", []))
    return event


@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_the_importers_checks_hold(hostile: bool) -> None:
    writer = _writer()
    for each in demo_records(5_000, hostile=hostile):
        _check(each, writer.line(each))


def test_they_hold_for_what_a_server_may_send() -> None:
    writer = _writer()
    for each in odd_records():
        _check(each, writer.line(each))


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("Successful Logon", "Logon"),
        ("Failed Logon", "Logon"),
        ("Logoff", "Logoff"),
        ("Removed", "Change recorded"),
    ],
)
def test_descriptions(action: str, told: str) -> None:
    each = received(ActivityRecord(action=action, when="2026-03-17T09:37:11Z"))
    assert _check(each, _writer().line(each))["timestamp_desc"] == told


def test_an_event_with_a_note_and_tags() -> None:
    record = ActivityRecord(
        rid="R1", who="CORP\\jane", action="Removed", what="\\\\fs01\\a.txt", object_type="File",
        when="2026-03-17T09:37:11Z", where="fs01", workstation="ws7",
        details=(Detail("Size", None, "9 bytes", None),),
    )  # fmt: skip
    writer = _writer(note_of=lambda rid: f"note on {rid}", tags_of=lambda rid: ("marked", "B"))
    event = _check(one := received(record), writer.line(one))
    assert event["message"] == (
        'CORP\\jane: Removed File \\\\fs01\\a.txt on fs01 from ws7 (Size: was "9 bytes")'
    )
    assert event["datetime"] == "2026-03-17T09:37:11+00:00"
    assert event["timestamp"] == 1_773_740_231_000_000
    assert event["netwrix_note"] == "note on R1"
    assert event["tag"] == ["marked", "B"]


def test_a_time_that_cannot_be_read_is_tagged() -> None:
    each = received(ActivityRecord(rid="R", when="yesterday"))
    event = _check(each, _writer().line(each))
    assert (event["timestamp"], event["when"]) == (0, "yesterday")
    assert event["tag"] == ["when_unreadable"]
