"""Columns of a page of JSON: each row as its record alone is read, whatever its neighbours are."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.record import Row
from netwrix_tui.wire import json_format
from tests.results.records import texts

_NAMES = (
    "RID", "When", "Who", "Action", "ObjectType", "What", "Where", "DataSource", "AuditedSystem",
    "Workstation",
)  # fmt: skip
text = texts.filter(lambda each: not any("\ud800" <= char <= "\udfff" for char in each))
value = st.none() | text
named = value | st.fixed_dictionaries({}, optional={"Name": value, "ID": value})
wire_records = st.fixed_dictionaries(
    {}, optional={**dict.fromkeys(_NAMES, value),
                  **dict.fromkeys(("MonitoringPlan", "ManagedObject", "Item"), named)}
)  # fmt: skip


@given(st.lists(wire_records, max_size=5))
def test_each_row_is_that_of_its_record(found: list[dict[str, object]]) -> None:
    page = json_format.decode_page(json.dumps({"ActivityRecordList": found}).encode())
    assert not page.damaged
    assert page.rows == [_row(each) for each in found]


def _row(record: dict[str, object]) -> Row:
    def one_of(*names: str) -> str:
        return next(filter(None, map(_text, map(record.get, names))), "")

    first, last = (one_of(name) for name in _NAMES[:7]), one_of("Workstation")
    plan = one_of("MonitoringPlan", "ManagedObject")
    return Row(*first, one_of("DataSource", "AuditedSystem"), last, plan, one_of("Item"))


def _text(found: object) -> str:
    return str((found.get("Name") if isinstance(found, dict) else found) or "")


def test_one_that_is_broken_costs_no_other_a_field() -> None:
    sound = '{"RID":"1","Who":"jane","Item":{"Name":"corp.local (Domain)"}}'
    body = f'{{"ActivityRecordList":[{sound},{{"RID":["2"],"Who":"bob"}},{sound}]}}'.encode()
    page = json_format.decode_page(body)
    assert page.damaged == {1}
    assert page.rows[0] == page.rows[2] == Row(rid="1", who="jane", item="corp.local (Domain)")
    assert page.rows[1].who == "bob"
