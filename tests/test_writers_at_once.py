"""Two explorers' worth of programs that keep things in one directory: nothing of either is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from netwrix_tui.searches.kept_names import KeptNames
from netwrix_tui.searches.kept_searches import RecentSearches, SavedSearches
from netwrix_tui.searches.notes import Notes
from tests.checkout import CHECKOUT
from tests.state_writer import PROFILE, link

NAMES = ("anna", "omar", "jane", "lena")


@pytest.mark.parametrize("seconds", [1, pytest.param(60, marks=pytest.mark.slow)])
def test_nothing_is_lost_where_several_write_at_once(tmp_path: Path, seconds: int) -> None:
    directory = tmp_path / "state of both ä"
    directory.mkdir()
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.state_writer", str(directory), name, str(seconds)],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in NAMES
    ]
    said = [writer.communicate() for writer in writers]
    assert [err for _, err in said] == [""] * len(NAMES)
    counts = dict(zip(NAMES, (int(out) for out, _ in said), strict=True))
    assert min(counts.values()) > 0
    wrote = [(name, number) for name, count in counts.items() for number in range(count)]
    print(f"{len(wrote)} rounds of {len(NAMES)} writers in {seconds} s")

    notes = Notes(directory, PROFILE)
    notes.load()
    assert {note.rid for note in notes.all} == {f"{name}-{number}" for name, number in wrote}
    saved = {search.name for search in SavedSearches(directory, PROFILE).all()}
    assert saved == {f"{name} {number}" for name, number in wrote}
    names = KeptNames(directory, PROFILE)
    names.load()
    assert all(names.known.people(link(*each).first) for each in wrote)
    assert RecentSearches(directory, PROFILE).all()
    kept = {path.name for path in directory.iterdir()}
    assert kept == {"names.json", "notes.json", "recent-searches.json", "saved-searches.json"}
