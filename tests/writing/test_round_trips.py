"""Records that are written come back the same, whichever format carries them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from netwrix_tui.records.filters import ACTIONS, is_xml_character
from netwrix_tui.records.new_record import NewRecord, as_new, problems_of
from netwrix_tui.records.record import Detail
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.new_records import (
    body_size,
    decode_new_records,
    encode_new_record,
    encode_new_records,
)
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.batches import encoded_sizes, in_batches
from netwrix_tui.writing.sources import sourced_records
from tests.strategies import xml_text

FORMATS = pytest.mark.parametrize("wire", list(WireFormat))

_some = xml_text.filter(lambda text: bool(text.strip()))
_details = st.builds(
    Detail,
    property_name=_some,
    before=st.none() | xml_text,
    after=st.none() | xml_text,
)
valid_records = st.builds(
    NewRecord,
    who=_some,
    action=st.sampled_from(ACTIONS) | _some,
    what=_some,
    when=st.datetimes().map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S+05:30").zfill(25)),
    where=_some,
    object_type=_some,
    monitoring_plan=xml_text.map(str.strip),
    item=xml_text.map(str.strip),
    workstation=xml_text,
    is_archive_only=st.booleans(),
    details=st.lists(_details, max_size=3).map(tuple),
)


@FORMATS
@settings(max_examples=150, deadline=None)
@given(records=st.lists(valid_records, min_size=1, max_size=4))
def test_a_body_is_read_back_the_same(wire: WireFormat, records: list[NewRecord]) -> None:
    encoded = [encode_new_record(record, wire) for record in records]
    body = encode_new_records(encoded, wire)
    assert body_size(list(map(len, encoded)), wire) == len(body)
    assert decode_new_records(body, wire) == [(record, ()) for record in records]


@FORMATS
@settings(max_examples=150, deadline=None)
@given(records=st.lists(valid_records, min_size=1, max_size=4))
def test_a_file_is_read_as_it_was_written(wire: WireFormat, records: list[NewRecord]) -> None:
    body = encode_new_records([encode_new_record(record, wire) for record in records], wire)
    read = sourced_records("file", body)
    assert [one.record for one in read] == records
    assert [one.location.number for one in read] == list(range(1, len(records) + 1))
    assert not any(one.left_out or one.problems for one in read)
    if wire is WireFormat.JSON:
        lines = b"\n".join(json.dumps(entry).encode() for entry in json.loads(body))
        by_line = sourced_records("file", lines)
        assert [one.record for one in by_line] == records
        assert [one.location.line for one in by_line] == list(range(1, len(records) + 1))


@settings(max_examples=100, deadline=None)
@given(record=valid_records)
def test_json_and_xml_carry_the_same(record: NewRecord) -> None:
    json_codec, xml_codec = codec(WireFormat.JSON), codec(WireFormat.XML)
    as_json = json_codec.decode_record(encode_new_record(record, WireFormat.JSON))
    as_xml = xml_codec.decode_record(encode_new_record(record, WireFormat.XML))
    assert as_new(as_json) == as_new(as_xml) == (record, ())


@settings(max_examples=100, deadline=None)
@given(record=valid_records)
def test_what_is_valid_has_no_problem(record: NewRecord) -> None:
    assert not [problem for problem in problems_of(record) if problem.is_error]


@FORMATS
@settings(max_examples=150, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 400), min_size=1, max_size=60),
    most_records=st.integers(1, 20),
    most_bytes=st.integers(500, 1500),
)
def test_batches_keep_within_both_bounds(
    wire: WireFormat, sizes: list[int], most_records: int, most_bytes: int
) -> None:
    batches = in_batches(sizes, wire, most_records, most_bytes)
    assert [batch.number for batch in batches] == list(range(1, len(batches) + 1))
    assert [i for batch in batches for i in batch.rows] == list(range(len(sizes)))
    for batch in batches:
        held = batch.of(sizes)
        assert len(held) <= most_records
        assert len(held) == 1 or body_size(held, wire) <= most_bytes


@FORMATS
def test_fifty_megabytes_are_the_most(wire: WireFormat) -> None:
    record = NewRecord("a", "Read", "x" * 9_000_000, "2026-11-05T14:30:00Z", "h", "File")
    records = [record] * 12
    batches = in_batches(encoded_sizes(records, wire), wire)
    assert [len(batch) for batch in batches] == [5, 5, 2]
    encoded = [encode_new_record(record, wire)] * 5
    assert 45_000_000 < len(encode_new_records(encoded, wire)) <= 50_000_000


def test_every_character_that_xml_cannot_carry_is_a_problem() -> None:
    record = NewRecord("a", "Read", "x", "2026-11-05T14:30:00Z", "h", "File")
    for code in [*range(0x100), *range(0xD7F0, 0xE010), *range(0xFFF0, 0x10010), 0x10FFFF]:
        found = [*problems_of(replace(record, what=f"a{chr(code)}b"))]
        assert bool(found) is not is_xml_character(chr(code)), hex(code)
