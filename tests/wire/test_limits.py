"""Whatever a server sends: bounded in time, memory and depth, and each bound has a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from netwrix_tui.errors import WireError
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.wire import json_format, limits, xml_format
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.error_list import decode_error_list
from netwrix_tui.wire.json_records import NotJson, json_records
from netwrix_tui.wire.new_records import decode_new_records
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.wire.written_search import UnreadableSearch, read_search

pytestmark = pytest.mark.lengthy

JSON, XML = WireFormat.JSON, WireFormat.XML

HEAVIEST = ("ampersands", "XML, one wide character", "lists", "XML, nested")
MEASURED = "NETWRIX_TUI_FUZZ_SECONDS"
"""Where this is set, the memory of all shapes is measured, and not that of the heaviest alone."""

Shape = Callable[[int], bytes]


def in_json(record: bytes) -> bytes:
    return b'{"ActivityRecordList":[' + record + b"]}"


def in_xml(record: bytes) -> bytes:
    return b"<ActivityRecordList>" + record + b"</ActivityRecordList>"


def record(inside: bytes) -> bytes:
    return b"<ActivityRecord><RID>1</RID>" + inside + b"</ActivityRecord>"


def repeated(unit: bytes) -> Shape:
    return lambda size: in_json(b",".join([unit] * (size // (len(unit) + 1))))


def in_odd(unit: bytes) -> Shape:
    return lambda size: in_json(
        b'{"RID":"1","Odd":[' + b",".join([unit] * (size // (len(unit) + 1))) + b"]}"
    )


def elements(unit: bytes) -> Shape:
    return lambda size: in_xml(unit * (size // len(unit)))


def in_what(unit: bytes, first: bytes = b"") -> Shape:
    return lambda size: in_xml(record(b"<What>" + first + unit * (size // len(unit)) + b"</What>"))


def inside(unit: bytes) -> Shape:
    return lambda size: in_xml(record(unit * (size // len(unit))))


def numbered(unit: str, between: bytes = b"") -> Callable[[int], bytes]:
    return lambda size: between.join(
        (unit % number).encode() for number in range(size // len(unit % 99_999))
    )


SHAPES: dict[str, tuple[WireFormat, Shape]] = {
    "sound": (JSON, repeated(b'{"RID":"12345","Who":"CORP\\\\jane","What":"something"}')),
    "empty records": (JSON, repeated(b"{}")),
    "numbers": (JSON, repeated(b"0")),
    "broken": (JSON, repeated(b'{"RID":"1","Who":"' + b"x" * 2000 + b'","Bad":oops}')),
    "bad UTF-8": (JSON, repeated(b'{"RID":"\xff"}')),
    "nested": (JSON, lambda n: in_json(b'{"RID":"1","Odd":' + b"[" * n + b"]" * n + b"}")),
    "nested, unclosed": (JSON, lambda n: in_json(b"[" * n)),
    "lists": (JSON, in_odd(b"[]")),
    "objects": (JSON, in_odd(b'{"a":"b"}')),
    "escapes": (JSON, lambda n: in_json(b'{"Who":"' + b'\\"' * (n // 2) + b'\x01"}')),
    "cut in escapes": (JSON, lambda n: b'{"ActivityRecordList":[{"Who":"' + b'\\"' * (n // 2)),
    "one wide character": (
        JSON,
        lambda n: in_json(b'{"What":"' + b"x" * n + "\U0001f600".encode() + b'"}'),
    ),
    "members": (JSON, lambda n: in_json(b"{" + numbered('"a%d":0', b",")(n) + b"}")),
    "XML": (XML, elements(record(b"<Who>jane</Who>"))),
    "XML, empty records": (XML, elements(b"<ActivityRecord/>")),
    "XML, broken": (XML, elements(record(b"<What>" + b"x" * 2000 + b"</Wat>"))),
    "ampersands": (XML, in_what(b"&")),
    "loose ampersands": (XML, in_what(b"&ab")),
    "references": (XML, in_what(b"&#97;b", b"\x01")),
    "XML, bad UTF-8": (XML, in_what(b"\xff")),
    "XML, one wide character": (XML, in_what(b"x", "\U0001f600".encode())),
    "XML, nested": (XML, lambda n: in_xml(record(b"<a>" * (n // 7) + b"</a>" * (n // 7)))),
    "XML, nested, unclosed": (XML, inside(b"<a>")),
    "XML, elements": (XML, inside(b"<a/>")),
    "XML, names": (XML, lambda n: in_xml(record(numbered("<a%d/>")(n)))),
    "attributes": (XML, lambda n: in_xml(record(b"<a " + numbered('a%d=""', b" ")(n) + b"/>"))),
    "a long tag": (XML, lambda n: in_xml(record(b'<a b="' + b"x" * n + b'"/>'))),
    "a long comment": (XML, lambda n: in_xml(record(b"<!--" + b"x" * n + b"-->"))),
    "comments in a section": (
        XML,
        lambda n: in_xml(record(b"<What><![CDATA[" + b"<!--" * (n // 4) + b"\x01]]></What>")),
    ),
    "marks": (XML, elements(b"<ContinuationMark>")),
    "marks without an end": (XML, elements(b"<ContinuationMark ")),
    "open records": (XML, elements(b"<ActivityRecord>")),
    "spaces in an end tag": (XML, lambda n: in_xml(record(b"<What>\xff</What" + b" " * n))),
    "brackets": (XML, elements(b"<")),
}


def decoded(wire: WireFormat, body: bytes) -> None:
    """All that is done with an answer: as a page, each of its records, as an error list."""
    try:
        page = codec(wire).decode_page(body)
    except WireError:
        page = None
    if page is not None and len(page):
        longest = max(page.raws, key=len)
        codec(wire).decode_record(longest)
        codec(wire).decode_changes(longest)
    decode_error_list(body)


def fastest(wire: WireFormat, body: bytes) -> float:
    seconds = []
    for _ in range(3):
        began = time.process_time()
        decoded(wire, body)
        seconds.append(time.process_time() - began)
    return min(seconds)


@pytest.mark.skipif(sys.platform == "win32", reason="its clock of processor time is too coarse")
@pytest.mark.parametrize("name", SHAPES)
def test_time_grows_with_the_length_only(name: str) -> None:
    wire, shape = SHAPES[name]
    small, large = fastest(wire, shape(12_000)), fastest(wire, shape(96_000))
    # Eight times as long: 64 times as much work if it were quadratic.
    assert large < 24 * small + 0.05


def decode_quietly(wire: WireFormat, body: bytes) -> None:
    try:
        codec(wire).decode_page(body)
    except WireError:
        return


_CHILD = """
import resource, sys
from tests.wire.test_limits import SHAPES, decode_quietly
wire, shape = SHAPES[sys.argv[1]]
decode_quietly(wire, shape(20_000))
body = shape(16_000_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
decode_quietly(wire, body)
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
sys.exit(0 if grown <= 4 * len(body) + (64 << 20) else f"{grown:,} bytes for {len(body):,}")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in KB there")
@pytest.mark.server  # a process of its own
@pytest.mark.parametrize("name", list(SHAPES) if os.environ.get(MEASURED) else HEAVIEST)
def test_memory_of_a_large_answer_as_the_system_counts_it(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, name], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("depth", [101, 985, 50_000])
@pytest.mark.parametrize("wire", list(WireFormat))
def test_what_is_nested_too_deeply_is_told(depth: int, wire: WireFormat) -> None:
    wire_codec = codec(wire)
    if wire is JSON:
        nest = b"[" * depth + b"]" * depth
        search = b'{"FilterList":{"Who":' + nest + b"}}"
        written = b'[{"Who":"a","Odd":' + nest + b"}]"
        errors = b'{"ErrorList":' + nest + b"}"
    else:
        nest = b"<a>" * depth + b"</a>" * depth
        search = b"<ActivityRecordSearch>" + nest + b"</ActivityRecordSearch>"
        written = in_xml(record(nest))
        errors = b"<ErrorList>" + nest + b"</ErrorList>"
    says = f"The {wire.upper()} is nested more than 100 levels deep."
    with pytest.raises(limits.LimitExceeded, match=says):
        wire_codec.decode_mark(nest)
    with pytest.raises(limits.LimitExceeded, match=says):
        wire_codec.decode_search(search)
    with pytest.raises(UnreadableSearch, match=says):
        read_search(search.decode(), UTC_ZONE)
    with pytest.raises(limits.LimitExceeded, match=says):
        decode_new_records(written, wire)
    assert decode_error_list(errors) is None
    if wire is JSON:
        with pytest.raises(NotJson, match="nested more than 100 levels deep"):
            list(json_records(written.decode()))


def test_a_field_nested_too_deeply_is_shown_as_it_came() -> None:
    nest = b"[" * 500 + b"]" * 500
    found = json_format.decode_record(
        b'{"RID":"1","Odd":' + nest + b',"DetailList":[{"Before":"b"}]}'
    )
    assert found.extra == (("Odd", nest.decode()),)
    assert found.details[0].before == "b"


def test_a_page_of_too_many_records_is_refused() -> None:
    for wire, body in (
        (JSON, repeated(b"{}")(400_000)),
        (XML, elements(b"<ActivityRecord/>")(2_000_000)),
    ):
        with pytest.raises(limits.TooManyRecords, match="more than 100,000 records"):
            codec(wire).decode_page(body)


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        (b"<a/>" * (limits.MOST_VALUES + 1), "elements"),
        (b"".join(b"<a%d/>" % number for number in range(12_000)) + b"<b/>" * 70_000, "names"),
        (b"<!--" + b"x" * 2_000_000 + b"-->", "a tag or a comment"),
    ],
    ids=["elements", "names", "comment"],
)
def test_what_goes_too_far_in_a_mark_is_told(inner: bytes, says: str) -> None:
    with pytest.raises(limits.LimitExceeded, match=says):
        xml_format.decode_mark(b"<ContinuationMark>" + inner + b"</ContinuationMark>")


