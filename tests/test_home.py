"""Where things are kept: without a home, in somebody else's, and beside what a kill has left."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from netwrix_tui import atomic_write, home
from netwrix_tui.atomic_write import new_part, read_file, remove_abandoned, replace_file
from netwrix_tui.config.directories import (
    cache_directory,
    profile_path,
    state_directory,
    without_home,
)
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile
from netwrix_tui.private_directory import make_private
from tests.child_process import ChildProcess
from tests.posix import is_private

NOBODY = 54_321
"""A user id without an entry."""

is_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may be somebody else"
)
XDG = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary directory, and no other place for anything; the user has no entry."""
    for name in (*XDG, "NETWRIX_TUI_CONFIG", "NETWRIX_TUI_STATE", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(home, "home_of_entry", lambda: "")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    home.temporary_home.cache_clear()
    yield tmp_path
    home.temporary_home.cache_clear()


@pytest.mark.parametrize("said", [None, "", "/", "here", "/nonexistent"])
def test_without_a_home_things_go_to_a_private_directory(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, said: str | None
) -> None:
    if said is not None:
        monkeypatch.setenv("HOME", said)
    monkeypatch.setenv("XDG_STATE_HOME", "relative/is/ignored")
    own = temporary / f"netwrix-tui-{os.geteuid()}"
    for place in (profile_path({}), state_directory({}), cache_directory(), home.expanded("~/x")):
        assert place.is_relative_to(own)
    assert is_private(own)
    told = without_home(os.environ)
    assert told.startswith("There is no home directory: HOME is ")
    assert str(own) in told


def test_what_is_named_needs_no_home(temporary: Path) -> None:
    named = {
        "NETWRIX_TUI_CONFIG": str(temporary / "c.toml"),
        "NETWRIX_TUI_STATE": str(temporary / "s"),
    }
    assert without_home(named) == ""
    assert profile_path(named) == temporary / "c.toml"


@is_root
def test_a_private_directory_that_somebody_else_has_made_is_not_used(temporary: Path) -> None:
    taken = temporary / f"netwrix-tui-{os.geteuid()}"
    taken.mkdir()
    os.chown(taken, NOBODY, NOBODY)
    assert home.temporary_home() != taken
    assert home.is_private(home.temporary_home())


def test_a_link_is_no_private_directory(temporary: Path) -> None:
    (temporary / "elsewhere").mkdir(0o700)
    (temporary / f"netwrix-tui-{os.geteuid()}").symlink_to(temporary / "elsewhere")
    assert not (temporary / "elsewhere").samefile(home.temporary_home())


@is_root
@pytest.mark.parametrize("said", [None, "", "/"])
@pytest.mark.parametrize(
    ("words", "status"),
    [(("search", "x"), 2), (("doctor", "--server", "127.0.0.1:1", "--user", "x"), 3),
     (("write", "--dry-run", "/nonexistent"), 2), (("demo",), 2)],
)  # fmt: skip
def test_the_commands_without_a_home(
    tmp_path: Path, said: str | None, words: tuple[str, ...], status: int
) -> None:
    tmp_path.chmod(0o777)
    for above in tmp_path.parents[:2]:
        above.chmod(0o755)
    environment = {
        name: value for name, value in os.environ.items() if name not in (*XDG, "HOME")
    } | {"TMPDIR": str(tmp_path), "NETWRIX_API_PASSWORD": "x", "PYTHONDONTWRITEBYTECODE": "1"}
    if said is not None:
        environment["HOME"] = said
    # Python itself may lie in a directory that is closed to others.
    able = ("--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search")
    who = ("setpriv", "--reuid", str(NOBODY), "--clear-groups", *able)
    done = subprocess.run(
        [*who, sys.executable, "-P", "-m", "netwrix_tui", *words],
        env=environment, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    assert done.stderr.startswith(b"netwrix-tui: There is no home directory: HOME is ")
    assert b"Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [f"netwrix-tui-{NOBODY}"]


@is_root
def test_what_root_makes_in_somebodys_home_is_theirs(tmp_path: Path) -> None:
    os.chown(tmp_path, NOBODY, NOBODY)
    made = tmp_path / ".local" / "state" / "netwrix-tui"
    KeptFile(made / "kept.json", ExtensibleStruct).change(lambda kept: kept)
    for path in (made.parents[1], made.parent, made, made / "kept.json"):
        assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, NOBODY)
    assert is_private(made)
    assert [path.name for path in made.iterdir()] == ["kept.json"]


def test_a_directory_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        make_private(tmp_path / "file")
    with pytest.raises(OSError, match="Not a directory"):
        make_private(tmp_path / "file" / "below")


# What a kill leaves


def killed_while_writing(directory: Path) -> Path:
    """What a program leaves that is killed before its file has got its name."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom netwrix_tui.atomic_write import new_part\n"
        "_, path = new_part(Path(sys.argv[1])); print(path, flush=True); sys.stdin.read()"
    )
    with ChildProcess(
        [sys.executable, "-c", code, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        part = Path(process.stdout.readline().strip())
        remove_abandoned(directory)
        assert part.exists()  # its program lives
        process.kill()
    assert part.exists()
    return part


def test_the_next_program_takes_away_what_a_killed_one_left(tmp_path: Path) -> None:
    part = killed_while_writing(tmp_path)
    other = tmp_path / ".netwrix-notes.part.txt"
    other.write_text("not ours")
    atomic_write.looked_through.discard(tmp_path)
    replace_file(tmp_path / "kept", b"kept")
    assert sorted(path.name for path in tmp_path.iterdir()) == [other.name, "kept"]
    assert not part.exists()


def test_what_is_being_written_stays(tmp_path: Path) -> None:
    descriptor, part = new_part(tmp_path)
    remove_abandoned(tmp_path)
    assert part.exists()
    os.close(descriptor)
    remove_abandoned(tmp_path)
    assert not part.exists()


def test_without_locks_only_what_is_old_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_write, "hold_part", lambda _: None)
    part = killed_while_writing(tmp_path)
    remove_abandoned(tmp_path)
    assert part.exists()
    os.utime(part, (0, 0))
    remove_abandoned(tmp_path)
    assert not part.exists()


def test_a_full_disk_leaves_the_file_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept"
    replace_file(path, b"before")
    full = os.open("/dev/full", os.O_WRONLY)
    monkeypatch.setattr(atomic_write, "new_part", lambda _: (full, tmp_path / "part"))
    (tmp_path / "part").write_bytes(b"")
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"after")
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


def test_a_pipe_that_nobody_writes_into_is_not_waited_for_long(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not an ordinary file"):
        read_file(pipe)
    with pytest.raises(TimeoutError, match="nobody writes into it"):
        read_file(pipe, patience=0.1)
    with ChildProcess(["sh", "-c", f"printf hello > '{pipe}'"]):
        assert read_file(pipe, patience=30)[0] == b"hello"
    assert read_file(Path(os.devnull), patience=1)[0] == b""
