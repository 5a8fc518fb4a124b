"""Endpoints, parameters, status codes, marks and roles, as the API's documentation has them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from netwrix_tui.demo.monitored_items import FINANCE_PLAN
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.error_list import decode_error_list
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo_process import Demo

_NAMESPACE = "http://schemas.netwrix.com/api/v1/activity_records/"
_NTH = {"format": "json"}


def _post(demo: Demo, path: str, **options: Any) -> httpx.Response:
    with demo.http() as http:
        return http.post(path, **options)


def test_enum_gives_the_first_thousand(demo: Demo) -> None:
    with demo.http() as http:
        as_json, as_xml = http.get("enum", params=_NTH), http.get("enum")
    assert as_json.status_code == as_xml.status_code == 200
    assert as_json.headers["content-type"] == "application/json; charset=utf-8"
    assert as_xml.headers["content-type"] == "application/xml; charset=utf-8"
    assert len(as_json.json()["ActivityRecordList"]) == 1000
    assert len(codec(WireFormat.XML).decode_page(as_xml.content)) == 1000


def test_parameters_stand_in_any_order(demo: Demo) -> None:
    with demo.http() as http:
        for query in ("count=7&format=json", "format=json&count=7", "Format=JSON&Count=7"):
            assert len(http.get(f"enum?{query}").json()["ActivityRecordList"]) == 7
        assert len(http.get("enum?count=1500&format=json").json()["ActivityRecordList"]) == 1500


@pytest.mark.parametrize("count", ["x", "", "-1", "0", "1.5", "٣"])
@pytest.mark.parametrize("wire_format", list(WireFormat))
def test_a_count_that_is_no_number_is_refused(
    demo: Demo, count: str, wire_format: WireFormat
) -> None:
    with demo.http() as http:
        answer = http.get("enum", params={"count": count, "format": wire_format.value})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == wire_format.media_type
    entry = decode_error_list(answer.content)
    assert entry is not None
    assert entry.category == "InputError"
    assert entry.description.startswith("Invalid count parameter specified.")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nowhere", 404), ("GET", "enum/", 404), ("GET", "../", 404),
        ("GET", "search", 405), ("PUT", "enum", 405), ("DELETE", "", 405), ("GET", "", 405),
    ],
)  # fmt: skip
def test_wrong_paths_and_methods(demo: Demo, method: str, path: str, status: int) -> None:
    with demo.http() as http:
        answer = http.request(method, path)
    assert answer.status_code == status
    assert answer.content == b""


def test_malformed_json_is_an_internal_error_without_a_word(demo: Demo) -> None:
    for path in ("search", "enum"):
        answer = _post(demo, path, params=_NTH, content=b'{"FilterList": ')
        assert answer.status_code == 500
        assert answer.content == b""


@pytest.mark.parametrize(
    ("body", "category"),
    [
        (b"<ActivityRecordSearch", "XMLError"),
        (b"", "XMLError"),
        (f"<Wrong xmlns='{_NAMESPACE}'/>".encode(), ""),
        (
            f"<ActivityRecordSearch xmlns='{_NAMESPACE}'><FilterList><Whom>x</Whom></FilterList>"
            "</ActivityRecordSearch>".encode(),
            "",
        ),
    ],
)
def test_xml_that_does_not_fit_is_refused_with_words(
    demo: Demo, body: bytes, category: str
) -> None:
    answer = _post(demo, "search", content=body)
    assert answer.status_code == 400
    entry = decode_error_list(answer.content)
    assert entry is not None
    assert entry.category == category if category else entry.category
    assert entry.description


@pytest.mark.parametrize(
    "filters",
    [
        {"Whom": "x"},
        {"Who": {"Like": "x"}},
        {"Action": {"Contains": "x"}},
        {"When": {"LastYear": ""}},
        {"When": {"From": "yesterday"}},
        {"Where": "x" * 256},
        {"Who": ""},
    ],
)
def test_filters_that_do_not_fit_are_refused_with_words(
    demo: Demo, filters: dict[str, object]
) -> None:
    answer = _post(demo, "search", params=_NTH, json={"FilterList": filters})
    assert answer.status_code == 400
    entry = decode_error_list(answer.content)
    assert entry is not None
    assert entry.category == "InputError"
    assert entry.description


def test_a_body_that_is_too_large_is_refused(demo: Demo) -> None:
    answer = _post(demo, "search", content=b" " * (50 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert answer.content == b""


def test_marks_belong_to_their_query(demo: Demo) -> None:
    first = {"FilterList": {"Action": "Read"}}
    other = {"FilterList": {"Action": "Removed"}}
    params = {"format": "json", "count": "5"}
    with demo.http() as http:
        enum_mark = http.get("enum", params=params).json()["ContinuationMark"]
        mark = http.post("search", params=params, json=first).json()["ContinuationMark"]
        again = http.post("search", params=params, json=first | {"ContinuationMark": mark})
        assert len(again.json()["ActivityRecordList"]) == 5
        assert len(http.post("enum", params=params, json=enum_mark).json()["ActivityRecordList"])
        wrong = [
            http.post("search", params=params, json=other | {"ContinuationMark": mark}),
            http.post("search", params=params, json=first | {"ContinuationMark": enum_mark}),
            http.post("enum", params=params, json=mark),
            http.post("enum", params=params, json="PG5yPj"),
            http.post("enum", params=params, json="no base64!"),
            http.post("enum", params=params, json=enum_mark[:-8] + "AAAAAAA="),
        ]
    for answer in wrong:
        assert answer.status_code == 400
        entry = decode_error_list(answer.content)
        assert entry is not None
        assert (entry.category, entry.description[:25]) == (
            "InputError", "Invalid continuation mark",
        )  # fmt: skip


def test_a_mark_goes_on_in_the_other_format(demo: Demo) -> None:
    with demo.http() as http:
        first = http.get("enum", params={"format": "json", "count": "30"}).json()
        mark = codec(WireFormat.XML).encode_mark(first["ContinuationMark"])
        second = http.post("enum", params={"count": "30"}, content=mark)
        both = http.get("enum", params={"format": "json", "count": "60"}).json()
    rids = [r["RID"] for r in first["ActivityRecordList"]]
    rids += [row.rid for row in codec(WireFormat.XML).decode_page(second.content).rows]
    assert rids == [r["RID"] for r in both["ActivityRecordList"]]


def test_a_reviewer_sees_only_its_plan_and_no_sign_of_more(demo: Demo) -> None:
    body = {"FilterList": {"MonitoringPlan": {"Equals": FINANCE_PLAN}}}
    params = {"format": "json", "count": "20000"}
    with demo.http() as http:
        expected = http.post("search", params=params, json=body).json()["ActivityRecordList"]
    with demo.http(demo.account("Reviewer")) as http:
        seen = http.get("enum", params=params).json()["ActivityRecordList"]
        other = {"FilterList": {"MonitoringPlan": "AD monitoring"}}
        either = {"FilterList": {"MonitoringPlan": ["AD monitoring", FINANCE_PLAN]}}
        assert http.post("search", params=params, json=other).json()["ActivityRecordList"] == []
        assert http.post("search", params=params, json=either).json()["ActivityRecordList"] == seen
    assert 100 < len(seen) < 5_000
    assert seen == expected


def test_a_contributor_may_not_read(demo: Demo) -> None:
    with demo.http(demo.account("Contributor")) as http:
        for answer in (http.get("enum"), http.post("search", params=_NTH, json={"FilterList": {}})):
            assert answer.status_code == 401
            assert answer.content == b""
        assert http.post("", params=_NTH, json=[]).status_code == 200
    with demo.http() as http:
        assert http.post("", params=_NTH, json=[]).status_code == 401


def test_pages_are_packed_where_the_client_unpacks(demo: Demo) -> None:
    with demo.http() as http:
        plain = http.get("enum?count=20", headers={"Accept-Encoding": "identity"})
        packed = http.get("enum?count=20", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    first, second = (codec(WireFormat.XML).decode_page(a.content) for a in (plain, packed))
    assert first.raws == second.raws


def test_the_log_tells_what_was_asked_and_no_secret(demo: Demo) -> None:
    with demo.http() as http:
        body = {"FilterList": {"Who": "log-test-value", "Action": "Read"}}
        http.post("search", params={"format": "json", "count": "3"}, json=body)
    request = next(r for r in reversed(demo.requests()) if r.filters == ["Who", "Action"])
    assert (request.method, request.endpoint, request.rows) == ("POST", "search", 0)
    assert request.query == {"format": "json", "count": "3"}
    assert request.account == demo.reviewer.user
    assert not request.mark
    log = demo.log.read_text()
    assert "log-test-value" not in log
    assert not any(a.password in log for a in demo.accounts)
