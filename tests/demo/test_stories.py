"""The stories are found by ordinary filters, in the last seven days and beyond."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from netwrix_tui.records.when import parse_time_of_day, wire_time_of_day
from netwrix_tui.records.zone import LOCAL
from tests.demo.oracle import Record
from tests.demo_process import Demo

_WEEK = {"When": {"LastSevenDays": ""}}


def _search(demo: Demo, filters: dict[str, Any], count: int = 5000) -> list[Record]:
    with demo.http() as http:
        params = {"format": "json", "count": str(count)}
        answer = http.post("search", params=params, json={"FilterList": filters})
    found: list[Record] = answer.json()["ActivityRecordList"]
    return found


def _here(clock: str) -> str:
    """A time of day where the company is: in the zone of the machine on which the server runs."""
    return wire_time_of_day(parse_time_of_day(clock, LOCAL.tzinfo))


def _messages(record: Record) -> str:
    return " ".join(d.get("Message", "") for d in record.get("DetailList", []))


def test_an_account_slips_into_domain_admins_at_night(demo: Demo) -> None:
    night = {"From": _here("22:00"), "To": _here("05:00")}
    changes = _search(
        demo,
        _WEEK | {"What": "Domain Admins", "Action": "Modified", "WorkingHours": night},
    )
    assert [_messages(r).partition(":")[0] for r in changes] == ["Removed", "Added"]
    assert {r["ObjectType"] for r in changes} == {"group"}
    admin, station = changes[0]["Who"], changes[0]["Workstation"]
    traces = _search(demo, _WEEK | {"Workstation": {"Equals": station}, "WorkingHours": night})
    assert Counter(r["Action"] for r in traces if r["Who"] == admin)["Failed Logon"] == 14
    guest = _messages(changes[0]).rpartition("\\")[2].rstrip('"')
    others = {r["Who"] for r in traces} - {admin}
    assert any(guest.split()[1][:3].lower() in who for who in others), (guest, others)
    assert {"Exchange", "File Servers", "Event Log", "Self-audit"} <= {
        r["DataSource"] for r in traces
    }


def test_a_burst_of_file_changes_by_one_user_within_ten_minutes(demo: Demo) -> None:
    renamed = _search(demo, _WEEK | {"Action": "Renamed", "After": {"EndsWith": ".locked"}})
    assert len(renamed) > 200
    assert len({(r["Who"], r["Workstation"], r["Where"]) for r in renamed}) == 1
    moments = [datetime.fromisoformat(r["When"]) for r in renamed]
    assert (max(moments) - min(moments)).total_seconds() < 600
    disabled = _search(
        demo, _WEEK | {"ObjectType": "user", "Before": "Enabled", "After": "Disabled"}
    )
    login = renamed[0]["Who"].partition("\\")[2].split(".")[1]
    assert any(login[:3] in r["What"].lower() for r in disabled)


def test_the_weakened_policy_the_service_account_and_the_leaver(demo: Demo) -> None:
    lengths = _search(demo, {"DataSource": "Group Policy", "After": {"Equals": "4"}})
    weakened = [r for r in lengths if r["What"].endswith("Default Domain Policy")]
    assert len(weakened) == 1
    assert weakened[0]["Workstation"] == "203.0.113.77"
    sprayed = _search(demo, {"Workstation": {"Equals": "203.0.113.77"}, "Action": "Failed Logon"})
    assert len({r["Who"] for r in sprayed}) >= 160

    at_a_desk = _search(demo, {"Who": "svc-", "Detail": "Logon type Interactive"})
    assert [r["Who"] for r in at_a_desk] == ["CORP\\svc-erp"]

    copied = _search(demo, {"Action": "Copied", "After": {"StartsWith": "E:\\private"}})
    sent = _search(demo, {"Action": "Sent", "Detail": "@home.example"})
    assert (len(copied), len(sent)) == (180, 30)
