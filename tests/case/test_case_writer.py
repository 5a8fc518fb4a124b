"""A case file: what is written is read back, on its own, by one program at a time."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from netwrix_tui.case import schema
from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Outcome
from netwrix_tui.errors import UsageError
from tests.case.sample import answers, records, sample
from tests.posix import is_private


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    with CaseReader(path) as case:
        first, second = case.trail()
        assert (first.outcome, first.records) == (Outcome.DRAINED, 250)
        assert (second.label, second.outcome, second.records) == (
            "the plans", Outcome.STOPPED, 200,
        )  # fmt: skip
        assert case.current == 1
        rows = [row for batch in case.batches(first.id) for row in case.batch_page(batch).rows]
        assert [row.rid for row in rows] == [record.rid for record in records(250)]
        kept = [page.content for page in case.pages()]
        came = [page.answers[0].content for page in answers(records(250))]
        assert kept[: len(came)] == came
        assert [(mark.row, mark.rid) for mark in case.marks(first.id)] == [
            (3, "R000003"), (5, "R000005"),
        ]  # fmt: skip
        assert [note.text for note in case.notes()] == ["This is where it began."]
        assert [finding.rid for finding in case.findings()] == [None, "R000003", "R000005"]
        assert [entry.act for entry in case.custody()] == ["created", "changed", "changed"]
        assert case.info.holder == ""


def test_the_file_is_one_and_reading_leaves_it(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    assert [file.name for file in tmp_path.iterdir()] == ["a.nwcase"]
    assert is_private(path)
    before = path.read_bytes()
    path.chmod(0o400)
    with CaseReader(path) as case:
        assert len(list(case.pages())) == 6
        with pytest.raises(sqlite3.OperationalError):
            case.connection.execute("DELETE FROM page")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.nwcase"]


def test_a_second_writer_is_told_who_has_it(tmp_path: Path) -> None:
    case = CaseWriter.create(tmp_path / "a.nwcase")
    with pytest.raises(UsageError, match=f"open elsewhere: .*process {os.getpid()}"):
        CaseWriter.open(tmp_path / "a.nwcase")
    case.close()
    CaseWriter.open(tmp_path / "a.nwcase").close()


@pytest.mark.parametrize("content", [b"", b"not a case", b"SQLite format 3\x00" + bytes(100)])
def test_what_is_no_case_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.nwcase"
    path.write_bytes(content)
    for opened in (CaseReader, CaseWriter.open):
        with pytest.raises(UsageError, match=r"a\.nwcase"):
            opened(path)
    assert path.read_bytes() == content


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    connection.close()
    with pytest.raises(UsageError, match="newer version"):
        CaseReader(path)


def test_a_transaction_that_fails_leaves_the_chain_whole(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    case = CaseWriter.open(path)
    page = answers(records(1, "other"))[0]

    def fail() -> None:
        with case.transaction():
            case.keep_answer(None, page.answers[0])
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError):
        fail()
    case.keep_answer(None, page.answers[0])
    case.close()
    with CaseReader(path) as read:
        import hashlib

        chain = b""
        for kept in read.pages():
            assert hashlib.sha256(kept.content).digest() == kept.sha256
            chain = hashlib.sha256(chain + kept.sha256).digest()
            assert kept.chain == chain
        assert [kept.id for kept in read.pages()] == list(range(1, 8))


def test_a_copy_is_the_case(tmp_path: Path) -> None:
    case = CaseWriter.open(sample(tmp_path / "a.nwcase"))
    case.copy_to(tmp_path / "b.nwcase")
    case.close()
    with CaseReader(tmp_path / "b.nwcase") as copy:
        assert copy.count("page") == 6
    with pytest.raises(UsageError, match="is there already"):
        CaseWriter.create(tmp_path / "b.nwcase")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files")
def test_what_root_makes_in_somebodys_home_is_that_users(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 4321, 4321)
    case = CaseWriter.create(home / "sessions" / "a.nwcase")
    for made in (home / "sessions", *(home / "sessions").glob("a.nwcase*")):
        assert made.stat().st_uid == 4321, made
    case.close()
