"""Kept files, mutated: what is read of them, or a sentence, and never another file's loss."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.headless.resume_file import ResumeFile, SearchIdentity
from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.records.record import Row
from netwrix_tui.results.loading.resume_point import PagePosition
from netwrix_tui.searches.kept_searches import RecentSearches, SavedSearch, SavedSearches
from netwrix_tui.searches.notes import Notes
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.journal import BatchState, Journal, Purpose
from netwrix_tui.writing.record_identity import identities
from tests.fuzz.mutation import look_at, mutated, steps

STEPS = 100
OWNER = SearchIdentity.of("nwx01", "CORP\\jane", b"{}")
RECORDS = [NewRecord(action="Read", what=f"x{n}", when="2026-11-05T14:30:00Z") for n in range(9)]
PURPOSE = Purpose(identities(RECORDS), [9] * 9, "nwx01", "CORP\\svc", WireFormat.JSON, "d", 3)


@dataclass(frozen=True)
class Kept:
    """A kind of file: written as it should be, and read, and written again."""

    write: Callable[[Path], object]
    read: Callable[[Path], object]
    again: Callable[[Path], object]


def _noted(path: Path) -> None:
    with Journal.open(path / "result", PURPOSE) as journal:
        for batch in journal.batches[:2]:
            journal.note(batch, BatchState.SENT, "504")
        journal.note(journal.batches[0], BatchState.ACCEPTED)


def _journal(path: Path) -> None:
    with Journal.open(path / "result", PURPOSE) as journal:
        for batch in journal.batches:
            journal.state(batch)
            journal.why(batch)
            journal.since(batch)


def _notes(path: Path) -> None:
    notes = Notes(path, "corp")
    notes.load()
    for note in notes.all:
        note.search()


def _note(path: Path, rid: str = "R2") -> None:
    Notes(path, "corp").write(rid, "asked Tom", 100, Row(rid=rid, who="jane"))


def _profiles(path: Path) -> None:
    for name in ProfileFile(path / "config.toml").read().by_name:
        ProfileFile(path / "config.toml").profile(name)


def _profile(path: Path, name: str = "lab") -> None:
    ProfileFile(path / "config.toml").save(Profile(name=name, server="nwx01", user="CORP\\jane"))


KINDS = {
    "notes": Kept(lambda p: _note(p, "R1"), _notes, _note),
    "saved searches": Kept(
        lambda p: SavedSearches(p, "corp").save(SavedSearch("owls", "who:jane", "at night")),
        lambda p: SavedSearches(p, "corp").all(),
        lambda p: SavedSearches(p, "corp").save(SavedSearch("b", "who:b")),
    ),
    "recent searches": Kept(
        lambda p: RecentSearches(p, "corp").remember("who:jane", 5),
        lambda p: RecentSearches(p, "corp").all(),
        lambda p: RecentSearches(p, "corp").remember("who:b", 6),
    ),
    "profiles": Kept(lambda p: _profile(p, "corp"), _profiles, _profile),
    "resume": Kept(
        lambda p: ResumeFile(p / "r", OWNER).write(PagePosition("mark", frozenset({"1", "2"}))),
        lambda p: ResumeFile(p / "r", OWNER).read(),
        lambda p: ResumeFile(p / "r", OWNER).read_following(),
    ),
    "results of writes": Kept(_noted, _journal, _noted),
}


@pytest.mark.parametrize("name", KINDS)
def test_nothing_but_errors_of_the_program(name: str, tmp_path: Path) -> None:
    kind = KINDS[name]
    kind.write(tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and p.stat().st_size}
    file = max(before, key=lambda path: len(before[path]))
    sound = before[file]
    for number, chance in enumerate(steps(list(KINDS).index(name) + 20, STEPS)):
        data = sound if not number else mutated(sound, chance)
        file.write_bytes(data)
        file.chmod(stat.S_IRUSR | stat.S_IWUSR)
        for do in (kind.read, kind.again, kind.read):
            try:
                do(tmp_path)
            except NetwrixTuiError as error:
                look_at(error)
            except Exception as error:
                raise AssertionError(f"step {number}: {error!r} for {data[:2_000]!r}") from error
        assert sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file()) < 4 << 20
