"""What servers and the things between do to a page, and what must still come out of it."""

from __future__ import annotations

import pytest

from netwrix_tui.errors import BrokenPage, Malformed, WireError
from netwrix_tui.wire import json_format, xml_format
from netwrix_tui.wire.error_list import ErrorEntry, decode_error_list, encode_error_list
from netwrix_tui.wire.wire_format import WireFormat

GOOD_JSON = b'{"RID":"good","Who":"CORP\\\\jane"}'
GOOD_XML = rb"<ActivityRecord><RID>good</RID><Who>CORP\jane</Who></ActivityRecord>"


def json_page(*records: bytes) -> bytes:
    return b'{"ActivityRecordList": [' + b" , ".join(records) + b'], "ContinuationMark": "m"}'


def xml_page(*records: bytes) -> bytes:
    return b"<ActivityRecordList>" + b"\r\n".join(records) + b"</ActivityRecordList>"


@pytest.mark.parametrize(
    ("bad", "who"),
    [
        (b'{"RID":"bad","Who":"a\x1bb"}', "a\x1bb"),
        (b'{"RID":"bad","Who":"a\\ud83db"}', "a\ud83db"),
        (b'{"RID":"bad","Who":"a\xffb"}', "a\udcffb"),
        (b'{"RID":"bad","Who":"ok","What":oops}', "ok"),
        (b'{"RID":"bad","Who":7}', "7"),
    ],
)
def test_one_bad_json_record_does_not_cost_the_page(bad: bytes, who: str) -> None:
    page = json_format.decode_page(json_page(GOOD_JSON, bad, GOOD_JSON))
    assert page.raws == [GOOD_JSON, bad, GOOD_JSON]
    assert [row.rid for row in page.rows] == ["good", "bad", "good"]
    assert page.rows[1].who == who
    assert page.damaged == {1}
    assert page.mark == "m"
    assert json_format.decode_record(bad).who == who


@pytest.mark.parametrize(
    ("bad", "who"),
    [
        (b"<ActivityRecord><RID>bad</RID><Who>a\x1bb</Who></ActivityRecord>", "a\x1bb"),
        (b"<ActivityRecord><RID>bad</RID><Who>a&#27;b</Who></ActivityRecord>", "a\x1bb"),
        (b"<ActivityRecord><RID>bad</RID><Who>a&#xD83D;b</Who></ActivityRecord>", "a\ud83db"),
        (b"<ActivityRecord><RID>bad</RID><Who>a\xffb</Who></ActivityRecord>", "a\udcffb"),
        (b"<ActivityRecord><RID>bad</RID><Who>a & b</Who></ActivityRecord>", "a & b"),
        (b"<ActivityRecord><RID>bad</RID><Who>ok</Wo></ActivityRecord>", "ok"),
    ],
)
def test_one_bad_xml_record_does_not_cost_the_page(bad: bytes, who: str) -> None:
    page = xml_format.decode_page(xml_page(GOOD_XML, bad, GOOD_XML))
    assert page.raws == [GOOD_XML, bad, GOOD_XML]
    assert [row.rid for row in page.rows] == ["good", "bad", "good"]
    assert page.rows[1].who == who
    assert page.damaged == {1}
    assert xml_format.decode_record(bad).who == who


def test_self_closing_records_end_where_they_end() -> None:
    page = xml_format.decode_page(xml_page(b"<ActivityRecord/>", b"<ActivityRecord />", GOOD_XML))
    assert page.raws == [b"<ActivityRecord/>", b"<ActivityRecord />", GOOD_XML]


def test_prefixes_and_their_declarations_are_kept() -> None:
    record = b"<n:ActivityRecord><n:RID>1</n:RID></n:ActivityRecord>"
    body = b'<n:ActivityRecordList xmlns:n="urn:x&amp;y">' + record + b"</n:ActivityRecordList>"
    page = xml_format.decode_page(body)
    assert page.raws == [record]
    assert page.rows[0].rid == "1"
    assert page.declarations == 'xmlns:n="urn:x&amp;y"'


@pytest.mark.parametrize("codec", [json_format, xml_format])
def test_a_byte_order_mark_and_line_breaks_around_are_no_damage(codec: object) -> None:
    body = json_page(GOOD_JSON) if codec is json_format else xml_page(GOOD_XML)
    page = codec.decode_page(b"\xef\xbb\xbf\r\n" + body + b"\r\n")
    assert len(page) == 1
    assert not page.damaged


