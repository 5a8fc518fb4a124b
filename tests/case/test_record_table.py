"""The tables of records: each record once, in a file that is not touched, or in one's own."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import SearchFacts, SourceFacts
from netwrix_tui.case.loaded_table import Loaded
from netwrix_tui.case.record_rows import LONGEST_FIELD
from netwrix_tui.case.record_table import Made, RecordTable, is_made
from netwrix_tui.case.sql import Sql, Stopped, Value
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.wire.wire_format import WireFormat
from tests.case.sample import BEGAN, answers, begun, records, sample


def rows(sql: Sql, statement: str) -> list[tuple[Value, ...]]:
    """What a statement gives, its tables made before."""
    sql.check(statement)
    for _ in sql.making(statement, lambda: True):
        pass
    answer = sql.run(statement, lambda: True)
    return [row for some in answer.rows() for row in some]


def asked(path: Path, statement: str) -> list[tuple[Value, ...]]:
    """What a statement gives over a case file."""
    with Sql.of_case(path, UTC_ZONE) as sql:
        return rows(sql, statement)


def taken(case: CaseWriter, search: int, some: list[ActivityRecord], wire: WireFormat) -> None:
    """Answers to a search with these records."""
    for page in answers(some, wire):
        with case.transaction():
            case.keep_answer(search, page.answers[0])
            if len(page):
                case.keep_batch(search, page, page.mark, by_following=False)


def made_in_file(path: Path, *, steps: int | None = None) -> Made | None:
    """Make the tables in the file, or so many steps of it; returns the last."""
    last: list[Made] = []
    case = CaseWriter.open(path)
    with CaseReader(path) as reader:
        making = RecordTable(reader, case.connection, in_file=True).making()
        last = list(islice(making, steps))[-1:]
    case.close()
    return last[0] if last else None


def test_each_record_is_there_once_and_the_file_as_it_was(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    path.chmod(0o400)
    before = hashlib.sha256(path.read_bytes()).digest()
    found = asked(path, "SELECT rid, time, who, location, plan, server FROM records")
    assert [row[0] for row in found] == [record.rid for record in records(250)]
    assert found[1] == (
        "R000001", "2026-11-30T10:40:00Z", "CORP\\user1", "fs1.corp.local", "Files",
        "nwx01.corp.local",
    )  # fmt: skip
    changes = asked(path, "SELECT * FROM details WHERE rid = 'R000004'")
    assert changes == [("R000004", 1, "Size", None, "4", "5")]
    assert asked(path, "SELECT count(*) FROM details") == [(166,)]
    assert hashlib.sha256(path.read_bytes()).digest() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.nwcase"]


def test_rids_are_told_apart_by_source_and_records_without_one_all_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.nwcase"
    case = CaseWriter.create(path)
    bare = [replace_rid(record) for record in records(3)]
    for server in ("nwx01", "nwx02"):
        source = case.add_source(SourceFacts(server, "CORP\\jane"))
        search = begun(case, source, "who:user")
        taken(case, search, records(4) + bare, WireFormat.JSON)
        taken(case, search, records(4), WireFormat.XML)
    case.close()
    counted = "SELECT server, rid = '', count(*) FROM records GROUP BY 1, 2"
    expected = [("nwx01", 0, 4), ("nwx01", 1, 3), ("nwx02", 0, 4), ("nwx02", 1, 3)]
    assert asked(path, counted) == expected
    made_in_file(path)
    made_in_file(path)
    assert asked(path, counted) == expected


def replace_rid(record: ActivityRecord) -> ActivityRecord:
    """The record without a RID."""
    return ActivityRecord(who=record.who, when=record.when, action=record.action)


def test_in_ones_own_file_they_are_gone_on_with(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    made_in_file(path, steps=1)
    with CaseReader(path) as reader:
        assert not is_made(reader)
    assert asked(path, "SELECT count(*) FROM records") == [(250,)]
    assert made_in_file(path) == Made(250, 6, 6)
    with CaseReader(path) as reader:
        assert is_made(reader)
    case = CaseWriter.open(path)
    search = begun(case, 1, "who:other")
    taken(case, search, records(150, "S") + records(5), WireFormat.XML)
    case.close()
    with CaseReader(path) as reader:
        assert not is_made(reader)
    made_in_file(path)
    with CaseReader(path) as reader:
        assert is_made(reader)
        assert reader.count("record") == 400
        assert reader.count("detail") == 266
        assert reader.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not reader.connection.execute("PRAGMA foreign_key_check").fetchall()
    assert asked(path, "SELECT count(*), count(DISTINCT rid) FROM records") == [(400, 400)]


def test_a_page_that_no_search_took_is_there_too(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    case = CaseWriter.open(path)
    case.keep_answer(1, answers(records(7, "late"))[0].answers[0])
    case.close()
    assert asked(path, "SELECT count(*) FROM records WHERE rid LIKE 'late%'") == [(7,)]


def test_a_damaged_page_costs_itself_alone(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE page SET content = x'00' WHERE id IN (2, 6)")
    connection.close()
    with Sql.of_case(path, UTC_ZONE) as sql:
        # Of the second search, which has the same records, the first page is whole.
        assert rows(sql, "SELECT count(*) FROM records") == [(150,)]
        assert rows(sql, "SELECT count(DISTINCT rid) FROM details") == [(99,)]
        assert sql.damaged == 2


def test_values_that_sqlite_does_not_hold_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.nwcase"
    case = CaseWriter.create(path)
    search = begun(case, case.add_source(SourceFacts("nwx01", "jane")), "who:user")
    hostile = [
        ActivityRecord(rid="1", who="a\ud800b", what="x" * (LONGEST_FIELD + 9), when="yesterday"),
        ActivityRecord(rid="2", who="a\0b", when="2026-11-30T11:41:00.25+01:00"),
    ]
    taken(case, search, hostile, WireFormat.JSON)
    case.close()
    found = asked(path, "SELECT who, time, length(what) FROM records ORDER BY rid")
    assert found == [
        ("a?b", None, LONGEST_FIELD + 1),
        ("a\0b", "2026-11-30T10:41:00.250000Z", 0),
    ]


@pytest.mark.parametrize("wire", WireFormat)
def test_what_is_loaded_is_asked_like_a_case(tmp_path: Path, wire: WireFormat) -> None:
    store = Store()
    path = tmp_path / "a.nwcase"
    case = CaseWriter.create(path)
    search = begun(case, case.add_source(SourceFacts("nwx01", "jane")), "who:user", wire=wire)
    taken(case, search, records(250), wire)
    case.close()
    for page in answers(records(250), wire):
        store.append(page)
    search_facts = SearchFacts(1, SearchPlan(), "who:user", "who:user", BEGAN)
    loaded = Loaded(store, SourceFacts("nwx01", "jane"), search_facts, len(store), marks=(3,))
    with Sql.of_loaded(loaded, UTC_ZONE) as sql:
        with pytest.raises(Stopped):
            list(sql.making("SELECT * FROM records", lambda: False))
        for statement in ("SELECT * FROM records", "SELECT * FROM details ORDER BY rid, position"):
            assert rows(sql, statement) == asked(path, statement)
        assert rows(sql, "SELECT line, records FROM searches") == [("who:user", 250)]
        assert rows(sql, "SELECT * FROM marks") == [("R000003", 1, None, None, "nwx01")]
        assert rows(sql, "SELECT * FROM notes") == []


def test_making_them_can_be_stopped_and_begun_anew(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    with Sql.of_case(path, UTC_ZONE) as sql:
        with pytest.raises(Stopped):
            list(sql.making("SELECT * FROM records", lambda: False))
        assert rows(sql, "SELECT count(*) FROM records") == [(250,)]
        assert rows(sql, "SELECT count(*) FROM details") == [(166,)]


def test_places_of_batches_are_kept(tmp_path: Path) -> None:
    """A batch that is of parts of pages, in another order than they came."""
    path = tmp_path / "a.nwcase"
    case = CaseWriter.create(path)
    search = begun(case, case.add_source(SourceFacts("nwx01", "jane")), "who:user")
    first, second, _ = answers(records(200))
    for page in (first, second):
        case.keep_answer(search, page.answers[0])
    order = [*range(199, 99, -1)]
    rows_, raws = first.rows + second.rows, first.raws + second.raws
    mixed = replace(
        first, rows=[rows_[at] for at in order], raws=[raws[at] for at in order],
        answers=(first.answers[0], second.answers[0]),
    )  # fmt: skip
    case.keep_batch(search, mixed, None, by_following=False)
    case.close()
    made_in_file(path)
    with CaseReader(path) as reader:
        found = reader.connection.execute("SELECT rid FROM record ORDER BY id").fetchall()
    rids = [rid for (rid,) in found]
    expected = [record.rid for record in records(200)]
    assert rids == expected[:99:-1] + expected[:100]
