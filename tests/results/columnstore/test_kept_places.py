"""Where records stand in an answer: found at once where they stand evenly, else one by one."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.results.columnstore.kept_answers import even_record_places, record_places
from netwrix_tui.wire.page import Answer
from netwrix_tui.wire.wire_format import WireFormat

_NOW = datetime(2026, 11, 30, tzinfo=UTC)
raws = st.lists(st.sampled_from([b"{}", b'{"a":1}', b'{"a":2}', b'{"b":"{},{}"}']), max_size=8)
gaps = st.sampled_from([b",", b", ", b",\r\n  "])


@given(raws, st.data(), st.booleans())
def test_they_are_found_where_they_are(
    some: list[bytes], data: st.DataObject, are_even: bool
) -> None:
    content, begins = b'{"ActivityRecordList":[', []
    even = data.draw(gaps)
    for number, raw in enumerate(some):
        content += (even if are_even else data.draw(gaps)) if number else b""
        begins.append(len(content))
        content += raw
    content += b'],"ContinuationMark":"{}"}'
    answer = Answer(content, some, WireFormat.JSON, "enum", None, None, _NOW, _NOW)
    found = record_places(answer)
    if found is None:
        assert not are_even  # one record may look like a part of another: it is written anew
        return
    assert [content[start:end] for start, end in zip(*found, strict=True)] == some
    if are_even:
        assert list(found[0]) == begins
        assert len(some) < 3 or even_record_places(content, some) == found


def test_what_is_not_in_it_has_no_place() -> None:
    answer = Answer(b"[{},{}]", [b"{}", b"{}", b"{ }"], WireFormat.JSON, "", None, None, _NOW, _NOW)
    assert record_places(answer) is None
