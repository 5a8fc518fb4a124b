"""Requests that others write: curl as the vendor's documentation calls it, and looser clients."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from tests.curl_features import curl_knows
from tests.demo_process import Demo, DemoServers

_NAMESPACE = "http://schemas.netwrix.com/api/v1/activity_records/"
_XML_TYPE = "Content-Type: application/xml; Charset=UTF-8"
_JSON_TYPE = "Content-Type: application/json; Charset=UTF-8"

_SEARCH_XML = f"""<?xml version="1.0" encoding="utf-8"?>
<ActivityRecordSearch xmlns="{_NAMESPACE}">
  <FilterList>
    <Who Operator="NotEqualTo">CORP\\svc-backup</Who>
    <DataSource>Active Directory</DataSource>
    <DataSource Operator="StartsWith">File</DataSource>
    <Action>Removed</Action>
    <Action>Added</Action>
    <When><LastThirtyDays/></When>
  </FilterList>
</ActivityRecordSearch>
"""
_SEARCH_JSON = {
    "FilterList": {
        "Who": {"NotEqualTo": "CORP\\svc-backup"},
        "DataSource": ["Active Directory", {"StartsWith": "File"}],
        "Action": ["Removed", "Added"],
        "When": {"LastThirtyDays": ""},
    }
}

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")


def _curl(
    demo: Demo,
    path: str,
    *words: str,
    sign_in: Sequence[str] = (),
    role: str = "Global reviewer",
) -> bytes:
    """What curl prints: ``-k`` takes the certificate that the server made, ``-u`` signs in."""
    account = demo.account(role)
    user = f"{account.user}:{account.password}"
    done = subprocess.run(
        ["curl", "-sS", "-k", *sign_in, "-u", user, *words, demo.url + path],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def _found(page: bytes) -> list[str]:
    """The RIDs of a page in XML; an entry of the records' fields is looked at as well."""
    root = ElementTree.fromstring(page)  # noqa: S314 - of our own server
    assert root.tag == f"{{{_NAMESPACE}}}ActivityRecordList"
    return [rid.text or "" for rid in root.iter(f"{{{_NAMESPACE}}}RID")]


def _mark(page: bytes) -> str:
    mark = ElementTree.fromstring(page).findtext(f"{{{_NAMESPACE}}}ContinuationMark")  # noqa: S314
    assert mark
    return mark


@needs_curl
@pytest.mark.parametrize("sign_in", [(), ("--ntlm",), ("--basic",), ("--digest",)])
def test_curl_reads_all_records_page_by_page(
    demo: Demo, tmp_path: Path, sign_in: Sequence[str]
) -> None:
    if "--ntlm" in sign_in and not curl_knows("NTLM"):
        pytest.skip("this curl knows no NTLM")
    first = _curl(demo, "enum", sign_in=sign_in)
    assert len(_found(first)) == 1_000
    body = tmp_path / "mark.xml"
    body.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<ContinuationMark xmlns="{_NAMESPACE}">'
        f"\n  {_mark(first)}\n</ContinuationMark>\n"
    )
    words = ("-H", _XML_TYPE, "--data-binary", f"@{body}")
    second = _curl(demo, "enum?count=1500", *words, sign_in=sign_in)
    assert len(_found(second)) == 1_500
    assert not set(_found(first)) & set(_found(second))


@needs_curl
def test_curl_reads_all_records_as_json(demo: Demo, tmp_path: Path) -> None:
    first = json.loads(_curl(demo, "enum?format=json"))
    body = tmp_path / "mark.json"
    body.write_text(json.dumps(first["ContinuationMark"]))
    words = ("-H", _JSON_TYPE, "--data-binary", f"@{body}")
    second = json.loads(_curl(demo, "enum?count=7&format=json", *words))
    assert len(first["ActivityRecordList"]) == 1_000
    assert len(second["ActivityRecordList"]) == 7


@needs_curl
def test_curl_searches_in_both_formats(demo: Demo, tmp_path: Path) -> None:
    as_xml, as_json = tmp_path / "search.xml", tmp_path / "search.json"
    as_xml.write_text(_SEARCH_XML)
    as_json.write_text(json.dumps(_SEARCH_JSON))
    xml = _curl(demo, "search", "-H", _XML_TYPE, "--data-binary", f"@{as_xml}")
    page = json.loads(
        _curl(demo, "search?format=json", "-H", _JSON_TYPE, "--data-binary", f"@{as_json}")
    )
    rids = [record["RID"] for record in page["ActivityRecordList"]]
    assert len(rids) > 10
    assert _found(xml) == rids
    assert {r["Action"] for r in page["ActivityRecordList"]} == {"Removed", "Added"}
    # curl's own type of a form, and no line breaks: the body alone counts.
    as_xml.write_text(_SEARCH_XML.replace("\n", ""))
    assert _found(_curl(demo, "search", "-d", f"@{as_xml}")) == rids


