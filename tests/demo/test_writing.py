"""Records that are written to the demo: refused whole, or found afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from netwrix_tui.clock import now
from netwrix_tui.demo.places import FINANCE_PLAN
from netwrix_tui.wire.error_list import decode_error_list
from netwrix_tui.wire.names import NAMESPACE
from tests.demo_process import Demo, DemoServers
from tests.written import new_record, stored, times_stored

_JSON = {"format": "json"}
_XML = f"""<?xml version="1.0" encoding="utf-8"?>
<ActivityRecordList xmlns="{NAMESPACE}"><ActivityRecord>
  <Who>Admin</Who><ObjectType>Order</ObjectType><Action>Moved</Action><What>Stock</What>
  <When>2026-11-19T17:37:11Z</When><Where>erp01</Where>
  <MonitoringPlan><Name>Integrations</Name></MonitoringPlan>
  <Item><Name>Warehouse</Name></Item>
  <DetailList><Detail><PropertyName>Shelf</PropertyName><Before>1</Before><After>2</After></Detail>
  </DetailList></ActivityRecord></ActivityRecordList>"""


@pytest.fixture
def server(demo_servers: DemoServers) -> Demo:
    return demo_servers.fresh(records=300)


def _write(demo: Demo, records: Any, role: str = "Contributor") -> httpx.Response:
    with demo.http(demo.account(role)) as http:
        return http.post("", params=_JSON, json=records)


def test_what_is_written_is_found_with_what_the_server_gives(server: Demo) -> None:
    record = new_record(MonitoringPlan={"Name": "Integrations"}, Item={"Name": "ERP"}, RID="x" * 9)
    answer = _write(server, [record])
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == "0"
    assert answer.headers["content-type"] == "text/plain"
    (found,) = stored(server)
    assert found["DataSource"] == "Netwrix API"
    assert found["Item"]["Name"] == "ERP (Integration)"
    assert found["MonitoringPlan"]["ID"].startswith("{")
    assert len(found["RID"]) == 49
    assert {n: found[n] for n in ("Who", "What", "When")} == {
        n: record[n] for n in ("Who", "What", "When")
    }
    with server.http() as http:
        by_rid = {"FilterList": {"RID": {"Equals": found["RID"]}}}
        assert http.post("search", params=_JSON, json=by_rid).json()["ActivityRecordList"] == [
            found
        ]


def test_xml_is_taken_as_the_documentation_has_it(server: Demo) -> None:
    with server.http(server.account("Contributor")) as http:
        assert http.post("", content=_XML.encode()).status_code == 200
    (found,) = stored(server)
    assert found["DetailList"] == [{"PropertyName": "Shelf", "Before": "1", "After": "2"}]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"Who": None}, "ActivityRecord[2]/Who"),
        ({"What": ""}, "ActivityRecord[2]/What"),
        ({"When": "yesterday"}, "ActivityRecord[2]/When"),
        ({"Where": "x" * 256}, "ActivityRecord[2]/Where"),
        ({"MonitoringPlan": {"Name": "AD monitoring"}}, "ActivityRecord[2]/MonitoringPlan/Name"),
        ({"DetailList": [{"After": "1"}]}, "ActivityRecord[2]/DetailList/Detail[1]/PropertyName"),
        ({"Whom": "x"}, "ActivityRecord[2]/Whom"),
    ],
)
def test_one_bad_record_refuses_all(demo: Demo, wrong: dict[str, Any], place: str) -> None:
    before = len(stored(demo))
    bad = {n: v for n, v in new_record(2, **wrong).items() if v is not None}
    answer = _write(demo, [new_record(1), bad, new_record(3)])
    assert answer.status_code == 400
    entry = decode_error_list(answer.content)
    assert entry is not None
    assert (entry.category, entry.location) == ("InputError", f"/ActivityRecordList/{place}")
    assert len(stored(demo)) == before


def test_what_is_no_list_of_records(demo: Demo) -> None:
    assert _write(demo, {"ActivityRecordList": []}).status_code == 400
    with demo.http(demo.account("Contributor")) as http:
        assert http.post("", params=_JSON, content=b"[{").status_code == 500
        assert http.post("", content=b"<ActivityRecordList").status_code == 400


def test_archive_only_is_taken_and_not_found(server: Demo) -> None:
    assert _write(server, [new_record(1, IsArchiveOnly=True), new_record(2)]).status_code == 200
    assert list(times_stored(server)) == ["\\orders\\000002"]


def test_who_may_write(server: Demo) -> None:
    for role, status in (("Global admin", 200), ("Global reviewer", 401), ("Reviewer on", 401)):
        assert _write(server, [new_record()], role).status_code == status
    assert len(stored(server)) == 1


def test_a_mark_asked_again_after_the_end_brings_what_was_written(server: Demo) -> None:
    with server.http() as http:
        page = http.get("enum?format=json&count=301").json()
        assert len(page["ActivityRecordList"]) == 300
        for numbers in (range(3), range(3, 5)):
            _write(server, [new_record(number) for number in numbers])
            page = http.post("enum", params=_JSON, json=page["ContinuationMark"]).json()
            assert [r["What"][-1] for r in page["ActivityRecordList"]] == [str(n) for n in numbers]
        page = http.post("enum", params=_JSON, json=page["ContinuationMark"]).json()
        assert page["ActivityRecordList"] == []


@pytest.mark.parametrize("count", [1, 7, 1000])
def test_a_new_query_has_each_once(demo_servers: DemoServers, count: int) -> None:
    server = demo_servers.fresh(records=100)
    _write(server, [new_record(number) for number in range(5)])
    rids: list[str] = []
    params = {"format": "json", "count": str(count)}
    with server.http() as http:
        page = http.get("enum", params=params).json()
        while page["ActivityRecordList"]:
            rids += [record["RID"] for record in page["ActivityRecordList"]]
            page = http.post("enum", params=params, json=page["ContinuationMark"]).json()
    assert len(rids) == len(set(rids)) == 105


def test_a_search_looks_at_what_was_written(server: Demo) -> None:
    old = f"{now() - timedelta(days=20):%Y-%m-%dT%H:%M:%SZ}"
    _write(server, [new_record(1), new_record(2, When=old, Who="ERP\\boss")])
    for filters, found in (
        ({"When": {"LastSevenDays": ""}}, {"\\orders\\000001"}),
        ({"When": {"NotEqualTo": {"LastSevenDays": ""}}}, {"\\orders\\000002"}),
        ({"Who": "boss"}, {"\\orders\\000002"}),
        ({"What": {"EndsWith": "1"}, "Who": "boss"}, set()),
    ):
        body = {"FilterList": {**filters, "ObjectType": {"Equals": "Order"}}}
        with server.http() as http:
            page = http.post("search", params=_JSON, json=body).json()["ActivityRecordList"]
        assert {record["What"] for record in page} == found


def test_a_reviewer_sees_what_belongs_to_its_plan(server: Demo) -> None:
    assert FINANCE_PLAN != "Integrations"
    _write(server, [new_record(MonitoringPlan={"Name": "Integrations"})])
    with server.http(server.account("Reviewer on")) as http:
        seen = http.get("enum?format=json&count=1000").json()["ActivityRecordList"]
    assert all(record["DataSource"] != "Netwrix API" for record in seen)
    assert len(stored(server)) == 1


def test_faults_befall_writes(demo_servers: DemoServers) -> None:
    faults = ("write-lost:1", "write-cut:2", "write-status:3")
    arguments = [word for fault in faults for word in ("--fault", fault)]
    server = demo_servers.fresh(records=50, arguments=arguments)
    for number in (1, 2):
        with pytest.raises(httpx.TransportError):
            _write(server, [new_record(number)])
    assert _write(server, [new_record(3)]).status_code == 503
    assert _write(server, [new_record(4)]).status_code == 200
    assert times_stored(server) == {"\\orders\\000002": 1, "\\orders\\000004": 1}
