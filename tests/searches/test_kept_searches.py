"""Saved and recent searches: kept for each profile, by several programs at once, come what may."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.errors import UsageError
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.searches.kept_searches import (
    MOST_RECENT,
    KeptSearches,
    RecentSearches,
    SavedSearch,
    SavedSearches,
)
from tests.posix import is_private


def _lines(recent: RecentSearches) -> list[str]:
    return [search.line for search in recent.all()]


def test_a_saved_search_is_there_for_the_next_program(tmp_path: Path) -> None:
    SavedSearches(tmp_path, "corp").save(SavedSearch("  Night  owls ", "who:jane", "at night"))
    again = SavedSearches(tmp_path, "corp")
    assert again.all() == [SavedSearch("Night owls", "who:jane", "at night")]
    assert again.named("night OWLS").line == "who:jane"
    assert SavedSearches(tmp_path, "lab").all() == []


def test_saving_renaming_and_removing(tmp_path: Path) -> None:
    saved = SavedSearches(tmp_path / "not" / "there" / "yet", "corp")
    for name in ("b", "A", "c"):
        saved.save(SavedSearch(name, f"who:{name}"))
    saved.save(SavedSearch("B", "who:other"))
    assert [(s.name, s.line) for s in saved.all()] == [
        ("A", "who:A"), ("B", "who:other"), ("c", "who:c"),
    ]  # fmt: skip
    saved.rename("c", "a")
    saved.remove("B")
    assert [(s.name, s.line) for s in saved.all()] == [("a", "who:c")]
    with pytest.raises(UsageError, match="gone"):
        saved.rename("B", "x")
    with pytest.raises(UsageError, match="needs a name"):
        saved.save(SavedSearch(" \t", "who:x"))
    with pytest.raises(UsageError, match="no saved search"):
        saved.named("B")


@given(st.lists(st.integers(0, 80), max_size=200))
@settings(deadline=None, max_examples=15)
def test_recent_searches_are_bounded_and_never_twice_and_newest_first(runs: list[int]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        recent = RecentSearches(Path(name), "corp")
        for at, run in enumerate(runs[:70]):
            recent.remember(f"who:{run}", at)
        expected = list(dict.fromkeys(f"who:{run}" for run in reversed(runs[:70])))[:MOST_RECENT]
        assert _lines(recent) == expected


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    directory = tmp_path / "state"
    RecentSearches(directory, "corp").remember("who:jane", 1)
    SavedSearches(directory, "corp").save(SavedSearch("x", "who:jane"))
    assert is_private(directory)
    assert all(map(is_private, directory.iterdir()))


def test_a_directory_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        RecentSearches(tmp_path / "file", "corp").remember("who:jane", 1)


def test_a_search_of_many_thousand_characters_is_not_kept(tmp_path: Path) -> None:
    recent = RecentSearches(tmp_path, "corp")
    recent.remember("who:" + "x" * 30_000, 1)
    assert recent.all() == []


def test_programs_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from netwrix_tui.searches.kept_searches import SavedSearch, SavedSearches\n"
        "kept = SavedSearches(Path(sys.argv[1]), sys.argv[2])\n"
        "for n in range(20): kept.save(SavedSearch(f'{sys.argv[3]} {n}', 'who:jane'))\n"
    )
    programs = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), profile, str(number)])
        for number, profile in enumerate(("corp", "corp", "lab"))
    ]
    assert [program.wait() for program in programs] == [0, 0, 0]
    assert len(SavedSearches(tmp_path, "corp").all()) == 40
    assert len(SavedSearches(tmp_path, "lab").all()) == 20


def test_columns_are_kept_with_a_saved_search(tmp_path: Path) -> None:
    kept = KeptSearches(tmp_path, "corp")
    kept.save("Night", plan_of("who:jane", UTC_ZONE), ["when", "changes"])
    (saved,) = KeptSearches(tmp_path, "corp").saved()
    assert saved.columns == ["when", "changes"]
    kept.rename("Night", "Day")
    assert kept.saved()[0].columns == ["when", "changes"]
