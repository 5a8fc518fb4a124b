"""Files that are kept: never replaced unread, changed by one program at a time, nothing dropped."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

import netwrix_tui.headless.resume_file
import netwrix_tui.tui.explorer.tour
import netwrix_tui.tui.table.columns_controller
from netwrix_tui import file_lock
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.file_lock import locked
from netwrix_tui.headless.resume_file import ResumeFile, SearchIdentity
from netwrix_tui.json_store import KeptFile
from netwrix_tui.results.loading.resume_point import PagePosition
from netwrix_tui.searches.kept_searches import RecentSearches, SavedSearch, SavedSearches
from netwrix_tui.searches.notes import Notes

_Columns = netwrix_tui.tui.table.columns_controller.ColumnsFile
_Shown = netwrix_tui.tui.explorer.tour.ShownFile


def _note(directory: Path) -> None:
    Notes(directory, "corp").write("R1", "anew", 9)


def _save(directory: Path) -> None:
    SavedSearches(directory, "corp").save(SavedSearch("Night", "who:anew"))


def _rename(directory: Path) -> None:
    SavedSearches(directory, "corp").rename("Night", "Day")


def _remember(directory: Path) -> None:
    RecentSearches(directory, "corp").remember("who:jane", 9)


def _forget(directory: Path) -> None:
    RecentSearches(directory, "corp").forget("who:other")


def _show(directory: Path) -> None:
    KeptFile(directory / "shown.json", _Shown).change(
        lambda shown: msgspec.structs.replace(shown, tour=True)
    )


_NOTE = {"rid": "R1", "text": "old", "at": 1}
_NIGHT = {"name": "Night", "line": "who:old", "about": ""}
_JANE = {"line": "who:jane", "at": 1}

CHANGES = [
    ("notes.json", _note, {"profiles": {"corp": [_NOTE | {"colour": "red"}]}}),
    ("saved-searches.json", _save, {"profiles": {"corp": [_NIGHT | {"tags": ["x", 7]}]}}),
    ("saved-searches.json", _rename, {"profiles": {"corp": [_NIGHT | {"tags": ["x", 7]}]}}),
    ("recent-searches.json", _remember, {"profiles": {"corp": [_JANE | {"found": {"n": 1.5}}]}}),
    ("recent-searches.json", _forget, {"profiles": {"corp": [_JANE | {"found": {"n": 1.5}}]}}),
    ("shown.json", _show, {"tour": False}),
]
"""Each way to change a file, and what a newer version may have put there."""


@contextmanager
def _failing(
    monkeypatch: pytest.MonkeyPatch, path: Path, number: int, *, at: str
) -> Iterator[None]:
    """Opening or reading the file fails, as the system would have it fail."""
    path.write_bytes(b'{"tour": false}')
    with monkeypatch.context() as patch:
        if at == "open":
            opened = os.open

            def fail(name: Any, *rest: Any, **named: Any) -> int:
                if name == path:
                    raise OSError(number, os.strerror(number), str(name))
                return opened(name, *rest, **named)

            patch.setattr(os, "open", fail)
        else:

            def fail_reading(*_: Any) -> bytes:
                raise OSError(number, os.strerror(number))

            patch.setattr("netwrix_tui.atomic_write.os.read", fail_reading)
        yield


_BYTES = {
    "nothing in it": b"",
    "half of it": b'{"profiles": {"corp": [',
    "not UTF-8": b'{"profiles": {"\xff": []}, "tour": "\xff"}',
    "nested without end": b"[" * 100_000,
    "another form": b'{"profiles": 3, "tour": "often"}',
    "null": b"null",
}


@pytest.mark.parametrize(("name", "change"), [(name, change) for name, change, _ in CHANGES])
@pytest.mark.parametrize("what", _BYTES)
def test_what_cannot_be_understood_is_not_replaced(
    tmp_path: Path, name: str, change: Callable[[Path], None], what: str
) -> None:
    path = tmp_path / name
    path.write_bytes(_BYTES[what])
    with pytest.raises(UsageError) as caught:
        change(tmp_path)
    assert caught.value.what.startswith(f"Not saved: {path} cannot be read: it is damaged")
    assert path.read_bytes() == _BYTES[what]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("name", "change"), [(name, change) for name, change, _ in CHANGES])
@pytest.mark.parametrize("place", ["directory", "pipe", "open", "EIO on open", "EIO on reading"])
def test_what_cannot_be_opened_is_not_replaced(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    change: Callable[[Path], None],
    place: str,
) -> None:
    path = tmp_path / name
    if place == "directory":
        path.mkdir()
    elif place == "pipe":
        os.mkfifo(path)
    number = errno.EACCES if place == "open" else errno.EIO
    if path.exists():
        with pytest.raises(UsageError, match=r"Not saved: .* cannot be read: "):
            change(tmp_path)
        assert not path.is_file()
        return
    at = "read" if "reading" in place else "open"
    with _failing(monkeypatch, path, number, at=at), pytest.raises(UsageError) as caught:
        change(tmp_path)
    assert caught.value.what == f"Not saved: {path} cannot be read: {os.strerror(number)}."
    assert path.read_bytes() == b'{"tour": false}'


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="is not root")
@pytest.mark.parametrize(("mode", "owner"), [(0o600, 0), (0o000, 65534)])
def test_a_file_that_is_closed_to_its_reader_is_not_replaced(mode: int, owner: int) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from netwrix_tui.errors import UsageError\n"
        "from netwrix_tui.searches.notes import Notes\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "notes = Notes(Path(sys.argv[1]), 'corp'); notes.load(); print(notes.take_trouble())\n"
        "try: notes.write('R1', 'mine', 1)\n"
        "except UsageError as error: print(error.sentence())\n"
        "print(notes.of('R1'))\n"
    )
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "notes.json"
        path.write_text('{"profiles": {"corp": [{"rid": "R9", "text": "theirs"}]}}')
        before = path.read_bytes()
        os.chown(name, 65534, 65534)  # new files may be put there, and this one replaced
        os.chown(path, owner, owner)
        path.chmod(mode)
        done = subprocess.run(
            [sys.executable, "-c", code, name], capture_output=True, text=True, check=True
        )
        assert path.read_bytes() == before
        assert path.stat().st_uid == owner
    trouble, refusal, note = done.stdout.splitlines()
    assert trouble == f"{path} cannot be read: Permission denied. It stays as it is."
    assert refusal.startswith(f"Not saved: {path} cannot be read: Permission denied. It stays")
    assert note == "mine"  # as long as the program runs


def test_what_was_known_is_known_while_the_file_cannot_be_read(tmp_path: Path) -> None:
    saved = SavedSearches(tmp_path, "corp")
    saved.save(SavedSearch("Night", "who:jane"))
    path = tmp_path / "saved-searches.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    assert [search.name for search in saved.all()] == ["Night"]
    assert str(path) in saved.take_trouble()
    assert saved.take_trouble() == ""
    with pytest.raises(UsageError, match="cannot be read"):
        SavedSearches(tmp_path, "corp").named("Night")  # not: "there is none of this name"
    path.write_bytes(whole)
    assert SavedSearches(tmp_path, "corp").named("night").line == "who:jane"


def test_a_note_that_could_not_be_kept_is_kept_with_the_next(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.mkdir()
    notes = Notes(tmp_path, "corp")
    notes.load()
    with pytest.raises(UsageError, match="Is a directory"):
        notes.write("R1", "first", 1)
    path.rmdir()
    notes.write("R2", "second", 2)
    again = Notes(tmp_path, "corp")
    again.load()
    assert (again.of("R1"), again.of("R2")) == ("first", "second")


# What a newer version keeps


@pytest.mark.parametrize(("name", "change", "content"), CHANGES)
def test_what_a_newer_version_keeps_survives_every_change(
    tmp_path: Path, name: str, change: Callable[[Path], None], content: dict[str, Any]
) -> None:
    path = tmp_path / name
    newer = {"format": 2, "big": 1 << 70, "*beside": {"deep": [None]}}
    path.write_text(json.dumps(content | newer))
    change(tmp_path)
    after = json.loads(path.read_text())
    assert {key: after[key] for key in newer} == newer
    if "profiles" in content:
        [before] = content["profiles"]["corp"]
        [now] = after["profiles"]["corp"]
        assert (before | now) == now | {k: before[k] for k in before if k not in now}
        assert {"colour", "tags", "found"} & set(before) <= set(now)
        assert len(set(now)) >= len(set(before))


def test_what_a_newer_version_keeps_in_a_resume_file_survives(tmp_path: Path) -> None:
    path = tmp_path / "place"
    identity = SearchIdentity.of("nwx01", "CORP\\jane", b"search")
    ResumeFile(path, identity).write(PagePosition("mark", frozenset({"a"}), is_end=False))
    content = json.loads(path.read_text())
    content |= {"newer": {"x": [1]}}
    content["owner"]["tenant"] = "t"
    path.write_text(json.dumps(content))
    kept = ResumeFile(path, SearchIdentity.of("nwx01", "corp/JANE", b"search"))
    assert kept.read().mark == "mark"
    kept.write(PagePosition("further", frozenset(), is_end=True))
    after = json.loads(path.read_text())
    assert (after["newer"], after["owner"]["tenant"]) == ({"x": [1]}, "t")
    assert after["mark"] == "further"


def test_a_resume_file_that_cannot_be_read_is_named_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "place"
    path.mkdir()
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        ResumeFile(path, SearchIdentity.of("nwx01", "jane", b"")).read()


def test_all_that_is_kept_keeps_what_a_newer_version_adds() -> None:
    """No struct within a kept one drops fields that it does not know."""

    def kinds(of: Any) -> Iterator[type]:
        if isinstance(of, type) and issubclass(of, msgspec.Struct):
            yield of
        for part in get_args(of):
            yield from kinds(part)

    kept = [ExtensibleStruct]
    for kind in kept:
        kept.extend(kind.__subclasses__())
    assert {_Columns, _Shown, netwrix_tui.headless.resume_file.ResumeContent} <= set(kept)
    for kind in kept:
        for hint in get_type_hints(kind).values():
            assert all(issubclass(part, ExtensibleStruct) for part in kinds(hint)), kind


# One at a time


def test_a_lock_is_taken_away_with_what_it_guarded(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    with locked(path):
        assert (tmp_path / ".netwrix-notes.json.lock").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_is_held_is_waited_for_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_lock, "PATIENCE", 0)
    path = tmp_path / "shown.json"
    link = tmp_path / "link.json"
    link.symlink_to(path)
    with locked(link):
        with pytest.raises(UsageError, match=r"another program has been writing.*json\.lock"):
            _show(tmp_path)
        assert not path.exists()
    _show(tmp_path)
    assert json.loads(path.read_text()) == {"tour": True}


def test_a_file_system_without_locks_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def none(*_: Any) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", none)
    _show(tmp_path)
    assert json.loads((tmp_path / "shown.json").read_text()) == {"tour": True}
