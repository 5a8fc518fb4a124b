"""Files that ConvertTo-Json has written: taken for what they mean, or told what was lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.records.record import Detail
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.sources import sourced_records
from netwrix_tui.writing.validation import CheckedInput, checked
from tests.written import new_record

DETAIL = {"PropertyName": "title", "Before": "Analyst", "After": "Clerk"}
WHEN = "2026-11-30T14:02:31"


def read(value: Any, encoding: str = "utf-8") -> CheckedInput:
    data = json.dumps(value).replace("/Date(", "\\/Date(").replace(")/", ")\\/").encode(encoding)
    return checked(sourced_records("records.json", data), WireFormat.JSON)


def findings(given: CheckedInput) -> list[str]:
    return [str(finding).partition(", record ")[2] for finding in given.findings]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda records: {"value": records, "Count": len(records)},
        lambda records: {"ActivityRecordList": {"value": records, "Count": len(records)}},
        lambda records: {"Count": len(records), "value": records},
        lambda records: [{**r, "DetailList": {"value": [DETAIL], "Count": 1}} for r in records],
        lambda records: [{**r, "DetailList": DETAIL} for r in records],
    ],
)
def test_wrapped_lists_are_lists(wrap: Any) -> None:
    records = [{**new_record(number), "DetailList": [DETAIL]} for number in range(3)]
    given = read(wrap(records), "utf-16")
    assert findings(given) == []
    assert [record.what for record in given.records] == [record["What"] for record in records]
    assert {record.details for record in given.records} == {
        (Detail("title", before="Analyst", after="Clerk"),)
    }


@pytest.mark.parametrize(
    ("when", "taken", "is_cut"),
    [
        (f"{WHEN}.1234567+01:00", f"{WHEN}+01:00", True),
        (f"{WHEN}.1234567Z", f"{WHEN}Z", True),
        (f"{WHEN}.0000000Z", f"{WHEN}Z", False),
        ("/Date(1796047351000)/", "2026-11-30T14:02:31Z", False),
        ("/Date(1796047351123+0100)/", "2026-11-30T14:02:31Z", True),
        ({"value": "/Date(1796047351000)/", "DisplayHint": 2, "DateTime": "Monday"},
         "2026-11-30T14:02:31Z", False),
    ],
)  # fmt: skip
def test_times_of_powershell_are_taken(when: Any, taken: str, is_cut: bool) -> None:
    given = read([new_record(1, When=when), new_record(2, When=when)])
    assert [record.when for record in given.records] == [taken, taken]
    assert not given.errors
    said = "The fraction of a second in When is left out: the API takes none (in 2 records)."
    assert any(said in finding for finding in findings(given)) is is_cut


def test_a_fraction_in_xml_is_taken_alike() -> None:
    fields = "".join(f"<{name}>{text}</{name}>" for name, text in new_record(
        1, When=f"{WHEN}.1234567Z").items())  # fmt: skip
    data = f"<ActivityRecord>{fields}</ActivityRecord>".encode()
    given = checked(sourced_records("records.xml", data), WireFormat.JSON)
    assert given.records[0].when == f"{WHEN}Z"
    assert not given.errors


def test_a_time_without_an_offset_is_still_refused() -> None:
    assert findings(read([new_record(1, When=f"{WHEN}.1234567")])) == [
        f"1: When is '{WHEN}'; write it as 2026-11-05T14:30:00Z or with +01:00.",
        "1: The fraction of a second in When is left out: the API takes none. (When/fraction)",
    ]


DEPTH = "ConvertTo-Json has flattened it: give it -Depth 5."


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"MonitoringPlan": "@{Name=AD}"}, f"MonitoringPlan is “@{{Name=AD}}”. {DEPTH}"),
        ({"Item": "@{Name=erp}"}, f"Item is “@{{Name=erp}}”. {DEPTH}"),
        ({"Item": {"Name": "System.Collections.Hashtable"}}, f"Hashtable”. {DEPTH}"),
        ({"MonitoringPlan": ["AD"]}, "MonitoringPlan is one name, and here it is a list."),
        ({"DetailList": "System.Object[]"}, f"DetailList is “System.Object[]”. {DEPTH}"),
        ({"DetailList": ["@{PropertyName=title; Before=a}"]}, f"Before=a}}”. {DEPTH}"),
        ({"DetailList": {"value": ["System.Collections.Hashtable"], "Count": 1}}, DEPTH),
        ({"DetailList": ["title"]}, "A detail is an object with a PropertyName"),
        ({"DetailList": [{"PropertyName": "System.Object[]"}]}, DEPTH),
        ({"Who": ["a", "b"]}, "Who is text, and here it is a list or an object."),
    ],
)
def test_what_was_flattened_is_named_and_not_sent(fields: dict[str, Any], says: str) -> None:
    given = read([new_record(1, **fields), new_record(2)])
    assert len(given.errors) == 1
    assert says in str(given.errors[0])
    assert "record 1: " in str(given.errors[0])


@pytest.mark.parametrize(
    "fields",
    [
        {"What": "System.Object[]"},
        {"DetailList": [{**DETAIL, "After": "@{Name=Jane; Office=Rome}"}]},
    ],
)
def test_a_text_that_may_be_meant_is_warned_of_and_the_rest_is_still_checked(
    fields: dict[str, Any],
) -> None:
    given = read([new_record(1, **fields)])
    assert not given.errors
    assert "if ConvertTo-Json has flattened it, give it -Depth 5." in findings(given)[0]
    given = read([new_record(1, **fields, Who="")])
    assert [str(error).partition("1: ")[2] for error in given.errors] == ["Who is missing."]


@pytest.mark.parametrize("text", ["System.Web", "@finance{x}", "{@x=1}", "CORP\\System.Object"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert findings(read([new_record(1, What=text, MonitoringPlan=text)])) == []


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (["@{Who=jane; What=x}"], f"1: This is no record: “@{{Who=jane; What=x}}”. {DEPTH}"),
        ({"activityrecordlist": [new_record(1)]}, "Did you mean ActivityRecordList?"),
        ({"Records": [new_record(1)]}, "A list of records is an array, or an ActivityRecordList."),
    ],
)  # fmt: skip
def test_what_is_no_record_says_what_it_may_be(value: Any, says: str) -> None:
    (error,) = read(value).errors
    assert says in str(error)


def test_a_field_of_another_name_says_what_it_may_be() -> None:
    record = new_record(1)
    record["Object Type"] = record.pop("ObjectType")
    said = findings(read([record]))
    assert "1: ObjectType is missing." in said
    assert any("Object Type is left out" in s and "mean ObjectType?" in s for s in said)
    said = findings(read([new_record(1, DetailList=[{**DETAIL, "before": "x"}])]))
    assert said == [
        "1: before is left out: it is no field that can be written. "
        "Did you mean Before? (Detail/before)"
    ]
    with pytest.raises(UsageError, match="Did you mean ActivityRecordList"):
        sourced_records("a.xml", b"<activityRecordList/>")


def test_text_with_properties_of_its_own_is_text() -> None:
    who = {"value": "CORP\\jane", "PSPath": "C:\\a.txt", "ReadCount": 1}
    assert read([new_record(1, Who=who)]).records[0].who == "CORP\\jane"
