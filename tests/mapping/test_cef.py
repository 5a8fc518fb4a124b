"""CEF: the vendor's published line is reproduced, and parsers of other people read every line."""

from __future__ import annotations

import locale
import os
import time
from collections.abc import Iterator

import cefp
import pycef
import pytest

from netwrix_tui.mapping.document_formats import DocumentFormat, DocumentOptions
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.documents import DocumentWriter
from tests.mapping.samples import demo_records, odd_records, received

_WRITER = DocumentWriter(DocumentOptions(DocumentFormat.CEF), "nwx01")

_PUBLISHED = (
    "CEF:0|Netwrix|Active Directory|1.0|Added|Added user|0|shost=enterprisedc.enterprise.local "
    r"cat=user suser=enterprise\\administrator filePath=\\local\\enterprise\\users\\newuser "
    "start=Mar 28 2017 14:01:48"
)
"""The line in the vendor's "Netwrix Auditor Add-on for Generic SIEM: Work with Collected Data"."""

_DESCRIBED = ActivityRecord(
    rid="R1", who="enterprise\\administrator", action="Added",
    what="\\local\\enterprise\\users\\newuser", when="2017-03-28T14:01:48Z",
    where="enterprisedc.enterprise.local", object_type="user", data_source="Active Directory",
)  # fmt: skip


def _line(record: ActivityRecord) -> str:
    return _WRITER.line(received(record)).decode().removesuffix("\n")


def test_the_published_line_is_reproduced() -> None:
    own = " externalId=R1 rt=1490709708000 cs5Label=Server cs5=nwx01"
    assert _line(_DESCRIBED) == _PUBLISHED + own


@pytest.fixture
def _far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another zone, and another language where the system has one."""
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    before = locale.setlocale(locale.LC_ALL)
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"):
        try:
            locale.setlocale(locale.LC_ALL, name)
            break
        except locale.Error:
            continue
    yield
    locale.setlocale(locale.LC_ALL, before)
    monkeypatch.undo()
    os.environ.setdefault("TZ", "")
    time.tzset()


@pytest.mark.usefixtures("_far_away")
def test_months_are_english_and_times_utc_wherever_it_runs() -> None:
    assert "start=Mar 28 2017 14:01:48" in _line(_DESCRIBED)


def test_what_would_end_a_value_is_escaped() -> None:
    record = ActivityRecord(
        who="a=b\\c|d", action="Mod|ified\\", object_type="x\r\ny", data_source="A|B",
        details=(Detail("line", None, "one\r\ntwo", "k=v"),),
    )  # fmt: skip
    line = _line(record)
    assert line.startswith("CEF:0|Netwrix|A\\|B|1.0|Mod\\|ified\\\\|Mod\\|ified\\\\ x y|0|")
    read = cefp.parse(line)
    assert read["device"]["product"] == "A|B"
    assert read["extension"]["suser"] == "a=b\\c|d"
    assert read["extension"]["msg"] == 'line: changed from "one\r\ntwo" to "k=v"'
    assert read["extension"]["cat"] == "x\r\ny"


def _keys(each: ReceivedRecord) -> None:
    """One line, and all of the record's own fields out of it again."""
    line = _WRITER.line(each).decode()
    assert line.splitlines() == [line.removesuffix("\n")]
    read = cefp.parse(line.removesuffix("\n"))
    assert read["device"]["vendor"] == "Netwrix"
    assert read["version"] == "0"
    row, extension = each.row, read["extension"]
    for key, value in (("externalId", row.rid), ("suser", row.who), ("filePath", row.what)):
        is_plain = value.isascii() and value.isprintable() and value == value.strip()
        if value and is_plain and not each.is_long:
            assert extension[key] == value
    assert row.when[:4] in extension.get("start", row.when[:4]) or "+" in row.when


@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_a_parser_of_somebody_else_reads_every_line(hostile: bool) -> None:
    for each in demo_records(hostile=hostile):
        _keys(each)


def test_it_reads_what_a_server_may_send_too() -> None:
    for each in odd_records():
        _keys(each)


def test_another_parser_reads_the_lines_of_plain_records() -> None:
    for each in demo_records():
        line = _WRITER.line(each).decode().removesuffix("\n")
        read = pycef.parse(line)
        assert read is not None, line
        assert read["externalId"] == each.row.rid
        assert read["DeviceProduct"] == each.row.data_source
        assert read["Name"] == f"{each.row.action} {each.row.object_type}"
        assert read["suser"].replace("\\\\", "\\") == each.row.who
