"""OCSF: every event has what its class requires, and a true type."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from netwrix_tui.mapping.document_formats import DocumentFormat, DocumentOptions
from netwrix_tui.mapping.ocsf_tables import OcsfVersion
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.documents import DocumentWriter
from tests.mapping.ocsf_reference import CLASS_REFERENCES, OTHER
from tests.mapping.samples import demo_records, details, odd_records, received

_REFERENCE = os.environ.get("NETWRIX_TUI_OCSF_CLASSES", "")
_PERMISSIONS = (Detail("Permissions", None, "a", "b"),)
_ADDED = details(("Group member", 'Added: "\\local\\corp\\Staff\\Jane Doe"'))
_REMOVED = details(("Group member", 'Removed: "\\local\\corp\\Staff\\Jane Doe"'))


def _writer(version: OcsfVersion = OcsfVersion.V1_8, **options: Any) -> DocumentWriter:
    made = DocumentOptions(DocumentFormat.OCSF, ocsf=version, **options)
    return DocumentWriter(made, "nwx01")


def _event(record: ActivityRecord, version: OcsfVersion = OcsfVersion.V1_8) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(_writer(version).line(received(record)))
    return event


def _check(records: Iterable[ReceivedRecord], version: OcsfVersion) -> set[int]:
    """All that the schema asks of an event; returns the classes that were met."""
    met: set[int] = set()
    writer = _writer(version, with_original=True)
    for each in records:
        line = writer.line(each).decode()
        assert line.splitlines() == [line.removesuffix("\n")]
        event = json.loads(line)
        reference = CLASS_REFERENCES[event["class_uid"]]
        assert version in reference.versions
        assert reference.required <= event.keys(), event
        assert all(event[name] not in ("", None, {}) for name in reference.required)
        assert event["category_uid"] == reference.category
        assert event["activity_id"] in reference.activities | {OTHER}
        assert event["type_uid"] == event["class_uid"] * 100 + event["activity_id"]
        assert event["activity_name"]
        assert event["severity_id"] == 1
        assert event["status_id"] in (1, 2)
        assert isinstance(event["time"], int)
        assert event["metadata"]["version"] == f"{version}.0"
        assert event["raw_data"]
        if "user" in event:
            assert event["user"]["name"]
        met.add(event["class_uid"])
    return met


@pytest.mark.parametrize("version", list(OcsfVersion))
@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_every_event_has_what_its_class_requires(hostile: bool, version: OcsfVersion) -> None:
    met = _check(demo_records(hostile=hostile), version)
    if not hostile:
        assert met == {uid for uid, of in CLASS_REFERENCES.items() if version in of.versions}


@pytest.mark.parametrize("version", list(OcsfVersion))
def test_what_a_server_may_send_makes_sound_events_too(version: OcsfVersion) -> None:
    _check(odd_records(), version)


@pytest.mark.slow
@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_every_event_of_many_has_what_its_class_requires(hostile: bool) -> None:
    _check(demo_records(25_000, hostile=hostile), OcsfVersion.V1_8)


@pytest.mark.skipif(not _REFERENCE, reason="NETWRIX_TUI_OCSF_CLASSES names no file of the schema")
def test_the_reduced_table_says_what_the_whole_schema_says() -> None:
    classes = json.loads(Path(_REFERENCE).read_text(encoding="utf-8"))["classes"]
    for uid, reference in CLASS_REFERENCES.items():
        whole = classes[reference.name]
        assert whole["class_uid"] == uid
        assert whole["category_uid"] == reference.category
        assert set(whole["required"]) == reference.required
        assert {int(number) for number in whole["activity_id"]} >= reference.activities


@pytest.mark.parametrize(
    ("source", "kind", "action", "changes", "class_uid", "activity"),
    [
        ("Logon Activity", "Logon", "Successful Logon", (), 3002, 1),
        ("SQL Server", "Login", "Failed Logon", (), 3002, 1),
        ("Logon Activity", "Logon", "Logoff", (), 3002, 2),
        ("Active Directory", "user", "Added", (), 3001, 1),
        ("Active Directory", "user", "Removed", (), 3001, 6),
        ("Active Directory", "user", "Moved", (), 3001, 99),
        ("Active Directory", "user", "Modified", details(("Password", "Password reset")), 3001, 4),
        ("Active Directory", "group", "Added", (), 3006, 6),
        ("Active Directory", "group", "Removed", (), 3006, 5),
        ("Active Directory", "group", "Modified", _ADDED, 3006, 3),
        ("Active Directory", "group", "Modified", _REMOVED, 3006, 4),
        ("Active Directory", "group", "Modified", (*_ADDED, *_REMOVED), 3006, 99),
        ("Active Directory", "group", "Modified", (), 3006, 99),
        ("Active Directory", "computer", "Added", (), 3004, 1),
        ("Active Directory", "organizationalUnit", "Removed", (), 3004, 4),
        ("Group Policy", "Group Policy Object", "Modified", (), 3004, 3),
        ("VMware", "Virtual Machine", "Copied", (), 3004, 99),
        ("Netwrix API", "Door", "Read", (), 3004, 2),
        ("Active Directory", "container", "Moved", (), 3004, 5),
        ("File Servers", "File", "Added", (), 1001, 1),
        ("File Servers", "File", "Read", (), 1001, 2),
        ("File Servers", "File", "Modified", (), 1001, 3),
        ("File Servers", "File", "Removed", (), 1001, 4),
        ("File Servers", "File", "Renamed", (), 1001, 5),
        ("File Servers", "Folder", "Modified", _PERMISSIONS, 1001, 7),
        ("File Servers", "File", "Moved", (), 1001, 99),
        ("SharePoint", "Document", "Removed", (), 6006, 4),
        ("SharePoint Online", "Sharing link", "Added", (), 6006, 12),
        ("SharePoint", "Document", "Checked in", (), 6006, 99),
        ("SQL Server", "Table", "Modified", (), 6005, 2),
        ("Oracle Database", "Table", "Read", (), 6005, 1),
        ("Exchange", "Mailbox", "Sent", (), 4009, 1),
    ],
)
def test_classes_and_activities(
    source: str,
    kind: str,
    action: str,
    changes: tuple[Detail, ...],
    class_uid: int,
    activity: int,
) -> None:
    record = ActivityRecord(
        data_source=source, object_type=kind, action=action, details=changes, who="CORP\\adm",
        what="\\local\\corp\\X", where="srv01", workstation="10.0.0.1", rid="R",
        when="2026-03-17T09:37:11Z",
    )  # fmt: skip
    event = _event(record)
    assert (event["class_uid"], event["activity_id"]) == (class_uid, activity)
    assert event["time"] == 1_773_740_231_000
    assert event["metadata"]["original_event_uid"] == "R"
    assert event["metadata"]["original_time"] == "2026-03-17T09:37:11Z"
    assert event["status_id"] == (2 if "Failed" in action else 1)
    assert "raw_data" not in event


def test_newer_classes_by_version() -> None:
    user = ActivityRecord(data_source="Active Directory", object_type="user", action="Modified")
    group = ActivityRecord(data_source="Active Directory", object_type="group", action="Modified")
    assert _event(user)["type_uid"] == 300199
    assert _event(user, OcsfVersion.V1_9)["type_uid"] == 300702
    assert _event(group)["type_uid"] == 300699
    assert _event(group, OcsfVersion.V1_9)["type_uid"] == 300609


def test_a_member_is_the_user_of_a_group() -> None:
    record = ActivityRecord(
        data_source="Active Directory", object_type="group", action="Modified", who="CORP\\adm",
        what="\\local\\corp\\Groups\\Domain Admins", details=_ADDED,
    )  # fmt: skip
    event = _event(record)
    assert event["group"] == {"name": "Domain Admins"}
    assert event["user"] == {"name": "Jane Doe"}
    assert event["actor"] == {"user": {"name": "adm", "domain": "CORP"}}


def test_nothing_is_dropped() -> None:
    record = ActivityRecord(
        rid="R", who="a", action="Read", what="w", when="2026-03-17T09:37:11Z", where="h",
        object_type="o", monitoring_plan="p", monitoring_plan_id="{1}", data_source="s", item="i",
        workstation="x", details=(Detail("n", "m", "b", "a", (("odd", "1"),)),),
        extra=(("More", "2"),),
    )  # fmt: skip
    assert _event(record)["unmapped"] == {
        "server": "nwx01", "who": "a", "action": "Read", "object_type": "o", "what": "w",
        "where": "h", "workstation": "x", "monitoring_plan": "p", "monitoring_plan_id": "{1}",
        "item": "i",
        "details": [{
            "property": "n", "message": "m", "before": "b", "after": "a",
            "extra": [{"name": "odd", "value": "1"}],
        }],
        "extra": [{"name": "More", "value": "2"}],
        "sha256": _event(record)["unmapped"]["sha256"],
    }  # fmt: skip
