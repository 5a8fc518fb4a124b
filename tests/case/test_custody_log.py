"""Every change of a case is in its custody: at once, or with those that follow within a minute."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from netwrix_tui.case import custody_log
from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Finding, SourceFacts
from netwrix_tui.errors import StorageFull
from netwrix_tui.evidence.verify import verify
from tests.case.sample import BEGAN, begun


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CaseWriter:
    moment = [BEGAN]
    monkeypatch.setattr(custody_log, "now", lambda: moment[0])
    monkeypatch.setattr(
        CaseWriter, "later", lambda _, s: moment.append(moment.pop() + timedelta(seconds=s)),
        raising=False,
    )  # fmt: skip
    return CaseWriter.create(tmp_path / "a.nwcase")


def _lines(case: CaseWriter) -> list[tuple[str, str]]:
    with CaseReader(case.path) as reader:
        return [(entry.act, entry.detail) for entry in reader.custody()]


def _later(case: CaseWriter, seconds: float) -> None:
    case.later(seconds)  # type: ignore[attr-defined]


def test_changes_are_lines_and_those_of_a_minute_are_one(case: CaseWriter) -> None:
    source = case.add_source(SourceFacts("nwx01", "CORP\\jane"))
    search = begun(case, source, "who:jane")
    case.set_marks(search, [(1, "a")], source)
    assert _lines(case)[1:] == [("changed", "1 marked")]
    case.set_marks(search, [(1, "a"), (2, "b"), (3, "c")], source)
    case.set_marks(search, [(2, "b"), (3, "c")], source)
    case.write_note(source, "b", "odd")
    assert len(_lines(case)) == 2  # within the minute
    _later(case, 61)
    case.write_note(source, "b", "")
    assert _lines(case)[2:] == [("changed", "2 marked, 1 unmarked, 1 noted, 1 unnoted")]
    case.set_findings([Finding("why", BEGAN, "jane")])
    case.note_custody("exported", "all")
    assert _lines(case)[3:] == [("changed", "1 changed in the story"), ("exported", "all")]
    case.close()
    assert verify(case.path).is_whole


def test_what_stays_as_it_was_is_no_change(case: CaseWriter) -> None:
    source = case.add_source(SourceFacts("nwx01", "CORP\\jane"))
    search = begun(case, source, "who:jane")
    findings = [Finding("why", BEGAN, "jane"), Finding("", BEGAN, "jane", source, "a")]
    case.set_marks(search, [(1, "a")], source)
    _later(case, 61)
    case.set_findings(findings)
    before = _lines(case)
    _later(case, 61)
    case.set_marks(search, [(1, "a")], source)
    case.set_findings(findings)
    assert _lines(case) == before


def test_what_waits_is_written_at_the_end_and_before_a_copy(
    case: CaseWriter, tmp_path: Path
) -> None:
    source = case.add_source(SourceFacts("nwx01", "CORP\\jane"))
    for rid in ("a", "b"):
        case.write_note(source, rid, "odd")
    case.copy_to(tmp_path / "copy.nwcase")
    with CaseReader(tmp_path / "copy.nwcase") as copy:
        assert [entry.detail for entry in copy.custody()][1:] == ["1 noted", "1 noted"]
    case.write_note(source, "c", "odd")
    case.close()
    assert [detail for _, detail in _lines(case)][1:] == ["1 noted"] * 3


def test_a_change_that_fails_leaves_no_line_and_no_link(
    case: CaseWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = case.add_source(SourceFacts("nwx01", "CORP\\jane"))

    def fail() -> None:
        with case.transaction():
            case.write_note(source, "a", "odd")
            raise StorageFull("full")

    with pytest.raises(StorageFull):
        fail()
    assert [act for act, _ in _lines(case)] == ["created"]
    case.write_note(source, "a", "odd")
    assert _lines(case)[1:] == [("changed", "1 noted")]
    case.close()
    assert verify(case.path).is_whole
