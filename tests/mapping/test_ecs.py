"""ECS: every field exists there with its type, and says what the record says."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from netwrix_tui.mapping.document_formats import DocumentFormat, DocumentOptions
from netwrix_tui.mapping.ecs_tables import ECS_FIELDS, NETWRIX_FIELDS
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.documents import DocumentWriter
from netwrix_tui.wire.wire_format import WireFormat
from tests.mapping.ecs_reference import ALLOWED, ECS_TYPES
from tests.mapping.samples import demo_records, details, odd_records, received

_REFERENCE = os.environ.get("NETWRIX_TUI_ECS_FIELDS", "")
_OWN = {name: kind for name, kind, _ in NETWRIX_FIELDS}


def _writer(**options: Any) -> DocumentWriter:
    return DocumentWriter(
        DocumentOptions(DocumentFormat.ECS, **options),
        "https://nwx01:9699/",
        read_at=lambda: 10**15,
    )


def _document(record: ActivityRecord) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_writer().line(received(record)))
    return document


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each field with its value; objects in arrays are walked through."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for each in value:
            yield from _leaves(each, path)
    else:
        yield path, value


def _is_of(kind: str, value: Any) -> bool:
    if kind.endswith((" array", "[]")):
        one = kind.removesuffix(" array").removesuffix("[]")
        return isinstance(value, list) and all(_is_of(one, each) for each in value)
    match kind:
        case "date":
            return value.endswith("Z") and datetime.fromisoformat(value).tzinfo is not None
        case "ip":
            return "%" not in value and bool(ip_address(value))
        case "boolean":
            return isinstance(value, bool)
        case "keyword" | "wildcard":
            return isinstance(value, str)
    return False


def _check(records: Iterable[ReceivedRecord], types: dict[str, str]) -> set[str]:
    """All that the schema asks of a document; returns the fields that were met."""
    met: set[str] = set()
    writer = _writer(with_original=True)
    for each in records:
        line = writer.line(each)
        assert line.decode().splitlines() == [line.decode().removesuffix("\n")]
        document = json.loads(line)
        for name, value in _leaves(document):
            kind = _OWN.get(name) if name.startswith("netwrix.") else types.get(name)
            assert kind is not None, name
            assert _is_of(kind, value), (name, kind, value)
            met.add(name)
        event = document["event"]
        assert ("category" in event) == ("type" in event)
        for category in event.get("category", ()):
            assert set(event["type"]) <= ALLOWED[category], event
        assert event["hash"]
        assert event["kind"] == "event"
        assert document["@timestamp"]
    return met


@pytest.mark.parametrize("wire", list(WireFormat))
@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_every_field_exists_with_its_type(hostile: bool, wire: WireFormat) -> None:
    met = _check(demo_records(hostile=hostile, wire=wire), ECS_TYPES)
    if not hostile:
        wanted = {"user.target.name", "group.name", "file.extension", "source.ip", "url.full"}
        assert wanted <= met


def test_what_a_server_may_send_makes_sound_documents_too() -> None:
    _check(odd_records(), ECS_TYPES)


@pytest.mark.slow
@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_every_field_of_many_exists_with_its_type(hostile: bool) -> None:
    _check(demo_records(25_000, hostile=hostile), ECS_TYPES)


def test_the_tables_of_the_docs_have_every_field() -> None:
    told = {name: kind.replace("[]", " array") for name, kind, _ in ECS_FIELDS}
    assert told == ECS_TYPES


@pytest.mark.skipif(not _REFERENCE, reason="NETWRIX_TUI_ECS_FIELDS names no file of all fields")
def test_the_reduced_table_says_what_the_whole_schema_says() -> None:
    with Path(_REFERENCE).open(encoding="utf-8") as file:
        whole = {
            row["field"]: f"{row['type']} {row['normalization']}".strip()
            for row in csv.DictReader(file)
        }
    assert ECS_TYPES.items() <= whole.items()


_JANE = ActivityRecord(
    rid="R1", who="CORP\\jane", action="Removed", what="\\\\fs01\\Finance\\Q1 budget.xlsx",
    when="2026-03-17T09:37:11Z", where="fs01", object_type="File", data_source="File Servers",
    workstation="10.1.2.3", monitoring_plan="File servers", monitoring_plan_id="{42}",
    item="\\\\fs01\\Finance (Windows file share)",
    details=(Detail("Size", None, "9 bytes", None),),
)  # fmt: skip


def test_a_file_that_was_removed() -> None:
    document = _document(_JANE)
    assert document["@timestamp"] == "2026-03-17T09:37:11Z"
    assert document["event"] | {"hash": ""} == {
        "kind": "event", "module": "netwrix_auditor", "dataset": "netwrix_auditor.activity",
        "id": "R1", "code": "Removed", "action": "deletion", "outcome": "success",
        "category": ["file"], "type": ["deletion"], "provider": "File Servers",
        "created": "2001-09-09T01:46:40Z", "hash": "",
    }  # fmt: skip
    assert document["user"] == {"name": "jane", "domain": "CORP"}
    assert document["file"] == {
        "path": "\\\\fs01\\Finance\\Q1 budget.xlsx", "directory": "\\\\fs01\\Finance",
        "name": "Q1 budget.xlsx", "extension": "xlsx",
    }  # fmt: skip
    assert document["host"] == {"name": "fs01"}
    assert document["source"] == {"ip": "10.1.2.3"}
    assert document["related"] == {"user": ["jane"], "ip": ["10.1.2.3"], "hosts": ["fs01"]}
    assert document["observer"] == {"vendor": "Netwrix", "product": "Auditor"}
    assert document["netwrix"]["details"] == [{"property": "Size", "before": "9 bytes"}]
    assert document["netwrix"]["monitoring_plan"] == {"name": "File servers", "id": "{42}"}
    assert document["netwrix"]["what"] == _JANE.what


@pytest.mark.parametrize(
    ("who", "user"),
    [
        ("CORP\\jane", {"name": "jane", "domain": "CORP"}),
        ("jane@corp.example", {
            "name": "jane", "domain": "corp.example", "email": "jane@corp.example",
        }),
        ("S-1-5-21-1-2-3-500", {"id": "S-1-5-21-1-2-3-500"}),
        ("System", {"name": "System"}),
        ("", None),
    ],
)  # fmt: skip
def test_who_is_taken_apart(who: str, user: dict[str, str] | None) -> None:
    assert _document(ActivityRecord(who=who)).get("user") == user


@pytest.mark.parametrize(
    ("source", "kind", "action", "category", "types"),
    [
        ("Logon Activity", "Logon", "Successful Logon", "authentication", ["start"]),
        ("SQL Server", "Login", "Failed Logon", "authentication", ["start"]),
        ("Logon Activity", "Logon", "Logoff", "authentication", ["end"]),
        ("Active Directory", "user", "Added", "iam", ["user", "creation"]),
        ("Entra ID", "User", "Modified", "iam", ["user", "change"]),
        ("Active Directory", "group", "Removed", "iam", ["group", "deletion"]),
        ("Windows Server", "Local group", "Modified", "iam", ["group", "change"]),
        ("File Servers", "Folder", "Read (Failed Attempt)", "file", ["access"]),
        ("SharePoint Online", "Document", "Renamed", "file", ["change"]),
        ("Group Policy", "Group Policy Object", "Modified", "configuration", ["change"]),
        ("Windows Server", "Service", "Added", "configuration", ["creation"]),
        ("VMware", "Virtual Machine", "Removed", "configuration", ["deletion"]),
        ("Network Devices", "Configuration", "Read", "configuration", ["access"]),
        ("SQL Server", "Table", "Added", "database", ["change"]),
        ("Oracle Database", "Table", "Read", "database", ["access"]),
        ("Exchange Online", "Mailbox", "Sent", "email", ["info"]),
        ("Exchange Online", "Mailbox", "Modified", None, None),
        ("Active Directory", "computer", "Added", None, None),
        ("Inactive Users", "user", "Modified", None, None),
        ("User Activity", "Session", "Session start", None, None),
        ("Netwrix API", "Door", "Read", None, None),
    ],
)
def test_categories(
    source: str, kind: str, action: str, category: str | None, types: list[str] | None
) -> None:
    event = _document(ActivityRecord(data_source=source, object_type=kind, action=action))["event"]
    assert event.get("category") == (None if category is None else [category])
    assert event.get("type") == types
    failed = "Failed" in action
    assert event["outcome"] == ("failure" if failed else "success")


@pytest.mark.parametrize(
    ("changes", "verb"),
    [
        ((Detail("User Account Control", None, "Enabled", "Disabled"),), "disabled-user-account"),
        ((Detail("lockoutTime", None, "Unlocked", "Locked out"),), "locked-out-user-account"),
        (details(("", "User Account Unlocked")), "unlocked-user-account"),
        (details(("Password", "The password was reset.")), "reset-password"),
        ((Detail("title", None, "Clerk", "Analyst"),), "modified-user-account"),
        ((), "modified-user-account"),
    ],
)
def test_verbs_of_accounts(changes: tuple[Detail, ...], verb: str) -> None:
    record = ActivityRecord(
        data_source="Active Directory", object_type="user", action="Modified",
        what="\\local\\corp\\Users\\Ann Lee", details=changes,
    )  # fmt: skip
    document = _document(record)
    assert document["event"]["action"] == verb
    assert document["user"] == {"target": {"name": "Ann Lee"}}


def test_what_failed_has_no_verb_that_says_it_was_done() -> None:
    record = ActivityRecord(
        data_source="Active Directory", object_type="user", action="Remove (Failed Attempt)"
    )
    assert "action" not in _document(record)["event"]
    logon = ActivityRecord(data_source="AD FS", object_type="Logon", action="Failed Logon")
    assert _document(logon)["event"]["action"] == "logon-failed"


def test_a_member_that_was_added() -> None:
    record = ActivityRecord(
        data_source="Active Directory", object_type="group", action="Modified", who="CORP\\adm",
        what="\\local\\corp\\Groups\\Domain Admins",
        details=details(("Group member", 'Added: "\\local\\corp\\Staff\\Jane Doe"')),
    )  # fmt: skip
    document = _document(record)
    assert document["event"]["action"] == "added-member-to-group"
    assert document["group"] == {"name": "Domain Admins"}
    assert document["user"] == {
        "name": "adm", "domain": "CORP", "target": {"name": "Jane Doe"},
    }  # fmt: skip
    assert document["related"]["user"] == ["adm", "Jane Doe"]


def test_several_members_are_all_told() -> None:
    record = ActivityRecord(
        data_source="Windows Server", object_type="Local group", action="Modified",
        what="Local Users and Groups\\Administrators",
        details=details(("Group member", "Added: CORP\\a"), ("Group member", "Removed: CORP\\b")),
    )  # fmt: skip
    document = _document(record)
    assert document["event"]["action"] == "modified-group-account"
    assert document["netwrix"]["members"] == [
        {"name": "CORP\\a", "action": "added"}, {"name": "CORP\\b", "action": "removed"},
    ]  # fmt: skip
    assert document["related"]["user"] == ["CORP\\a", "CORP\\b"]


def test_where_as_a_url() -> None:
    document = _document(ActivityRecord(where="https://corp.sharepoint.com", workstation="ws7"))
    assert document["url"] == {
        "full": "https://corp.sharepoint.com", "domain": "corp.sharepoint.com",
    }  # fmt: skip
    assert "host" not in document
    assert document["source"] == {"domain": "ws7"}


def test_where_as_an_address() -> None:
    document = _document(ActivityRecord(where="10.0.0.7"))
    assert document["host"] == {"name": "10.0.0.7", "ip": ["10.0.0.7"]}
    assert document["related"] == {"ip": ["10.0.0.7"]}


def test_a_time_that_cannot_be_read_is_told() -> None:
    document = _document(ActivityRecord(when="yesterday"))
    assert document["@timestamp"] == "1970-01-01T00:00:00Z"
    assert document["netwrix"]["when"] == "yesterday"
    assert document["netwrix"]["when_unreadable"] is True


def test_a_time_with_an_offset_is_told_in_utc_and_as_it_came() -> None:
    document = _document(ActivityRecord(when="2026-01-16T16:30:00+11:00"))
    assert document["@timestamp"] == "2026-01-16T05:30:00Z"
    assert document["netwrix"]["when"] == "2026-01-16T16:30:00+11:00"


def test_the_exact_bytes_go_along_where_they_are_asked_for() -> None:
    one = received(_JANE)
    assert "original" not in json.loads(_writer().line(one))["event"]
    assert (
        json.loads(_writer(with_original=True).line(one))["event"]["original"].encode() == one.raw
    )
