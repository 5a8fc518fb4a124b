"""What is tolerated is tolerated in both formats alike, down to what the viewer shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.tui.record.fields_layout import RecordLayout
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

WIRES = pytest.mark.parametrize("wire", list(WireFormat))
JSON, XML = WireFormat.JSON, WireFormat.XML

Shape = dict[WireFormat, bytes]


def page_of(wire: WireFormat, record: bytes, *, mark: bytes = b"", before: bytes = b"") -> Page:
    """The page of one record; ``mark`` and what stands before it as they are written."""
    if wire is JSON:
        body = b'{"ActivityRecordList":[' + record + b"]" + mark + b"}"
    else:
        body = b"<ActivityRecordList>" + mark + record + b"</ActivityRecordList>"
    return codec(wire).decode_page(before + body)


def record_of(wire: WireFormat, shape: Shape) -> ActivityRecord:
    return codec(wire).decode_record(page_of(wire, shape[wire]).raws[0])


def element(*members: tuple[str, str]) -> Shape:
    """A record of text members, in this order, in both formats."""
    as_json = ",".join(f'"{name}":"{text}"' for name, text in members)
    as_xml = "".join(f"<{name}>{text}</{name}>" for name, text in members)
    return {
        JSON: f"{{{as_json}}}".encode(),
        XML: f"<ActivityRecord>{as_xml}</ActivityRecord>".encode(),
    }


@WIRES
def test_any_order_of_elements(wire: WireFormat) -> None:
    members = [("RID", "1"), ("Who", "jane"), ("What", "x"), ("When", "2026-03-17T09:37:11Z")]
    forwards, backwards = element(*members), element(*members[::-1])
    assert page_of(wire, forwards[wire]).rows == page_of(wire, backwards[wire]).rows
    assert record_of(wire, forwards) == record_of(wire, backwards)


@WIRES
def test_what_is_missing_is_empty(wire: WireFormat) -> None:
    page = page_of(wire, element(("RID", "1"))[wire])
    assert not page.damaged
    assert (page.rows[0].who, page.rows[0].monitoring_plan, page.rows[0].item) == ("", "", "")
    assert record_of(wire, element(("RID", "1"))).details == ()


@WIRES
@pytest.mark.parametrize(
    "shape",
    [
        {JSON: b'{"MonitoringPlan":"P"}', XML: b"<MonitoringPlan>P</MonitoringPlan>"},
        {JSON: b'{"ManagedObject":"P"}', XML: b"<ManagedObject>P</ManagedObject>"},
        {
            JSON: b'{"ManagedObject":{"Name":"P","ID":"i"}}',
            XML: b"<ManagedObject><ID>i</ID><Name>P</Name></ManagedObject>",
        },
        {
            JSON: b'{"MonitoringPlan":{"ID":"i"},"MonitoringPlan":{"Name":"P"}}',
            XML: b"<MonitoringPlan><ID>i</ID></MonitoringPlan>"
            b"<MonitoringPlan><Name>P</Name></MonitoringPlan>",
        },
        {
            JSON: b'{"MonitoringPlan":"P","MonitoringPlan":{"ID":"i"}}',
            XML: b"<MonitoringPlan>P</MonitoringPlan><MonitoringPlan><ID>i</ID></MonitoringPlan>",
        },
    ],
)
def test_the_plan_in_any_shape_and_by_its_old_name(wire: WireFormat, shape: Shape) -> None:
    raw = shape[wire] if wire is JSON else b"<ActivityRecord>" + shape[XML] + b"</ActivityRecord>"
    assert codec(wire).decode_record(page_of(wire, raw).raws[0]).monitoring_plan == "P"


@WIRES
def test_names_of_8_0_reach_the_table(wire: WireFormat) -> None:
    old = element(("AuditedSystem", "Active Directory"), ("ManagedObject", "Old plan"))
    row = page_of(wire, old[wire]).rows[0]
    assert (row.data_source, row.monitoring_plan) == ("Active Directory", "Old plan")


@WIRES
def test_unknown_fields_are_kept_and_shown(wire: WireFormat) -> None:
    record = record_of(wire, element(("RID", "1"), ("Severity", "high"), ("Zone", "DMZ")))
    assert record.extra == (("Severity", "high"), ("Zone", "DMZ"))
    layout = RecordLayout(record, 100, UTC_ZONE, damaged=False, raw_view=wire.value)
    text = "\n".join("".join(span.text for span in line) for line in layout.fields())
    assert "Severity" in text
    assert "high" in text


@WIRES
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n\t ", b"\xef\xbb\xbf\r\n"])
def test_a_bom_no_prolog_and_white_space_around(wire: WireFormat, before: bytes) -> None:
    page = page_of(wire, element(("RID", "1"))[wire], before=before)
    assert [row.rid for row in page.rows] == ["1"]
    assert not page.damaged


@WIRES
@pytest.mark.parametrize(
    ("written", "mark"),
    [
        ({JSON: b"", XML: b""}, None),
        ({JSON: b',"ContinuationMark":null', XML: b"<ContinuationMark/>"}, None),
        ({JSON: b',"ContinuationMark":""', XML: b"<ContinuationMark>\r\n </ContinuationMark>"},
         None),
        ({JSON: b',"ContinuationMark":"a+/="',
          XML: b"<ContinuationMark>\r\n  a+/=\r\n </ContinuationMark>"}, "a+/="),
    ],
)  # fmt: skip
def test_a_mark_that_is_absent_empty_or_padded(
    wire: WireFormat, written: Shape, mark: str | None
) -> None:
    assert page_of(wire, element(("RID", "1"))[wire], mark=written[wire]).mark == mark


@WIRES
@pytest.mark.parametrize(
    ("as_json", "as_xml", "value"),
    [
        (r"a\r\nb\tc", "a&#13;\nb\tc", "a\r\nb\tc"),
        (r"\u001b[31m", "&#27;[31m", "\x1b[31m"),
        ("\x1b[31m", "\x1b[31m", "\x1b[31m"),
        (r"x\ud83dy", "x&#xD83D;y", "x\ud83dy"),
        ("x" * 3_000_000, "x" * 3_000_000, "x" * 3_000_000),
    ],
    ids=["line ends", "escaped control", "raw control", "lone surrogate", "3 MB"],
)
def test_values_of_any_kind(wire: WireFormat, as_json: str, as_xml: str, value: str) -> None:
    shape = {JSON: element(("What", as_json))[JSON], XML: element(("What", as_xml))[XML]}
    assert page_of(wire, shape[wire]).rows[0].what == value
    assert record_of(wire, shape).what == value


@WIRES
def test_one_operator_in_an_array_and_several_in_an_object_mean_the_same(wire: WireFormat) -> None:
    decode: Callable[[bytes], object] = lambda body: codec(wire).decode_search(body)[0]  # noqa: E731
    bodies = {
        JSON: (
            b'{"FilterList":{"Who":[{"Contains":"a"},{"NotEqualTo":"b"}]}}',
            b'{"FilterList":{"Who":{"Contains":"a","NotEqualTo":"b"}}}',
            b'{"FilterList":{"Who":["a",{"NotEqualTo":["b"]}]}}',
        ),
        XML: (
            b'<ActivityRecordSearch><FilterList><Who>a</Who><Who Operator="NotEqualTo">b</Who>'
            b"</FilterList></ActivityRecordSearch>",
            b'<x:ActivityRecordSearch xmlns:x="urn:x"><x:FilterList><x:Who Operator="Contains">a'
            b'</x:Who><x:Who Operator="NotEqualTo">b</x:Who></x:FilterList>'
            b"</x:ActivityRecordSearch>",
        ),
    }[wire]
    assert len({decode(body) for body in bodies}) == 1
