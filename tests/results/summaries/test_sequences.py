"""Sequences and logon summaries: equal to what a brute-force search finds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.errors import UsageError
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.record import ActivityRecord, Row
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.sequence_pattern import Same, SequencePattern
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.received_record import of_page
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.summaries.logon_summary import COLUMNS, LogonTally, is_address, logons_of
from netwrix_tui.results.summaries.sequence_tests import StreamTest, around, sequences_of
from netwrix_tui.results.summaries.sequences import Found, SequenceTally, sequence_sheet
from netwrix_tui.results.view.cooperative_steps import finished
from netwrix_tui.wire.wire_format import WireFormat
from tests.demo.oracle import Oracle
from tests.results.records import wire_page

pytestmark = pytest.mark.lengthy

NOW = int(datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp())
_PARTS = (
    'action:"Failed Logon"', 'action:"Successful Logon"', "action:Logoff",
    'action:"Failed Logon" action:"Successful Logon"', "source:Logon", "type:Logon",
    'action:"Failed Logon" detail:Network', "where:dc", "-action:Logoff", "who:a", "-who:svc",
    'action:"Successful Logon" -hours:08:00Z-18:00Z', "workstation:10.", "what:DC01",
)  # fmt: skip


@cache
def _logons() -> list[ActivityRecord]:
    data = Dataset(7, 20_000, NOW)
    records = [data.record(at) for at in range(len(data))]
    # The last of the logons drawn, and all of the stories'.
    logons = [r for r in records if r.data_source in ("Logon Activity", "AD FS")]
    return logons[:4_000]


def _parameters(line: str) -> SearchParameters:
    return plan_of(line, UTC_ZONE).parameters()


def _pattern(seed: int) -> SequencePattern:
    dice = random.Random(seed)
    return SequencePattern(
        _parameters(dice.choice(_PARTS)),
        _parameters(dice.choice(_PARTS)),
        dice.choice((1, 1, 2, 3, 5, 10, 20)),
        timedelta(seconds=dice.choice((1, 30, 60, 600, 3_600, 86_400))),
        dice.choice(tuple(Same)),
    )


def _as_json(record: ActivityRecord) -> dict[str, Any]:
    details = [
        {"PropertyName": d.property_name, "Message": d.message, "Before": d.before,
         "After": d.after}
        for d in record.details
    ]  # fmt: skip
    return {
        "RID": record.rid, "Who": record.who, "Action": record.action, "What": record.what,
        "When": record.when, "Where": record.where, "ObjectType": record.object_type,
        "DataSource": record.data_source, "Workstation": record.workstation,
        "Item": {"Name": record.item}, "MonitoringPlan": {"Name": record.monitoring_plan},
        "DetailList": [{k: v for k, v in each.items() if v is not None} for each in details],
    }  # fmt: skip


def _by_brute_force(
    records: list[ActivityRecord], pattern: SequencePattern
) -> list[tuple[str, int, int, str]]:
    """What is common, how many of A by how many accounts, and the RID of B."""
    oracle = Oracle({}, datetime.fromtimestamp(NOW, UTC))
    told = [
        (
            datetime.fromisoformat(record.when).timestamp(),
            getattr(record, pattern.same.field).lower(),
            record.who.lower(),
            record.rid,
            oracle.matches(_as_json(record), pattern.first),
            oracle.matches(_as_json(record), pattern.then),
        )
        for record in records
    ]
    found = []
    for common in {key for _, key, *_ in told} - {"", "unknown"}:
        # Of one moment, A comes before B; of several B, that which came first.
        own = sorted((e for e in told if e[1] == common), key=lambda each: (each[0], each[5]))
        used: set[int] = set()
        for at, (moment, _, _, rid, _, is_then) in enumerate(own):
            earliest = moment - pattern.within.total_seconds()
            before = [
                place
                for place in range(at)
                if own[place][4] and place not in used and own[place][0] >= earliest
            ]
            if is_then and len(before) >= pattern.minimum:
                found.append((common, len(before), len({own[p][2] for p in before}), rid))
                used.update(before)
    return sorted(found)


def _told(found: list[Found]) -> list[tuple[str, int, int, str]]:
    for each in found:
        assert each.first <= each.last <= each.moment
    assert [f.moment for f in found] == sorted((f.moment for f in found), reverse=True)
    return sorted((f.value.lower(), f.count, f.accounts, f.then.rid) for f in found)


def _of_stream(records: list[ActivityRecord], pattern: SequencePattern) -> list[Found]:
    test = StreamTest(pattern, NOW)
    for start in range(0, len(records), 1_000):
        test.add(list(of_page(wire_page(records[start : start + 1_000], WireFormat.JSON))))
    return finished(test.tally.found())


def _of_store(records: list[ActivityRecord], pattern: SequencePattern) -> list[Found]:
    store = Store()
    for start in range(0, len(records), 1_000):
        store.append(wire_page(records[start : start + 1_000], WireFormat.JSON))
    tally = finished(sequences_of(store, range(len(store)), pattern, NOW))
    return finished(tally.found())


@pytest.mark.parametrize("seed", range(100))
def test_sequences_are_what_a_brute_force_search_finds(seed: int) -> None:
    dice, pattern = random.Random(seed), _pattern(seed)
    logons = _logons()
    start = dice.randrange(len(logons) - 1_200)
    records = logons[start : start + 1_200]
    if seed % 4 == 0:  # the newest first, as it comes; else in any order
        records = dice.sample(records, len(records))
    expected = _by_brute_force(records, pattern)
    assert _told(_of_stream(records, pattern)) == expected
    if seed % 5 == 0:
        assert _told(_of_store(records, pattern)) == expected


def test_the_patterns_find_something() -> None:
    found = [len(_by_brute_force(_logons()[:1_200], _pattern(seed))) for seed in range(0, 100, 5)]
    assert sum(map(bool, found)) >= 8
    assert max(found) >= 10


def _failures_then_success(minimum: int, same: Same) -> SequencePattern:
    failed, succeeded = _parameters(_PARTS[0]), _parameters(_PARTS[1])
    return SequencePattern(failed, succeeded, minimum, timedelta(hours=1), same)


def test_the_spray_and_the_guessed_password_of_the_demo_are_found() -> None:
    (spray,) = _of_store(_logons(), _failures_then_success(20, Same.WORKSTATION))
    assert (spray.value, spray.count, spray.accounts) == ("203.0.113.77", 160, 160)
    (guessed,) = _of_store(_logons(), _failures_then_success(10, Same.WHO))
    assert (guessed.count, guessed.accounts) == (14, 1)
    assert guessed.value == guessed.then.who
    sheet = sequence_sheet([guessed], Same.WHO)
    row = dict(zip((column.name for column in sheet.columns), sheet.rows[0], strict=True))
    assert (row["Who"], row["count"], row["then_rid"]) == (guessed.value, 14, guessed.then.rid)


def test_nobody_and_no_time_belong_to_no_sequence() -> None:
    tally = SequenceTally(_failures_then_success(1, Same.WORKSTATION))
    for at, (station, when) in enumerate([("", 5), ("unknown", 5), ("UNKNOWN ", 5)]):
        tally.note(Row(str(at), "", workstation=station), when, is_first=True, is_then=False)
        tally.note(Row(f"b{at}", "", workstation=station), when, is_first=False, is_then=True)
    assert (tally.records, finished(tally.found())) == (0, [])


@pytest.mark.parametrize("line", ["jane", r'who@="CORP\Domain Admins"', "@NewName:Equals:x"])
def test_what_a_record_does_not_tell_is_refused(line: str) -> None:
    pattern = replace(_failures_then_success(1, Same.WHO), then=_parameters(line))
    with pytest.raises(UsageError):
        StreamTest(pattern, NOW)
    with pytest.raises(UsageError):
        sequences_of(Store(), range(0), pattern, NOW)


def test_no_pattern_is_empty() -> None:
    pattern = _failures_then_success(1, Same.WHO)
    for wrong in ({"minimum": 0}, {"within": timedelta()}, {"first": SearchParameters()}):
        with pytest.raises(UsageError):
            replace(pattern, **wrong)  # type: ignore[arg-type]


def test_the_server_is_asked_for_what_may_be_part_of_it() -> None:
    pattern = _failures_then_success(1, Same.WHO)
    asked = around(_parameters("when:7d"), pattern)
    assert [f.value for f in asked.named("Action")] == ["Failed Logon", "Successful Logon"]
    # A field that the search names is the search's own.
    named = _parameters("action:Logoff")
    assert around(named, pattern) == named
    # Of one that a part does not name, any value may belong to that part.
    assert around(SearchParameters(), replace(pattern, then=_parameters("who:a"))).filters == ()
    unwanted = replace(pattern, then=_parameters("-action:Logoff"))
    assert around(SearchParameters(), unwanted).filters == ()


# Logons


def _logons_by_hand(records: list[ActivityRecord]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for who in {record.who.lower() for record in records}:
        own = [
            r for r in records
            if r.who.lower() == who and r.action in ("Failed Logon", "Successful Logon")
        ]  # fmt: skip
        own.sort(key=lambda r: (r.when, r.action))  # F comes before S
        after = most = 0
        for at, record in enumerate(own):
            run = 0
            while at - run - 1 >= 0 and own[at - run - 1].action == "Failed Logon":
                run += 1
            if record.action == "Successful Logon" and run:
                after, most = after + 1, max(most, run)
        if own:
            failed = sum(r.action == "Failed Logon" for r in own)
            stations = {r.workstation.lower() for r in own if r.workstation}
            addresses = {s for s in stations if s.replace(".", "").isdigit()}
            found[who] = (
                failed, len(own) - failed, after, most,
                len(stations) - len(addresses), len(addresses),
            )  # fmt: skip
    return found


def test_the_logon_summary_is_what_is_counted_by_hand() -> None:
    records = _logons()
    expected = _logons_by_hand(records)
    store = Store()
    tally = LogonTally()
    for start in range(0, len(records), 1_000):
        page = wire_page(records[start : start + 1_000], WireFormat.JSON)
        store.append(page)
        tally.add(page.rows)
    for made in (tally, finished(logons_of(store, range(len(store))))):
        sheet = finished(made.sheet())
        assert sheet.columns == COLUMNS
        assert {str(row[0]).lower(): tuple(row[1:7]) for row in sheet.rows} == expected
        assert made.records == sum(row[0] + row[1] for row in expected.values())
    most = [int(row[4] or 0) for row in sheet.rows]
    assert most == sorted(most, reverse=True)
    assert most[0] == 14  # the guessed password


def test_addresses_are_told_from_names() -> None:
    assert all(map(is_address, ("10.0.0.7", "fe80::1", "[2001:db8::1]")))
    assert not any(map(is_address, ("ws-77", "10.0.0", "dc01.corp.local", "")))
