"""Pages, marks, error lists, searches and files of records, mutated: only errors of the program."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from netwrix_tui.client.http_errors import first_line
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.headless.terminal_safe import json_for_terminal, xml_for_terminal
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.when import Timeframe
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.received_record import of_page
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export.export import ExportFormat, writer_of
from netwrix_tui.tui.text.raw_layout import Layout, lay_out
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.encoding import file_text
from netwrix_tui.wire.error_list import decode_error_list, encode_error_list
from netwrix_tui.wire.new_records import decode_new_records
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.wire.written_search import read_search
from netwrix_tui.writing.sources import sourced_records
from tests.fuzz.mutation import ODD, mutated, steps

RECORDS = [
    ActivityRecord(
        rid=f"RID{number}",
        who="CORP\\jürgen",
        action="Modified",
        what="\\\\fs\\share\\a & b <c>",
        when="2026-11-05T10:00:00Z",
        item="corp.local (Domain)",
        monitoring_plan="AD",
        details=(Detail("Members", None, "a", '"b"'), Detail(message="x", extra=(("Odd", "1"),))),
        extra=(("Unknown", "y"),),
    )
    for number in range(3)
]
SEARCH = SearchParameters(
    (Filter("Who", Operator.EQUALS, "jane"), Filter("When", Operator.EQUALS, Timeframe.YESTERDAY))
)
_GROWTH = 1_000
"""Bytes that may come out of one byte that went in, escapes and repeated headings included."""


def as_page(data: bytes, wire: WireFormat) -> None:
    page = codec(wire).decode_page(data)
    assert len(page.raws) == len(page.rows)
    assert all(0 <= index < len(page) for index in page.damaged)
    assert all(raw in data for raw in page.raws)
    Store().append(page)
    records = list(of_page(page))
    for raw in page.raws:
        codec(wire).decode_changes(raw)
        lay_out(raw, wire, Layout.INDENTED, damaged=False)
    for export_format in ExportFormat:
        writer = writer_of(export_format, UTC_ZONE)
        written = writer.start(records) + writer.page(records) + writer.end()
        assert len(written) < _GROWTH * (len(data) + 1_000)
        for safe in (json_for_terminal, xml_for_terminal):
            assert "\x1b" not in safe(written).decode()
    if page.mark is not None:
        codec(wire).encode_mark(page.mark)


def as_record(data: bytes, wire: WireFormat) -> None:
    record = codec(wire).decode_record(data)
    codec(wire).decode_changes(data)
    for wire in WireFormat:
        codec(wire).encode_record(record)


def as_errors(data: bytes, wire: WireFormat) -> None:
    decode_error_list(data)
    assert len(first_line(data, "text/html" if wire is WireFormat.XML else "")) <= 2_000


def as_search(data: bytes, wire: WireFormat) -> None:
    with suppress(NetwrixTuiError):
        codec(wire).decode_search(data)
    read_search(file_text(data), UTC_ZONE)


def as_written(data: bytes, wire: WireFormat) -> None:
    with suppress(NetwrixTuiError):
        decode_new_records(data, wire)
    sourced_records("file", data)


def as_mark(data: bytes, wire: WireFormat) -> None:
    mark = codec(wire).decode_mark(data)
    codec(wire).encode_mark(mark)


def documents(wire: WireFormat) -> dict[str, bytes]:
    wire_codec = codec(wire)
    encoded = [wire_codec.encode_record(record) for record in RECORDS]
    page = wire_codec.encode_page(encoded, "mark & <more>")
    return {
        "page": page,
        "record": encoded[0],
        "errors": encode_error_list(wire, "InputError", "Invalid 'Who'.", "/a/b"),
        "search": wire_codec.encode_search(SEARCH, "mark"),
        "written": b"[" + b",".join(encoded) + b"]" if wire is WireFormat.JSON else page,
        "mark": wire_codec.encode_mark("mark & <more>"),
    }


READERS: dict[str, Callable[[bytes, WireFormat], None]] = {
    "page": as_page,
    "record": as_record,
    "errors": as_errors,
    "search": as_search,
    "written": as_written,
    "mark": as_mark,
}


@pytest.mark.parametrize("wire", list(WireFormat))
@pytest.mark.parametrize("name", READERS)
def test_nothing_but_errors_of_the_program(name: str, wire: WireFormat) -> None:
    document, read = documents(wire)[name], READERS[name]
    sound = 0
    for number, chance in enumerate(steps(list(READERS).index(name))):
        data = document if not number else mutated(document, chance)
        try:
            read(data, wire)
            sound += 1
        except NetwrixTuiError:
            continue
        except Exception as error:
            raise AssertionError(f"step {number}: {error!r} for {data[:2_000]!r}") from error
    assert sound


@pytest.mark.parametrize("wire", list(WireFormat))
def test_odd_bytes_alone(wire: WireFormat) -> None:
    for odd in ODD:
        for read in READERS.values():
            with suppress(NetwrixTuiError):
                read(odd, wire)
