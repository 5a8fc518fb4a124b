"""What is copied and saved: exact where it says so, harmless everywhere else."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, timedelta, timezone
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export.export import ExportFormat, StoredRecord, render
from netwrix_tui.results.export.record_fields import FIELDS
from netwrix_tui.results.export.ticket_text import change_lines
from netwrix_tui.sanitize import visible
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.element_names import NAMESPACE
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat
from tests.results.records import records, wire_page

BERLIN = ShownZone("local time", timezone(timedelta(hours=1)))
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\ud800-\udfff]")

ANN = ActivityRecord(
    rid="20260322",
    who="CORP\\svc-sync",
    action="Modified",
    what="\\corp\\Users\\Ann Lee",
    when="2026-11-22T12:58:40Z",
    where="dc02",
    object_type="user",
    data_source="Active Directory",
    details=(
        Detail(property_name="title", before="Analyst", after="Senior analyst"),
        Detail(property_name="manager", after="Jane Doe"),
        Detail(property_name="office", before=""),
        Detail(message="Account unlocked"),
        Detail(property_name="Permissions", before="a: read\r\nb: read", after="a: full"),
    ),
    extra=(("Ticket", "4711"),),
)


def stored(page: Page) -> list[StoredRecord]:
    store = Store()
    store.append(page)
    return [(store, index) for index in range(len(store))]


def of(*given_records: ActivityRecord, wire: WireFormat = WireFormat.JSON) -> list[StoredRecord]:
    return stored(wire_page(list(given_records), wire))


mixed = st.builds(
    lambda as_json, as_xml: of(*as_json) + of(*as_xml, wire=WireFormat.XML),
    st.lists(records, max_size=3),
    st.lists(records, max_size=3),
)


def test_text_of_a_record() -> None:
    assert render(of(ANN), ExportFormat.TEXT, BERLIN).decode() == (
        "Modified · user · \\corp\\Users\\Ann Lee\n"
        "  When             2026-11-22 13:58:40 UTC+1\n"
        "  Who              CORP\\svc-sync\n"
        "  Action           Modified\n"
        "  Object type      user\n"
        "  What             \\corp\\Users\\Ann Lee\n"
        "  Where            dc02\n"
        "  Data source      Active Directory\n"
        "  Ticket           4711\n"
        "  RID              nwx:20260322\n"
        "  Changes          title: Analyst → Senior analyst\n"
        "                   manager: now Jane Doe\n"
        '                   office: was ""\n'
        "                   Account unlocked\n"
        "                   Permissions\n"
        "                     before  a: read\n"
        "                             b: read\n"
        "                     after   a: full\n"
    )


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u3000"])
def test_any_space_is_a_space_for_people_and_stays_itself_in_json_and_xml(space: str) -> None:
    record = ActivityRecord(what=f"Rapport{space}1{space}234", details=ANN.details)
    for export_format in (ExportFormat.TEXT, ExportFormat.CSV):
        assert "Rapport 1 234" in render(of(record), export_format, UTC_ZONE).decode()
    for export_format in (ExportFormat.JSON, ExportFormat.NDJSON):
        assert json.loads(render(of(record), export_format, UTC_ZONE))["What"] == record.what
    for wire in WireFormat:
        text = render(of(record, wire=wire), ExportFormat.XML, UTC_ZONE).decode()
        assert f"<What>{record.what}</What>" in text


def test_text_of_an_empty_record_and_of_an_unreadable_time() -> None:
    text = render(of(ActivityRecord(), ActivityRecord(when="soon")), ExportFormat.TEXT, UTC_ZONE)
    assert text.decode() == "Activity record\n\nActivity record\n  When             soon\n"


@pytest.mark.parametrize(
    ("detail", "lines"),
    [
        (Detail(), []),
        (Detail(property_name="member"), ["member"]),
        (Detail(property_name="member", message="Added"), ["member: Added"]),
        (Detail(message="Added"), ["Added"]),
        (Detail(property_name="member", message="m" * 200), ["member: " + "m" * 200]),
        (Detail(before="1", after="2"), ["1 → 2"]),
        (Detail(before="1\u00a0024", after="2\u202f048"), ["1 024 → 2 048"]),
        (Detail(before="1\u00a0024", after="1 024"), ["1‹U+00A0›024 → 1 024"]),
        (Detail(after="2", message="Added"), ["now 2", "  message: Added"]),
        (Detail(after="a\nb"), ["change", "  after   a", "          b"]),
        (Detail(property_name="x", after="y" * 120), ["x", "  after   " + "y" * 120]),
        (Detail(extra=(("Hint", "z"),)), ["Hint: z"]),
    ],
)
def test_one_change(detail: Detail, lines: list[str]) -> None:
    assert change_lines(detail) == lines


@settings(deadline=None)
@given(mixed)
def test_text_holds_nothing_that_acts(given_records: list[StoredRecord]) -> None:
    text = render(given_records, ExportFormat.TEXT, BERLIN).decode()
    assert not _CONTROL.search(text)
    assert "\t" not in text
    for store, index in given_records:
        assert visible(store.row(index).who) in text


@settings(deadline=None)
@given(mixed)
def test_csv_reads_back_and_holds_nothing_that_acts(given_records: list[StoredRecord]) -> None:
    text = render(given_records, ExportFormat.CSV, UTC_ZONE).decode()
    assert not _CONTROL.search(text.replace("\r\n", ""))
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    assert header == [field.title for field in FIELDS]
    assert len(lines) == len(given_records)
    for line, (store, index) in zip(lines, given_records, strict=True):
        who = visible(store.row(index).who)
        assert line[2].replace("'", "") == who.replace("'", "")
        assert not any(cell.lstrip()[:1] in tuple("=+-@") for cell in line if cell)


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@sum", " =1", "＝1"])
def test_csv_guards_formulas(value: str) -> None:
    text = render(of(ActivityRecord(what=value)), ExportFormat.CSV, UTC_ZONE).decode()
    assert f",'{value}," in text


csv_text = st.text(st.sampled_from(list(";,|\t\n\r\"' =+-@x＝")), max_size=12)


@settings(deadline=None)
@given(st.lists(st.tuples(csv_text, csv_text, csv_text), min_size=1, max_size=3))
def test_csv_split_at_any_separator_begins_no_formula(
    given_values: list[tuple[str, str, str]],
) -> None:
    records = [
        ActivityRecord(who=who, what=what, details=(Detail("p", None, before, "=x"),))
        for who, what, before in given_values
    ]
    text = render(of(*records), ExportFormat.CSV, UTC_ZONE).decode()
    for separator in ",;|\t":
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            assert not any(cell.startswith(tuple("=+-@＝\t\r")) for cell in line), separator


def test_csv_quotes_whatever_is_a_separator_somewhere() -> None:
    value = "x;=cmd|' /C calc'!A0;y"
    text = render(of(ActivityRecord(what=value)), ExportFormat.CSV, UTC_ZONE).decode()
    assert "\"x;'=cmd|' /C calc'!A0;y\"" in text


@settings(deadline=None)
@given(mixed)
def test_json_parses_and_sound_records_are_exact(given_records: list[StoredRecord]) -> None:
    body = render(given_records, ExportFormat.JSON, UTC_ZONE)
    parsed = json.loads(body)
    parsed = [parsed] if isinstance(parsed, dict) else parsed
    assert len(parsed) == len(given_records)
    for record, (store, index) in zip(parsed, given_records, strict=True):
        assert record.get("Who", "") == store.row(index).who
        if store.format(index) is WireFormat.JSON and not store.damaged(index):
            assert store.raw(index) in body


def test_json_keeps_the_spelling_of_the_server() -> None:
    raws = [b'{"Who":"a\\u0041", "When" : "x","New":1.50}', b'{"Who":"\xc3\xa4"}']
    page = codec(WireFormat.JSON).decode_page(b'{"ActivityRecordList":[' + b",".join(raws) + b"]}")
    both = stored(page)
    assert render(both, ExportFormat.JSON, UTC_ZONE) == b"[\n" + b",\n".join(raws) + b"\n]\n"
    assert render(both[:1], ExportFormat.JSON, UTC_ZONE) == raws[0] + b"\n"
    assert json.loads(render([], ExportFormat.JSON, UTC_ZONE)) == []


@settings(deadline=None)
@given(mixed)
def test_xml_parses_and_sound_records_are_exact(given_records: list[StoredRecord]) -> None:
    body = render(given_records, ExportFormat.XML, UTC_ZONE)
    root = ElementTree.fromstring(body)  # noqa: S314 - written just now
    assert root.tag == f"{{{NAMESPACE}}}ActivityRecordList"
    elements = root.findall(f"{{{NAMESPACE}}}ActivityRecord")
    assert len(elements) == len(given_records) == len(root)
    for store, index in given_records:
        if store.format(index) is WireFormat.XML and not store.damaged(index):
            assert store.raw(index) in body
    page = codec(WireFormat.XML).decode_page(body)
    for row, (store, index) in zip(page.rows, given_records, strict=True):
        assert visible(row.what) == visible(store.row(index).what)


def test_xml_with_a_prefix_keeps_its_declarations() -> None:
    record = b"<n:ActivityRecord><n:Who>jane</n:Who></n:ActivityRecord>"
    page = codec(WireFormat.XML).decode_page(
        b'<n:ActivityRecordList xmlns:n="' + NAMESPACE.encode() + b'">' + record
        + b"</n:ActivityRecordList>"
    )  # fmt: skip
    body = render(of(ANN) + stored(page), ExportFormat.XML, UTC_ZONE)
    assert record in body
    tags = [element.tag for element in ElementTree.fromstring(body)]  # noqa: S314
    assert tags == [f"{{{NAMESPACE}}}ActivityRecord"] * 2


def test_xml_of_pages_with_different_declarations() -> None:
    first = of(ANN, wire=WireFormat.XML)
    other = codec(WireFormat.XML).decode_page(
        b'<x:ActivityRecordList xmlns:x="' + NAMESPACE.encode() + b'"><x:ActivityRecord>'
        b"<x:Who>joe</x:Who></x:ActivityRecord></x:ActivityRecordList>"
    )
    root = ElementTree.fromstring(  # noqa: S314
        render(first + stored(other), ExportFormat.XML, UTC_ZONE)
    )
    assert root[1].findtext(f"{{{NAMESPACE}}}Who") == "joe"


def test_extensions_name_the_format() -> None:
    assert [export_format.extension for export_format in ExportFormat] == [
        ".txt",
        ".ndjson",
        ".json",
        ".xml",
        ".csv",
    ]
    assert UTC_ZONE.tzinfo is UTC
