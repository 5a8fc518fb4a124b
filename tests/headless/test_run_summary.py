"""``netwrix-tui summary``: equal to an independent count, in each form, of a server and a case."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from netwrix_tui.archive.layout import found_server
from netwrix_tui.headless.earlier_counts import EarlierCounts
from netwrix_tui.headless.messages import Messages
from netwrix_tui.headless.record_reader import (
    ArchivedReader,
    CaseFileReader,
    RecordReader,
    ServerReader,
)
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.zone import LOCAL, UTC_ZONE
from netwrix_tui.results.summaries.group_keys import keys_named
from netwrix_tui.results.summaries.of_rows import RowTally
from netwrix_tui.results.summaries.sheet import Sheet, iso_time
from netwrix_tui.results.summaries.summary import Sort
from netwrix_tui.results.summaries.summary_sheet import summary_sheet
from netwrix_tui.results.view.cooperative_steps import finished
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import Done, run
from tests.posix import is_private
from tests.results.summaries.counted_anew import API_NAMES, NAMES, counted
from tests.tui.driving import connection_to

Groups = dict[tuple[str, ...], dict[str, Any]]


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=2_000)


@pytest.fixture(scope="module")
def case(small: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("case") / "all.nwcase"
    assert run(small, "enum", "--case", str(path), "--count", "300").status == 0
    return path


@pytest.fixture(scope="module")
def archive(small: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("archive")
    assert run(small, "archive", "--to", str(place)).status == 0
    return place


def _as_row(record: dict[str, Any]) -> dict[str, str]:
    """A record of the API's JSON, its texts by the names of a row's fields."""
    flat = {name: each["Name"] if isinstance(each, dict) else each for name, each in record.items()}
    return {field: str(flat.get(name, "")) for name, field in API_NAMES.items()}


@pytest.fixture(scope="module")
def rows(small: Demo) -> list[dict[str, str]]:
    return [_as_row(record) for record in run(small, "enum", "--output", "ndjson").records]


def _anew(rows: list[dict[str, str]], names: tuple[str, ...], server: str, zone: Any) -> Groups:
    found = counted(rows, names, zone, server)
    for told in found.values():
        for end in ("first", "last"):
            told[end] = None if told[end] is None else f"{told[end]:%Y-%m-%dT%H:%M:%S}Z"
        for field in ("who", "what", "workstation"):
            told[f"distinct_{field}"] = told.pop(field)
    return found


def _of(sheet: Sheet, names: tuple[str, ...]) -> Groups:
    columns = [column.name for column in sheet.columns]
    groups: Groups = {}
    for row in sheet.rows:
        told = dict(zip(columns, row, strict=True))
        values = tuple(str(told.pop(name)) for name in names)
        groups[values] = told | {end: iso_time(told[end]) for end in ("first", "last")}
    return groups


def _groupings(seed: int, number: int) -> list[tuple[str, ...]]:
    dice = random.Random(seed)
    return [tuple(dice.sample(NAMES, dice.randint(1, 3))) for _ in range(number)]


def _check(reader: RecordReader, rows: list[dict[str, str]], seed: int, number: int) -> None:
    """All groupings of one reading."""
    groupings = _groupings(seed, number)
    zones = [LOCAL if at % 2 else UTC_ZONE for at in range(number)]
    tallies = [
        RowTally(keys_named(names), zone, reader.where)
        for names, zone in zip(groupings, zones, strict=True)
    ]

    def take(records: Any) -> None:
        for tally in tallies:
            tally.add([record.row for record in records])

    asyncio.run(reader.read(SearchParameters(), take))
    for names, zone, tally in zip(groupings, zones, tallies, strict=True):
        summary = finished(tally.summary())
        found = _of(finished(summary_sheet(summary, finished(summary.ordered(Sort())))), names)
        expected = _anew(rows, names, reader.where, zone.tzinfo)
        for values, told in expected.items():
            assert told == told | found.pop(values), (names, values)
        assert not found


@pytest.mark.parametrize("wire", ["json", "xml"])
def test_groupings_over_the_api(small: Demo, rows: list[dict[str, str]], wire: str) -> None:
    from netwrix_tui.wire.wire_format import WireFormat

    connection = connection_to(small, role="Global reviewer", wire=WireFormat(wire))
    _check(ServerReader(connection, 700, Messages()), rows, 1 + len(wire), 25)


def test_groupings_over_a_case(case: Path, rows: list[dict[str, str]]) -> None:
    _check(CaseFileReader(case), rows, 2, 50)


def test_groupings_over_an_archive(archive: Path, rows: list[dict[str, str]]) -> None:
    _check(ArchivedReader(found_server(archive)), rows, 5, 50)


@pytest.mark.slow
def test_more_groupings(small: Demo, case: Path, archive: Path, rows: list[dict[str, str]]) -> None:
    _check(ArchivedReader(found_server(archive)), rows, 6, 200)
    _check(CaseFileReader(case), rows, 7, 200)
    connection = connection_to(small, role="Global reviewer")
    _check(ServerReader(connection, None, Messages()), rows, 3, 200)
    _check(CaseFileReader(case), rows, 4, 200)


# The command


def _summary(small: Demo, *words: str) -> Done:
    return run(small, "summary", *words)


def test_json_has_the_names_of_the_api(small: Demo, rows: list[dict[str, str]]) -> None:
    done = _summary(small, "", "--by", "who, Data source", "--min", "20")
    found = json.loads(done.out)
    expected = _anew(rows, ("Who", "DataSource"), "", UTC)
    least = {v: told for v, told in expected.items() if told["count"] >= 20}
    assert {(each["Who"], each["DataSource"]): each["count"] for each in found} == {
        values: told["count"] for values, told in least.items()
    }
    assert [each["count"] for each in found] == sorted(
        (each["count"] for each in found), reverse=True
    )
    for each in found:
        told = least[each["Who"], each["DataSource"]]
        names = ("first", "last", "distinct_what", "distinct_workstation")
        assert {name: each[name] for name in names} == {name: told[name] for name in names}
    assert f"{len(expected):,} groups of 2,000 records; {len(least):,} of at least 20" in done.err


def test_a_query_says_what_is_counted(small: Demo, rows: list[dict[str, str]]) -> None:
    done = _summary(small, "action:Removed", "-f", "DataSource=Active Directory", "--by", "Action")
    (only,) = json.loads(done.out)
    number = sum(
        r["action"] == "Removed" and r["data_source"] == "Active Directory" for r in rows
    )  # fmt: skip
    assert (only["Action"], only["count"]) == ("Removed", number)
    nothing = _summary(small, "who:nobody-at-all", "--by", "Who")
    assert (nothing.status, json.loads(nothing.out)) == (1, [])
    assert "Nothing was found" in nothing.err


def test_each_form_has_the_same_groups(small: Demo) -> None:
    words = ("", "--by", "Action,ObjectType", "--sort", "ObjectType", "--limit", "12", "--utc")
    whole = json.loads(_summary(small, *words).out)
    assert len(whole) == 12
    assert [each["ObjectType"].lower() for each in whole] == sorted(
        each["ObjectType"].lower() for each in whole
    )
    table = list(
        csv.DictReader(io.StringIO(_summary(small, *words, "--output", "csv").out.decode()))
    )
    assert [(r["Action"], r["Object type"], int(r["Count"]), r["First"]) for r in table] == [
        (each["Action"], each["ObjectType"], each["count"], each["first"]) for each in whole
    ]
    text = _summary(small, *words, "--output", "table").out.decode().splitlines()
    assert text[0].split()[:2] == ["Action", "Object"]
    assert len(text) == 13
    md = _summary(small, *words, "--output", "md").out.decode()
    assert "- Records: `all 2,000 that the search found`" in md or "all 2,000 that" in md
    lines = [line for line in md.splitlines() if line.startswith("|")]
    assert lines[0].startswith("| Action | Object type | Count | First | Last |")
    assert len(lines) == 14
    for line, each in zip(lines[2:], whole, strict=True):
        assert f"| `{each['Action']}` | `{each['ObjectType']}` | {each['count']:,} |" in line


def test_hostile_values_act_in_no_form(hostile_demo: Demo) -> None:
    for form in ("table", "csv", "md"):
        out = run(hostile_demo, "summary", "", "--by", "Who,What", "--output", form).out.decode()
        assert not any(char in out for char in "\x1b\x9b\u202e\u200b\x07\x00")
        if form == "md":
            rows = [line for line in out.splitlines() if line.startswith("|")]
            assert {line.count(" | ") for line in rows[2:]} == {rows[0].count(" | ")}
        if form == "csv":
            before = csv.field_size_limit(1 << 30)
            rows_of_csv = list(csv.reader(io.StringIO(out)))
            csv.field_size_limit(before)
            for row in rows_of_csv:
                assert not any(cell.lstrip('" \t').startswith(("=", "+", "@")) for cell in row)
    found = json.loads(run(hostile_demo, "summary", "", "--by", "Who", "--output", "json").out)
    assert sum(each["count"] for each in found) == 6_000


@pytest.mark.parametrize("place", ["--in", "--archive"])
@pytest.mark.parametrize(
    "words",
    [
        ("when:90d", "--by", "Weekday,Hour"),
        ("when:90d", "--logons"),
        ("", "--recipe", "deleted-files", "--by", "Who,Server"),
    ],
    ids=["keys", "logons", "recipe"],
)
def test_a_case_and_an_archive_are_counted_without_their_server(
    small: Demo, case: Path, archive: Path, place: str, words: tuple[str, ...]
) -> None:
    at = str(case if place == "--in" else archive)
    before = len(small.requests())
    inside = _summary(small, *words, place, at, "--utc")
    assert inside.status == 0, inside.err
    assert len(small.requests()) == before
    outside = _summary(small, *words, "--utc")
    assert json.loads(inside.out) == json.loads(outside.out)


def test_hours_that_are_filtered_here_are_told(small: Demo, archive: Path) -> None:
    words = ('-hours:"Mon-Fri 08:00-18:00"', "--by", "Hour", "--utc")
    outside = _summary(small, *words)
    assert "filtered here" in outside.err
    inside = _summary(small, *words, "--archive", str(archive))
    assert "filtered here" not in inside.err
    assert json.loads(inside.out) == json.loads(outside.out)
    assert "filtered here" not in _summary(small, "", "--by", "Hour").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("",), "say which"),
        (("", "--by", "Who", "--logons"), "one of them"),
        (("", "--by", "Nobody"), "nothing named 'Nobody'"),
        (("", "--by", "Who,What,Where,Day"), "one to 3"),
        (("", "--by", "Who", "--sort", "What"), "nothing to sort by"),
        (("", "--by", "Who", "--then", "x"), "--then belongs to --sequence"),
        (("", "--sequence", "action:Read"), "--then"),
        (("", "--sequence", "word", "--then", "action:Read"), "looked for anywhere"),
        (("", "--sequence", "a:b", "--then", "action:Read"), "cannot be read"),
        (("", "--sequence", "action:Read", "--then", "action:Read", "--within", "x"), "no span"),
        (("", "--logons", "--sort", "count"), "do not go together"),
        (("", "--by", "Who", "--changed-since", "/nowhere/at/all"), "no directory"),
        (("", "--by", "Who", "--in", "/nowhere"), "/nowhere"),
        (("", "--by", "Who", "--archive", "/nowhere"), "The archive /nowhere cannot be read"),
        (("", "--by", "Who", "--in", "/a", "--archive", "/b"), "--in and --archive are two"),
    ],
)
def test_what_cannot_be_counted_is_said_before_anything_is_sent(
    small: Demo, words: tuple[str, ...], said: str
) -> None:
    before = len(small.requests())
    done = _summary(small, *words)
    assert (done.status, done.out) == (2, b"")
    assert said in " ".join(done.err.split())
    assert len(small.requests()) == before


# Against the run before


def test_what_is_new_against_the_run_before_is_told(small: Demo, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    words = ("", "--by", "DataSource", "--min", "30", "--changed-since", str(kept))
    first = _summary(small, *words)
    assert "There was no run before" in first.err
    assert {each["before"] for each in json.loads(first.out)} == {None}
    assert is_private(kept)
    second = _summary(small, *words)
    assert "0 new, 0 gone" in second.err
    assert all(each["before"] == each["count"] for each in json.loads(second.out))
    # As if yesterday had been another day.
    content = json.loads(kept.read_bytes())
    known = content["counts"][0][0]
    content["counts"] = [[["Gone Source"], 7], *content["counts"][1:]]
    kept.write_text(json.dumps(content))
    third = _summary(small, *words, "--output", "md")
    assert "1 new, 1 gone" in third.out.decode()
    told = json.loads(_summary(small, *words).out)
    assert {each["before"] for each in told} != {None}  # the third run was kept
    kept.write_text(json.dumps(content))
    again = json.loads(_summary(small, *words).out)
    by_name = {each["DataSource"]: each for each in again}
    assert by_name[known[0]]["before"] is None
    assert (by_name["Gone Source"]["count"], by_name["Gone Source"]["before"]) == (0, 7)


def test_a_file_of_something_else_stays_as_it_is(small: Demo, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    assert _summary(small, "", "--by", "Who", "--changed-since", str(kept)).status == 0
    for words in (("", "--by", "What"), ("when:7d", "--by", "Who"), ("", "--by", "Who", "--utc")):
        before = kept.read_bytes()
        done = _summary(small, *words, "--changed-since", str(kept))
        assert (done.status, kept.read_bytes()) == (2, before)
        assert "counts of another summary" in done.err
    for content in (b"", b"[1]", b"\xff", b'{"version": 9}'):
        kept.write_bytes(content)
        done = _summary(small, "", "--by", "Who", "--changed-since", str(kept))
        assert (done.status, kept.read_bytes()) == (2, content)


def test_any_values_are_kept(tmp_path: Path) -> None:
    counts = {("\ud83d", ""): 3, ("a\x00\u202e", "=b"): 1 << 40}
    EarlierCounts(tmp_path / "kept", "x").keep(counts)
    read = EarlierCounts(tmp_path / "kept", "x")
    assert read.counts == counts
    assert datetime.fromisoformat(read.written).tzinfo is not None


# Logons and sequences


def test_the_spray_and_the_guessed_password(demo: Demo) -> None:
    by_words = run(
        demo, "summary", "when:7d", "--sequence", 'action:"Failed Logon"', "--then",
        'action:"Successful Logon"', "--min", "20", "--same", "Workstation", "--within", "1h",
    )  # fmt: skip
    (spray,) = json.loads(by_words.out)
    assert (spray["Workstation"], spray["count"], spray["distinct_who"]) == (
        "203.0.113.77", 160, 160,
    )  # fmt: skip
    ready_made = run(demo, "summary", "--recipe", "password-spray", "--with", "since=7d")
    assert json.loads(ready_made.out) == [spray]
    (guessed,) = json.loads(run(demo, "summary", "--recipe", "guessed-password").out)
    assert guessed["count"] == 14
    assert guessed["first"] <= guessed["last"] <= guessed["then"]
    (record,) = run(demo, "search", f"rid={guessed['then_rid']}").records
    assert (record["Who"], record["Action"]) == (guessed["Who"], "Successful Logon")
    more = run(demo, "summary", "--recipe", "guessed-password", "--min", "15")
    assert (more.status, json.loads(more.out)) == (1, [])


def test_the_server_is_asked_for_logons_alone(demo: Demo) -> None:
    before = len(demo.requests())
    run(demo, "summary", "--recipe", "guessed-password")
    asked = [r for r in demo.requests()[before:] if r.endpoint == "search"]
    assert all("Action" in request.filters for request in asked)
    assert asked


def test_the_logon_summary(demo: Demo) -> None:
    logons = json.loads(run(demo, "summary", "when:7d", "--logons").out)
    assert logons[0]["most_failures"] == 14
    assert logons[0]["after_failures"] >= 1
    found = run(demo, "search", "when:7d").records
    failed = sum(record["Action"] == "Failed Logon" for record in found)
    assert sum(each["failed"] for each in logons) == failed
    some = run(demo, "summary", "when:7d", "--logons", "--min", "10", "--output", "table")
    assert all(each["failed"] >= 10 for each in logons[:1])
    assert len(some.out.splitlines()) == 1 + sum(each["failed"] >= 10 for each in logons)
