"""Whatever is written is read back the same, in both formats and across them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.records.record import ActivityRecord, Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.strategies import records, searches

FORMATS = pytest.mark.parametrize("wire", list(WireFormat))
marks = st.text("ABCxyz0189+/=", min_size=1, max_size=60)


def by_filter(parameters: SearchParameters) -> dict[str, list[object]]:
    """A search as the server understands it: the entries of one filter, in their order."""
    groups: dict[str, list[object]] = {}
    for condition in parameters.filters:
        groups.setdefault(condition.name, []).append((condition.operator, condition.value))
    return groups


@FORMATS
@settings(max_examples=150, deadline=None)
@given(record=records)
def test_a_record_survives_any_characters(wire: WireFormat, record: ActivityRecord) -> None:
    assert codec(wire).decode_record(codec(wire).encode_record(record)) == record


@FORMATS
@settings(max_examples=100, deadline=None)
@given(page=st.lists(records, max_size=4), mark=st.none() | marks)
def test_a_page_keeps_rows_bytes_and_mark(
    wire: WireFormat, page: list[ActivityRecord], mark: str | None
) -> None:
    raws = [codec(wire).encode_record(record) for record in page]
    decoded = codec(wire).decode_page(codec(wire).encode_page(raws, mark))
    assert decoded.raws == raws
    assert decoded.mark == mark
    assert decoded.rows == [
        Row(**{name: getattr(record, name) for name in Row.__struct_fields__}) for record in page
    ]


@settings(max_examples=100, deadline=None)
@given(record=records)
def test_json_and_xml_give_equal_records(record: ActivityRecord) -> None:
    json, xml = codec(WireFormat.JSON), codec(WireFormat.XML)
    assert json.decode_record(json.encode_record(record)) == xml.decode_record(
        xml.encode_record(record)
    )


@FORMATS
@settings(max_examples=200, deadline=None)
@given(parameters=searches, mark=st.none() | marks)
def test_a_search_survives(
    wire: WireFormat, parameters: SearchParameters, mark: str | None
) -> None:
    body = codec(wire).encode_search(parameters, mark)
    decoded, decoded_mark = codec(wire).decode_search(body)
    assert by_filter(decoded) == by_filter(parameters)
    assert decoded_mark == mark


@FORMATS
@given(mark=marks)
def test_a_mark_survives(wire: WireFormat, mark: str) -> None:
    assert codec(wire).decode_mark(codec(wire).encode_mark(mark)) == mark
