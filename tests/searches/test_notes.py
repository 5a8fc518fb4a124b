"""Notes on records: kept, replaced, taken away, and known to the next run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.record import Row
from netwrix_tui.records.when import TimeRange
from netwrix_tui.searches.notes import LONGEST, MOST, Note, Notes


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
    for rid in ("", "\ud83d"):
        with pytest.raises(UsageError, match="no RID"):
            notes.write(rid, "lost", 1)
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


def record(**fields: str) -> Row:
    row = Row("R1", "2026-11-22T13:58:40Z", "CORP\\jane", "Removed", what="\\corp\\Users\\Tom")
    return msgspec.structs.replace(row, **fields)


def test_a_note_tells_the_next_run_what_it_was_written_on(tmp_path: Path) -> None:
    Notes(tmp_path, "corp").write("R1", "asked", 1, record(what="x" * 5_000_000 + "\ud83d"))
    again = Notes(tmp_path, "corp")
    again.load()
    [note] = again.all
    assert (note.when, note.who, note.action) == ("2026-11-22T13:58:40Z", "CORP\\jane", "Removed")
    assert note.what == "x" * len(note.what)
    assert (tmp_path / "notes.json").stat().st_size < 1_000


def test_a_note_goes_on_telling_it_where_its_record_is_not_loaded(tmp_path: Path) -> None:
    Notes(tmp_path, "corp").write("R1", "asked", 1, record())
    later = Notes(tmp_path, "corp")  # it has not read the file
    later.write("R1", "asked again", 2)
    assert [(note.text, note.who) for note in later.all] == [("asked again", "CORP\\jane")]


def test_the_latest_notes_come_first(tmp_path: Path) -> None:
    notes = Notes(tmp_path, "corp")
    for rid, at in (("R1", 2), ("R2", 3), ("R3", 1)):
        notes.write(rid, "seen", at)
    assert [note.rid for note in notes.all] == ["R2", "R1", "R3"]


def test_notes_of_earlier_versions_are_read(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text(
        '{"profiles": {"corp": [{"rid": "R1", "text": "asked", "at": 5}]}}'
    )
    notes = Notes(tmp_path, "corp")
    notes.load()
    [note] = notes.all
    assert not note.is_told
    assert note.search() == SearchPlan.of(Filter("RID", Operator.EQUALS, "R1"))


def test_a_record_is_looked_for_by_its_rid_in_the_minutes_around_it() -> None:
    span = TimeRange(
        datetime(2026, 11, 22, 13, 57, 40, tzinfo=UTC),
        datetime(2026, 11, 22, 13, 59, 40, tzinfo=UTC),
    )
    assert Note("R1", "asked").on(record()).search() == SearchPlan.of(
        Filter("When", Operator.EQUALS, span), Filter("RID", Operator.EQUALS, "R1")
    )


@pytest.mark.parametrize("when", ["", "yesterday", "0001-01-01T00:00:00Z"])
def test_a_record_of_no_time_is_looked_for_by_its_rid_alone(when: str) -> None:
    note = Note("R1", "asked").on(record(when=when))
    assert note.search() == SearchPlan.of(Filter("RID", Operator.EQUALS, "R1"))


def test_a_rid_that_no_search_can_hold_is_said() -> None:
    with pytest.raises(UsageError, match="RID"):
        Note("R" * 50, "asked").search()


def test_as_many_and_as_long_notes_as_there_may_be_are_read_again(tmp_path: Path) -> None:
    long = record(who="ж" * 1_000, what="ж" * 1_000)
    notes = [Note(f"R{n}", "ж" * LONGEST, n).on(long) for n in range(MOST)]
    (tmp_path / "notes.json").write_bytes(msgspec.json.encode({"profiles": {"corp": notes}}))
    kept = Notes(tmp_path, "corp")
    kept.write("R0", "again", MOST)
    again = Notes(tmp_path, "corp")
    again.load()
    assert len(again) == MOST
    assert again.take_trouble() == ""
