"""The tables in a case's own file, while somebody goes on working in it."""

from __future__ import annotations

import threading
from pathlib import Path

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.record_making import RecordMaking
from netwrix_tui.case.record_table import is_made
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.errors import NetwrixTuiError
from tests.case.sample import sample


def keeper_of(path: Path, trouble: list[NetwrixTuiError]) -> SessionKeeper:
    return SessionKeeper(lambda: CaseWriter.open(path), trouble.append, path=path)


def test_they_are_made_once_and_what_is_kept_meanwhile_is_kept(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    trouble: list[NetwrixTuiError] = []
    keeper = keeper_of(path, trouble)
    with CaseReader(path) as case:
        source = case.sources()[0]
    steps = RecordMaking(keeper).steps()
    keeper.write_note(source, "R000009", "before")
    for _ in steps:
        keeper.write_note(source, "R000010", "meanwhile")
    keeper.write_note(source, "R000011", "after")
    keeper.flush()
    with CaseReader(path) as case:
        assert is_made(case)
        assert {"R000009", "R000011"} <= {note.rid for note in case.notes()}
    assert list(RecordMaking(keeper).steps()) == []
    keeper.close()
    with CaseReader(path) as case:
        assert case.count("record") == 250
    assert trouble == []
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_let_go_of_it_ends_and_the_keeper_goes_on(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    trouble: list[NetwrixTuiError] = []
    keeper = keeper_of(path, trouble)
    held, go_on = threading.Event(), threading.Event()

    def hold(_: CaseWriter) -> None:
        held.set()
        go_on.wait()

    keeper.alone(hold)
    held.wait()
    making = RecordMaking(keeper)
    making._is_wanted = False
    go_on.set()
    assert list(making.steps()) == []
    keeper.close()
    with CaseReader(path) as case:
        assert not is_made(case)
    assert trouble == []


def test_a_keeper_that_has_ended_is_not_waited_for(tmp_path: Path) -> None:
    path = sample(tmp_path / "a.nwcase")
    keeper = keeper_of(path, [])
    keeper.close()
    assert list(RecordMaking(keeper).steps()) == []