@pytest.mark.parametrize("codec", [json_format, xml_format])
def test_names_of_old_versions_and_odd_shapes(codec: object) -> None:
    if codec is json_format:
        raw = (
            b'{"AuditedSystem":"AD","ManagedObject":"old","MonitoringPlan":"text",'
            b'"MonitoringPlan":{"ID":"i"},"Item":"plain","Odd":{"a":[1,"x"]},'
            b'"DetailList":{"PropertyName":"p"}}'
        )
        odd = '{"a": ["1", "x"]}'
    else:
        raw = (
            b"<ActivityRecord><AuditedSystem>AD</AuditedSystem><ManagedObject>old</ManagedObject>"
            b"<MonitoringPlan>text</MonitoringPlan><MonitoringPlan><ID>i</ID></MonitoringPlan>"
            b"<Item>plain</Item><Odd><a>1</a></Odd><DetailList><Detail><PropertyName>p"
            b"</PropertyName></Detail></DetailList></ActivityRecord>"
        )
        odd = "<a>1</a>"
    record = codec.decode_record(raw)
    assert (record.data_source, record.monitoring_plan) == ("AD", "text")
    assert (record.monitoring_plan_id, record.item) == ("i", "plain")
    assert record.extra == (("Odd", odd),)
    assert [detail.property_name for detail in record.details] == ["p"]


@pytest.mark.parametrize("codec", [json_format, xml_format])
@pytest.mark.parametrize("cut", [1, 20, 75])
def test_a_page_that_breaks_off_says_so(codec: object, cut: int) -> None:
    whole = json_page(GOOD_JSON, GOOD_JSON) if codec is json_format else xml_page(GOOD_XML)
    with pytest.raises((BrokenPage, Malformed)):
        codec.decode_page(whole[:-cut])


@pytest.mark.parametrize("codec", [json_format, xml_format])
@pytest.mark.parametrize(
    "body",
    [b"", b"<html><body>Bad Gateway</body></html>", b"oops", b"\xff\xfe<\x00A\x00", b"{}x", b"5"],
)
def test_what_is_no_page_is_refused(codec: object, body: bytes) -> None:
    with pytest.raises(WireError):
        codec.decode_page(body)


def test_entity_declarations_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "yyyy">]>' + xml_page(GOOD_XML)
    with pytest.raises(Malformed, match="document type"):
        xml_format.decode_page(bomb)
    with pytest.raises(Malformed, match="document type"):
        xml_format.decode_search(bomb)


@pytest.mark.parametrize("wire", list(WireFormat))
def test_error_lists_are_read_in_both_formats(wire: WireFormat) -> None:
    body = encode_error_list(wire, "InputError", "Invalid <count> & co.", "/a/b")
    assert decode_error_list(body) == ErrorEntry("InputError", "Invalid <count> & co.", "/a/b")


@pytest.mark.parametrize("body", [b"", b"<html/>", b"<a", b"{", b'{"a":1}', b"plain text"])
def test_what_is_no_error_list_is_none(body: bytes) -> None:
    assert decode_error_list(body) is None


@pytest.mark.parametrize("depth", [500, 900, 5_000])
def test_values_nested_beyond_reason_cost_nothing_but_themselves(depth: int) -> None:
    deep = b'{"a":' * depth + b"1" + b"}" * depth
    raw = b'{"RID":"deep","Who":"jane","Odd":' + deep + b"}"
    assert [row.rid for row in json_format.decode_page(json_page(GOOD_JSON, raw)).rows] == [
        "good",
        "deep",
    ]
    assert json_format.decode_record(raw).who == "jane"
    nested = b"<a>" * depth + b"\x1b" + b"</a>" * depth
    element = b"<ActivityRecord><RID>deep</RID><Odd>" + nested + b"</Odd></ActivityRecord>"
    page = xml_format.decode_page(xml_page(GOOD_XML, element))
    assert [row.rid for row in page.rows] == ["good", "deep"]
    assert xml_format.decode_record(element).rid == "deep"


@pytest.mark.parametrize("value", [b"\xff", b"\x1b", b"\\ud83d"])
def test_damage_inside_the_details_is_marked(value: bytes) -> None:
    raw = b'{"RID":"bad","DetailList":[{"Before":"' + value + b'"}]}'
    page = json_format.decode_page(json_page(GOOD_JSON, raw))
    assert page.damaged == {1}
    assert page.raws[1] == raw


def test_a_page_cut_within_escapes_is_refused_at_once() -> None:
    # Quadratic, this took minutes.
    with pytest.raises(BrokenPage):
        json_format.decode_page(b'{"ActivityRecordList":[{"Who":"' + b'\\"' * 500_000)


def test_unclosed_xml_records_are_read_at_once() -> None:
    records = [b"<ActivityRecord><RID>%d</RID>" % number for number in range(20_000)]
    page = xml_format.decode_page(xml_page(*records))
    assert [row.rid for row in page.rows][:3] == ["0", "1", "2"]
    assert len(page.damaged) == 20_000


def test_two_detail_lists_are_one_in_both_formats() -> None:
    raw = b'{"DetailList":[{"Before":"1"}],"DetailList":[{"Before":"2"}]}'
    element = (
        b"<ActivityRecord><DetailList><Detail><Before>1</Before></Detail></DetailList>"
        b"<DetailList><Detail><Before>2</Before></Detail></DetailList></ActivityRecord>"
    )
    assert json_format.decode_record(raw) == xml_format.decode_record(element)
