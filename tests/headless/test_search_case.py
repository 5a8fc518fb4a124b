"""``--case`` keeps what a command gets in a case file; ``--in`` searches one; ``sessions``."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Outcome
from netwrix_tui.case.session_files import latest, new_session, remember_case
from netwrix_tui.cli import main
from tests.case.sample import sample, write_sample
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=2_000)


@pytest.mark.parametrize("wire", ["json", "xml"])
def test_a_case_answers_as_the_server_did(small: Demo, tmp_path: Path, wire: str) -> None:
    case = tmp_path / "all.nwcase"
    made = run(small, "enum", "--case", str(case), "--count", "300", "--wire", wire)
    assert len(made.rids) == 2_000
    with CaseReader(case) as read:
        (search,) = read.trail()
        assert (search.outcome, search.records, read.info.title) == (
            Outcome.DRAINED, 2_000, "all",
        )  # fmt: skip
    for query in ("who:jane", "action:Removed when:30d", "-who:svc detail:size"):
        before = len(small.requests())
        inside = run(small, "search", query, "--in", str(case))
        assert len(small.requests()) == before
        assert sorted(inside.rids) == sorted(run(small, "search", query).rids)
    assert run(small, "search", "who:nobody-at-all", "--in", str(case)).status == 1


def test_a_second_search_is_another_step_of_the_case(small: Demo, tmp_path: Path) -> None:
    case = tmp_path / "two.nwcase"
    run(small, "search", "action:Removed", "--case", str(case), "--limit", "5")
    run(small, "search", "action:Added", "--case", str(case))
    with CaseReader(case) as read:
        first, second = read.trail()
        assert (first.outcome, second.outcome) == (Outcome.STOPPED, Outcome.DRAINED)
        assert [search.line for search in (first, second)] == ["action:Removed", "action:Added"]


def test_no_secret_is_in_a_case(small: Demo, tmp_path: Path) -> None:
    case = tmp_path / "case.nwcase"
    for scheme in ("ntlm", "negotiate", "digest", "basic"):
        run(small, "enum", "--limit", "5", "--auth", scheme, "--case", str(case))
    content = case.read_bytes()
    for account in small.accounts:
        assert account.password.encode() not in content
    assert b"Authorization" not in content


def test_what_cannot_be_is_told(small: Demo, tmp_path: Path) -> None:
    nothing = run(small, "enum", "--in", str(tmp_path / "none.nwcase"))
    assert nothing.status == 2
    assert "There is no case file" in nothing.err
    case = tmp_path / "a.nwcase"
    writer = CaseWriter.create(case)
    busy = run(small, "enum", "--case", str(case))
    writer.close()
    assert busy.status == 2
    assert "open elsewhere" in busy.err
    assert not busy.out


def test_notes_of_a_case_come_along(small: Demo, tmp_path: Path) -> None:
    case = sample(tmp_path / "noted.nwcase")
    noted = {"R000003": "This is where it began."}
    for separator, words in ((",", ()), (";", ("--excel",))):
        table = run(small, "enum", "--in", str(case), "--output", "csv", *words).out
        header, *lines = csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=separator)
        assert header[-1] == "note"
        assert {line[0]: line[-1] for line in lines if line[-1]} == noted
    records = run(small, "enum", "--in", str(case)).records
    assert {record["RID"]: record["note"] for record in records if "note" in record} == noted


def test_sessions_are_listed_and_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NETWRIX_TUI_STATE", str(tmp_path))
    assert main(["sessions"]) == 1
    assert "No session is kept" in capsys.readouterr().err
    case = new_session(tmp_path / "sessions")
    write_sample(case)
    assert main(["sessions"]) == 0
    assert f"process {os.getpid()}" in capsys.readouterr().out
    path = case.path
    case.close()
    assert main(["sessions", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    left = listed.pop("left")
    assert left.endswith("Z")
    assert listed == {
        "file": str(path), "server": "nwx01.corp.local", "account": "CORP\\jane",
        "searches": 2, "records": 450, "marks": 2, "notes": 1,
    }  # fmt: skip
    assert main(["sessions", "delete", "7"]) == 2
    assert path.exists()
    assert main(["sessions", "delete", "1"]) == 0
    assert not list((tmp_path / "sessions").iterdir())
    assert main(["resume"]) == 2


def test_a_session_that_got_a_name_is_listed_and_never_deleted_with_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NETWRIX_TUI_STATE", str(tmp_path))
    directory, named = tmp_path / "sessions", tmp_path / "payroll.nwcase"
    case = new_session(directory)
    write_sample(case)
    case.copy_to(named)
    case.remove()
    copy = CaseWriter.open(named, "named")
    copy.set_title("payroll")
    copy.close()
    remember_case(directory, named)
    content = named.read_bytes()
    assert latest(directory) is not None
    assert main(["sessions"]) == 0
    assert "payroll.nwcase" in capsys.readouterr().out
    assert main(["sessions", "delete", "--all"]) == 0
    assert main(["sessions", "delete", "1"]) == 2
    assert "has a name" in capsys.readouterr().err
    assert named.read_bytes() == content  # its custody says nothing of it either
