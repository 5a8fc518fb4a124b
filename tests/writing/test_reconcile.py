"""Whether what is in doubt has arrived: every field that the server gives back has a say."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest
from msgspec.structs import replace

from netwrix_tui.records.new_record import NewRecord, as_record
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.page import Page
from netwrix_tui.writing.agreement import agrees
from netwrix_tui.writing.reconcile import Reconciliation, look_for_records
from tests.writing.recording import RecordingServer

WRITTEN = NewRecord(
    who="CORP\\jane",
    action="Modified",
    what="\\orders\\7",
    when="2026-11-05T15:30:00+01:00",
    where="erp01",
    object_type="Order",
    monitoring_plan="Integrations",
    item="ERP",
    workstation="ws7",
    details=(Detail("Size", None, "1", "2"), Detail("Note", None, None, "a\r\nb")),
)
STORED = replace(
    as_record(WRITTEN),
    rid="R1",
    when="2026-11-05T14:30:00Z",
    who="corp\\Jane",
    monitoring_plan="INTEGRATIONS",
    monitoring_plan_id="{1}",
    data_source="Netwrix API",
    item="ERP (Integration)",
    details=(Detail("Note", "set", "", "a\nb"), Detail("Size", None, "1", "2")),
)


def test_what_the_server_spells_otherwise_is_the_same() -> None:
    assert agrees(WRITTEN, STORED)
    assert agrees(WRITTEN, replace(STORED, item="ERP"))


@pytest.mark.parametrize(
    "other",
    [
        replace(STORED, when="2026-11-05T14:30:01Z"),
        replace(STORED, when="2026-11-05T15:30:00Z"),
        replace(STORED, who="CORP\\joe"),
        replace(STORED, action="Read"),
        replace(STORED, what="\\orders\\8"),
        replace(STORED, where="erp02"),
        replace(STORED, object_type="File"),
        replace(STORED, monitoring_plan=""),
        replace(STORED, item="ERP 2 (Integration)"),
        replace(STORED, item="ERP (a) (Integration)"),
        replace(STORED, item=""),
        replace(STORED, workstation=""),
        replace(STORED, data_source="Event Log"),
        replace(STORED, details=()),
        replace(STORED, details=STORED.details[:1]),
        replace(STORED, details=(*STORED.details, STORED.details[0])),
        replace(STORED, details=(STORED.details[0], Detail("Size", None, "1", "3"))),
        replace(STORED, details=(STORED.details[0], Detail("Size", None, "2", "2"))),
        replace(STORED, details=(STORED.details[0], Detail("Length", None, "1", "2"))),
    ],
    ids=str,
)
def test_any_field_that_differs_makes_it_another(other: ActivityRecord) -> None:
    assert not agrees(WRITTEN, other)


def found(
    there: list[NewRecord], wanted: list[NewRecord], accepted: list[NewRecord]
) -> Reconciliation:
    server = RecordingServer()
    server.stored = there
    return asyncio.run(look_for_records(server, wanted, accepted))


OTHER = replace(WRITTEN, details=())


@pytest.mark.parametrize(
    ("there", "wanted", "accepted", "is_whole", "is_none", "says"),
    [
        ([WRITTEN], [WRITTEN], [], True, False, "a search finds it"),
        ([WRITTEN, OTHER], [WRITTEN], [], True, False, "a search finds it"),
        ([], [WRITTEN], [], False, True, "a search finds none of them"),
        ([OTHER], [WRITTEN], [], False, False, "and 1 that differ in a field"),
        ([OTHER], [WRITTEN], [OTHER], False, True, "a search finds none of them"),
        ([WRITTEN], [WRITTEN], [WRITTEN], False, True, "a search finds none of them"),
        ([WRITTEN] * 2, [WRITTEN], [WRITTEN], True, False, "a search finds it"),
        ([WRITTEN] * 2, [WRITTEN], [], False, False, "and 1 more that are the same"),
        ([WRITTEN], [WRITTEN, OTHER], [], False, False, "a search finds 1 of 2"),
        ([WRITTEN], [replace(WRITTEN, is_archive_only=True)], [], False, False, "archive alone"),
    ],
)
def test_what_is_ambiguous_stays_in_doubt(
    there: list[NewRecord],
    wanted: list[NewRecord],
    accepted: list[NewRecord],
    is_whole: bool,
    is_none: bool,
    says: str,
) -> None:
    arrival = found(there, wanted, accepted)
    assert (arrival.is_whole, arrival.is_none) == (is_whole, is_none)
    assert says in str(arrival)


class Circling(RecordingServer):
    """Gives the same page with a mark, for ever."""

    async def search(self, parameters: SearchParameters, mark: str | None = None) -> Page:
        return dataclasses.replace(await super().search(parameters, mark), mark="go on")


def test_pages_that_come_again_and_again_end() -> None:
    server = Circling()
    server.stored = [WRITTEN]
    assert asyncio.run(look_for_records(server, [WRITTEN], [])).is_whole