@pytest.mark.parametrize("name", ["broken", "XML, broken", "loose ampersands", "XML"])
def test_decoding_stops_in_the_middle(name: str) -> None:
    wire, shape = SHAPES[name]
    asked = 0

    def is_wanted() -> bool:
        nonlocal asked
        asked += 1
        return asked < 3

    with pytest.raises(limits.DecodingStopped):
        codec(wire).decode_page(shape(4_000_000), is_wanted)
    assert asked == 3


def test_values_of_a_long_record_are_cut_in_its_row_alone() -> None:
    text = "xé\\u20ac\\n" * 800_000
    meant = "xé€\n" * 800_000
    raw = f'{{"RID":"1","What":"{text}","DetailList":[{{"Before":"b"}}]}}'.encode()
    row = json_format.decode_page(in_json(raw)).rows[0]
    assert (row.rid, row.what) == ("1", f"{meant[:65_536]}…")
    assert json_format.decode_record(raw).what == meant
    element = record(f"<What>{'xé€z' * 1_300_000}</What>".encode())
    row = xml_format.decode_page(in_xml(element)).rows[0]
    assert (row.rid, row.what) == ("1", f"{('xé€z' * 1_300_000)[:65_536]}…")


@pytest.mark.parametrize("declared", ["utf-16", "UTF-32", "klingon", "iso-8859-1", "x-user"])
def test_the_declared_encoding_of_an_answer_is_not_looked_at(declared: str) -> None:
    prolog = f'<?xml version="1.0" encoding="{declared}"?>'.encode()
    page = xml_format.decode_page(prolog + in_xml(record("<Who>jürgen</Who>".encode())))
    assert (page.rows[0].who, page.damaged) == ("jürgen", frozenset())
    assert len(xml_format.decode_page(prolog + b"<ActivityRecordList/>")) == 0
    assert xml_format.decode_mark(prolog + b"<ContinuationMark>m</ContinuationMark>") == "m"
    errors = b"<ErrorList><Error><Category>c</Category></Error></ErrorList>"
    entry = decode_error_list(prolog + errors)
    assert entry is not None
    assert entry.category == "c"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"\x1b\x2f\x00\xf8\x8d", "no text: it begins with the bytes 1b 2f 00"),
        (b"\x8b\x00\x00\x80", "no text"),
        (b"\x1f\x8b\x08\x00\x00", "compressed with gzip"),
        ("<ActivityRecordList/>".encode("utf-16-le"), "is in UTF-16"),
        ("<ActivityRecordList/>".encode("utf-16-be"), "is in UTF-16"),
        ("<ActivityRecordList/>".encode("utf-32"), "is in UTF-32"),
    ],
)
@pytest.mark.parametrize("wire", list(WireFormat))
def test_what_is_no_utf8_is_called_what_it_is(body: bytes, says: str, wire: WireFormat) -> None:
    with pytest.raises(WireError) as raised:
        codec(wire).decode_page(body)
    assert says in raised.value.sentence()


@pytest.mark.parametrize("wire", list(WireFormat))
def test_any_mark_can_be_sent_back(wire: WireFormat) -> None:
    assert b"d83d" in codec(wire).encode_mark("a\ud83db").lower()
