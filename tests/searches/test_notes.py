"""Notes on records: kept, replaced, taken away, and known to the next run."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.searches.notes import LONGEST, MOST, Notes


def test_a_note_is_found_again_by_the_next_run(tmp_path: Path) -> None:
    Notes(tmp_path, "corp").write("R1", "  asked Tom, he knows nothing ", 100)
    again = Notes(tmp_path, "corp")
    again.load()
    assert again.of("R1") == "asked Tom, he knows nothing"
    assert again.of("R2") == ""


def test_profiles_keep_their_notes_apart(tmp_path: Path) -> None:
    Notes(tmp_path, "corp").write("R1", "ours", 1)
    other = Notes(tmp_path, "dmz")
    other.load()
    assert len(other) == 0


def test_an_empty_text_takes_a_note_away(tmp_path: Path) -> None:
    notes = Notes(tmp_path, "corp")
    notes.write("R1", "first", 1)
    notes.write("R1", " ", 2)
    assert notes.of("R1") == ""
    notes.load()
    assert len(notes) == 0


def test_two_programs_at_once_lose_no_note(tmp_path: Path) -> None:
    one, other = Notes(tmp_path, "corp"), Notes(tmp_path, "corp")
    one.load()
    other.load()
    one.write("R1", "one", 1)
    other.write("R2", "two", 2)
    one.load()
    assert (one.of("R1"), one.of("R2")) == ("one", "two")


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    notes = Notes(tmp_path, "corp")
    with pytest.raises(UsageError, match="no RID"):
        notes.write("", "lost", 1)
    with pytest.raises(UsageError, match="long"):
        notes.write("R1", "x" * (LONGEST + 1), 1)


def test_a_note_holds_while_the_program_runs_where_it_cannot_be_kept(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    notes = Notes(in_the_way, "corp")
    with pytest.raises(UsageError, match="cannot be written"):
        notes.write("R1", "seen", 1)
    assert notes.of("R1") == "seen"


def test_the_oldest_notes_give_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netwrix_tui.searches.notes.MOST", 3)
    assert MOST > 3
    notes = Notes(tmp_path, "corp")
    for number in range(5):
        notes.write(f"R{number}", "seen", number)
    notes.load()
    assert [notes.of(f"R{number}") for number in range(5)] == ["", "", "seen", "seen", "seen"]