@needs_curl
def test_curl_goes_on_with_a_search(demo: Demo, tmp_path: Path) -> None:
    body = tmp_path / "search.xml"
    words = ("-H", _XML_TYPE, "--data-binary", f"@{body}")
    body.write_text(_SEARCH_XML)
    whole = _found(_curl(demo, "search", *words))
    rids: list[str] = []
    mark = ""
    for _ in range(3):
        filled = f"<ContinuationMark>{mark}</ContinuationMark>\n  <FilterList>"
        body.write_text(_SEARCH_XML.replace("<FilterList>", filled) if mark else _SEARCH_XML)
        page = _curl(demo, "search?count=4", *words)
        rids += _found(page)
        mark = _mark(page)
    assert rids == whole[:12]


@needs_curl
def test_curl_writes_records_that_are_found_then(demo_servers: DemoServers, tmp_path: Path) -> None:
    server = demo_servers.fresh(records=100)
    fields = {
        "Who": "Admin", "ObjectType": "Stored Procedure", "Action": "Added",
        "What": "Databases\\ReportServer\\Stored Procedures\\dbo.sp_New", "Where": "WKSWin12SQL",
        "When": "2026-02-19T03:43:49-11:00",
    }  # fmt: skip
    elements = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    as_xml, as_json = tmp_path / "records.xml", tmp_path / "records.json"
    as_xml.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<ActivityRecordList xmlns="{_NAMESPACE}">\n'
        f"<ActivityRecord>{elements}<DetailList><Detail><PropertyName>New Item</PropertyName>"
        "<Before>1</Before><After>2</After></Detail></DetailList></ActivityRecord>\n"
        "</ActivityRecordList>\n"
    )
    as_json.write_text(json.dumps([fields, fields | {"Who": "Another admin"}]))
    for path, kind, body in (("", _XML_TYPE, as_xml), ("?format=json", _JSON_TYPE, as_json)):
        words = ("-H", kind, "--data-binary", f"@{body}")
        assert _curl(server, path, *words, role="Global administrator") == b""
    with server.http() as http:
        found = _records(http, {"Where": {"Equals": "wkswin12sql"}})
    assert len(set(found)) == 3


def _records(http: httpx.Client, filters: dict[str, Any]) -> list[str]:
    answer = http.post("search", params={"format": "json"}, json={"FilterList": filters})
    assert answer.status_code == 200, answer.text
    return [record["RID"] for record in answer.json()["ActivityRecordList"]]


def test_all_ways_to_write_the_same_filters_find_the_same(demo: Demo) -> None:
    """One client sends a list of objects with one operator each, whatever there is of them."""
    singly: dict[str, Any] = {
        "Who": [{"NotEqualTo": "CORP\\svc-backup"}],
        "DataSource": [{"Contains": "Active Directory"}, {"StartsWith": "File"}],
        "Action": [{"Equals": "Removed"}, {"Equals": "Added"}],
        "When": [{"LastThirtyDays": ""}],
    }
    shared = singly | {"DataSource": {"Contains": "Active Directory", "StartsWith": "File"}}
    lists_within = singly | {"Action": {"Equals": ["Removed", "Added"]}}
    other_order = dict(reversed(singly.items()))
    with demo.http() as http:
        expected = _records(http, _SEARCH_JSON["FilterList"])
        assert len(expected) > 10
        for filters in (singly, shared, other_order):
            assert _records(http, filters) == expected
        answer = http.post("search", params={"format": "json"}, json={"FilterList": lists_within})
        assert answer.status_code in (200, 400)  # nobody documents it: understood, or refused


@pytest.mark.parametrize(
    "when",
    [
        [{"Equals": {"LastSevenDays": ""}}],
        {"LastSevenDays": ""},
        [{"LastSevenDays": None}],
        {"LastSevenDays": {}},
    ],
)
def test_a_timeframe_however_it_is_written(demo: Demo, when: Any) -> None:
    with demo.http() as http:
        expected = _records(http, {"When": [{"LastSevenDays": ""}]})
        assert _records(http, {"When": when}) == expected


def test_a_client_that_sends_no_header_and_a_byte_order_mark(demo: Demo) -> None:
    with demo.http() as http:
        xml = http.post("search?count=5", content=b"\xef\xbb\xbf" + _SEARCH_XML.encode())
        bare = _SEARCH_XML.partition("\n")[2].encode()
        without_prolog = http.post("search?count=5", content=bare)
        text = json.dumps(_SEARCH_JSON).encode()
        as_json = http.post("search?format=json&count=5", content=b"\xef\xbb\xbf" + text)
    assert xml.status_code == without_prolog.status_code == as_json.status_code == 200
    rids = [record["RID"] for record in as_json.json()["ActivityRecordList"]]
    assert _found(xml.content) == _found(without_prolog.content) == rids
