"""SQL over a case: it reads, nothing else; it is stopped at any moment; errors have a place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from netwrix_tui.case import sql as sql_module
from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.sql import Sql, Stopped
from netwrix_tui.case.sql_names import EXAMPLES, TABLES
from netwrix_tui.case.sql_text import SqlError, marked
from netwrix_tui.errors import NetwrixTuiError, StorageFull, UsageError
from netwrix_tui.evidence.choice import numbered
from netwrix_tui.records.zone import UTC_ZONE, ShownZone
from tests.case.sample import sample
from tests.case.test_record_table import made_in_file, rows


@pytest.fixture(scope="module", params=["its own tables", "made ones"])
def sql(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sql]:
    path = sample(tmp_path_factory.mktemp("case") / "a.nwcase")
    if request.param == "its own tables":
        made_in_file(path)
    before = path.read_bytes()
    with Sql.of_case(path, UTC_ZONE) as opened:
        yield opened
    assert path.read_bytes() == before


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.asks)
def test_every_example_runs(sql: Sql, example: object) -> None:
    statement = next(each.statement for each in EXAMPLES if each is example)
    rows(sql, statement)


def test_there_are_ten_and_they_find_something(sql: Sql) -> None:
    assert len(EXAMPLES) == 10
    assert sum(bool(rows(sql, example.statement)) for example in EXAMPLES) >= 8


@pytest.mark.parametrize("table", TABLES)
def test_tables_have_the_columns_that_are_said(sql: Sql, table: str) -> None:
    statement = f"SELECT * FROM {table}"  # noqa: S608 - one of ours
    rows(sql, statement)
    assert sql.run(statement, lambda: True).columns == TABLES[table]
    for column in TABLES[table]:  # each can be written without quotes
        assert rows(sql, f"SELECT {column} FROM {table}")  # noqa: S608
    assert rows(sql, f"SELECT count(*) FROM {table}")[0][0] == len(rows(sql, statement))  # noqa: S608


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM note", "INSERT INTO note VALUES (1, 'r', 't', '', '')", "DROP TABLE page",
        "UPDATE record SET who = ''", "WITH a AS (SELECT 1) DELETE FROM note",
        "WITH a AS (SELECT 1) UPDATE sqlite_master SET type = 'x'",
        "CREATE TABLE x (y)", "CREATE TEMP TABLE x (y)", "CREATE TEMP VIEW x AS SELECT 1",
        "ATTACH '{0}/new' AS other", "DETACH temp", "VACUUM", "VACUUM INTO '{0}/new'", "REINDEX",
        "PRAGMA query_only=OFF", "PRAGMA writable_schema=ON", "PRAGMA user_version", "ANALYZE",
        "BEGIN", "COMMIT", "SAVEPOINT a", "EXPLAIN DELETE FROM note",
        "SELECT load_extension('{0}/x')", "SELECT readfile('{0}/a.nwcase')",
        "SELECT writefile('{0}/new', 'x')", "SELECT fts3_tokenizer('simple')",
        "SELECT * FROM pragma_table_info('page')", "SELECT * FROM dbstat",
        "SELECT * FROM sqlite_master", "SELECT * FROM sqlite_temp_master",
        "SELECT * FROM case_info", "SELECT content FROM page", "SELECT body FROM search",
        "SELECT count(*) FROM page", "SELECT * FROM main.page", "SELECT * FROM temp.record",
        "SELECT who FROM (SELECT * FROM record)", "SELECT chain FROM custody",
    ],
)  # fmt: skip
def test_nothing_but_reading_the_five_tables_works(tmp_path: Path, statement: str) -> None:
    path = sample(tmp_path / "a.nwcase")
    before = path.read_bytes()
    with Sql.of_case(path, UTC_ZONE) as sql:
        rows(sql, "SELECT count(*) FROM records, details")
        with pytest.raises(SqlError):
            rows(sql, statement.format(tmp_path))
        assert rows(sql, "SELECT count(*) FROM notes") == [(1,)]
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.nwcase"]


def test_each_of_the_three_means_suffices(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    with Sql.of_case(path, UTC_ZONE) as sql:
        connection = sql.connection
        connection.set_authorizer(None)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM note")
        connection.execute("PRAGMA query_only=OFF")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM note")
        sql.lock_down()
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            connection.execute("DELETE FROM note")


@pytest.mark.parametrize(
    ("statement", "under", "says"),
    [
        ("SELECT whoo FROM records", "whoo", "no column whoo. Did you mean who?"),
        ("SELECT r.whoo FROM records r", "whoo", "no column r.whoo"),
        ("SELECT 'whoo', whoo FROM records", "whoo", "no column"),
        ("SELECT who FROM recrods", "recrods", "no table recrods. Did you mean records?"),
        ("SELECT content FROM page", "page", "no table page"),
        ("SELECT who FROM page", "page", "no table page"),
        ("SELECT upcase(who) FROM records", "upcase", "no function upcase()"),
        ("SELECT load_extension('x')", "load_extension", "no function"),
        ("SELECT who FROM records WHERE who REGEXP 'a'", "REGEXP", "no function"),
        ("SELECT who who who FROM records", "who", "who cannot stand here"),
        ("SELECT who, FROM records, x FROM", "FROM", "FROM cannot stand here"),
        ("SELECT 'abc", "'", "has no end"),
        ("SELECT (1", "", "stops too soon"),
        ("SELECT 1; SELECT 2", "SELECT", "One statement at a time"),
        ("SELECT ?", "?", "not a parameter"),
        ("SELECT substr(who) FROM records", "substr", "Wrong number of arguments"),
        ("SELECT count(count(*)) FROM records", "count", "Misuse of aggregate"),
        ("SELECT rid FROM records JOIN details", "rid", "more than one"),
        ("DELETE FROM note", "DELETE", "Only reading works here"),
        ("", "", "empty"),
        ("-- nothing", "-", "empty"),
        ("SELECT a\0b", "SELECT a\0b", "null character"),
        ("SELECT '\ud800'", "S", "no statement can hold"),
    ],
)
def test_an_error_is_told_under_its_word(sql: Sql, statement: str, under: str, says: str) -> None:
    with pytest.raises(SqlError) as caught:
        sql.check(statement)
    error = caught.value
    assert says in error.sentence()
    assert statement[error.at : error.at + error.length] == under
    line, below = marked(statement, error).split("\n")
    assert below.strip(" ").strip("^") == ""
    assert line[below.index("^") :].startswith(under)


def test_of_two_alike_the_word_that_is_wrong_is_told(sql: Sql) -> None:
    statement = "SELECT who FROM records WHERE who IN (SELECT who FROM FROM records)"
    with pytest.raises(SqlError) as caught:
        sql.check(statement)
    assert caught.value.at == statement.index("FROM FROM") + len("FROM ")


@pytest.mark.parametrize(
    "statement",
    [
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT x + 1 FROM c) SELECT * FROM c ORDER BY x",
        "SELECT count(*) FROM records a, records b, records c, records d",
        "SELECT max(hex(zeroblob(100000))) FROM records a, records b, records c",
    ],
)
def test_what_has_no_end_is_stopped(sql: Sql, statement: str) -> None:
    rows(sql, "SELECT count(*) FROM records")
    asked = iter([True] * 3)
    with pytest.raises(Stopped):
        for _ in sql.run(statement, lambda: next(asked, False)).rows():
            pass
    assert rows(sql, "SELECT 1") == [(1,)]


def test_what_fills_the_disk_is_stopped(sql: Sql, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT x + 1 FROM c) SELECT count(*) FROM c"
    monkeypatch.setattr(sql_module, "room_on_disk", lambda: 0)
    sql.room_looked_at = 0.0
    with pytest.raises(StorageFull, match="more room"):
        rows(sql, endless)
    monkeypatch.undo()
    sql.room_looked_at = 0.0
    assert rows(sql, "SELECT count(*) FROM records a, records b")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT zeroblob(2000000)",
        "SELECT hex(zeroblob(900000))",
        "SELECT replace(hex(zeroblob(400000)), '0', '00000')",
        "SELECT group_concat(hex(zeroblob(100000)) || rid) FROM records",
        "SELECT 1 WHERE 'a' LIKE hex(zeroblob(10000))",
        "SELECT " + "(" * 5_000 + "1" + ")" * 5_000,
        "SELECT " + ", ".join(["1"] * 5_000),
        "SELECT '" + "x" * 200_000 + "'",
        " UNION ".join(["SELECT 1"] * 1_000),
    ],
)
def test_what_is_too_large_is_refused(sql: Sql, statement: str) -> None:
    with pytest.raises(NetwrixTuiError) as caught:
        rows(sql, statement)
    assert isinstance(caught.value, UsageError)
    assert len(caught.value.sentence()) < 500


def test_local_is_in_the_zone_shown(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    with Sql.of_case(path, ShownZone("a zone", timezone(timedelta(hours=1)))) as sql:
        statement = "SELECT local(time), local(NULL), local(7), local('x') FROM records LIMIT 1"
        assert rows(sql, statement) == [("2026-11-30 11:41:00", None, None, None)]


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-11-30T10:41:07Z", "2026-11-30 11:34:35"),
        ("2026-11-30T23:59:59.9Z", "2026-12-01 00:53:27"),
        ("2026-11-30T10:41:77Z", None),
        ("2026-02-30T10:41:07Z", None),
        ("2026-11-30", "2026-11-30 00:53:28"),
        ("9999-12-31T23:59:59Z", None),
        ("", None),
    ],
)
def test_local_in_a_zone_of_odd_seconds(moment: str, shown: str | None) -> None:
    odd = ShownZone("odd", timezone(timedelta(minutes=53, seconds=28)))
    assert sql_module.shown_time(moment, odd) == shown


def test_values_of_any_kind(sql: Sql) -> None:
    found = rows(sql, "SELECT 1/0, -1.5, x'ff', CAST(x'ff' AS TEXT), 'ä', NULL")
    assert found == [(None, -1.5, b"\xff", "�", "ä", None)]
    assert rows(sql, "SELECT key, value FROM json_each('[7]')") == [(0, 7)]
    assert rows(sql, "WITH c AS (SELECT 2 AS x) SELECT x FROM c") == [(2,)]
    upto = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 9)"
    assert rows(sql, f"{upto} SELECT max(x) FROM c") == [(9,)]  # noqa: S608 - one of ours


def test_a_case_that_somebody_writes_is_asked_too(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    writer = CaseWriter.open(path)
    writer.write_note(1, "R000004", "while it is open")
    with Sql.of_case(path, UTC_ZONE) as sql:
        assert rows(sql, "SELECT text FROM notes WHERE rid = 'R000004'") == [("while it is open",)]
        writer.write_note(1, "R000005", "meanwhile")
    writer.close()
    with CaseReader(path) as reader:
        assert reader.count("record") == 0


def test_searches_have_the_numbers_that_a_report_gives_them(tmp_path: Path) -> None:
    """Along the trail, then those that have left it: ``search 1`` is the same everywhere."""
    path = sample(tmp_path / "a.nwcase")
    case = CaseWriter.open(path)
    first, second = (number for number, _ in case.trail())
    case.set_trail([(second, "")], 0)
    case.close()
    with CaseReader(path) as reader:
        told = [(n, search.line) for n, search in enumerate(numbered(reader), 1)]
    with Sql.of_case(path, UTC_ZONE) as sql:
        assert rows(sql, "SELECT number, line FROM searches ORDER BY number") == told
        assert rows(sql, "SELECT DISTINCT search FROM marks") == [(2,)]
    assert first < second
