"""Files: whole, private, never over another."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.results.export import new_file
from tests.posix import is_private


@pytest.fixture(autouse=True, params=["nameless", "named"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both kinds of unfinished files; where there is none without a name, the same one twice."""
    if request.param == "named":
        monkeypatch.setattr(new_file, "O_TMPFILE", 0)


def test_a_file_is_private_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = new_file.save(tmp_path / "records.json", b"{}")
    assert path == tmp_path / "records.json"
    assert path.read_bytes() == b"{}"
    assert is_private(path)
    assert os.listdir(tmp_path) == ["records.json"]


def test_it_never_writes_over_another(tmp_path: Path) -> None:
    names = [new_file.save(tmp_path / "a.csv", str(n).encode()).name for n in range(3)]
    assert names == ["a.csv", "a-2.csv", "a-3.csv"]
    assert [(tmp_path / name).read_text() for name in names] == ["0", "1", "2"]
    (tmp_path / "link.csv").symlink_to(tmp_path / "nowhere")
    assert new_file.save(tmp_path / "link.csv", b"").name == "link-2.csv"
    assert not (tmp_path / "nowhere").exists()


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert [new_file.save(tmp_path / "a.txt", b"x").name for _ in range(2)] == [
        "a.txt",
        "a-2.txt",
    ]
    assert sorted(os.listdir(tmp_path)) == ["a-2.txt", "a.txt"]
    assert is_private(tmp_path / "a-2.txt")


def test_where_it_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file or directory") as caught:
        new_file.save(tmp_path / "missing" / "a.txt", b"x")
    assert caught.value.next_step
    with pytest.raises(UsageError):
        new_file.save(tmp_path / ("n" * 300), b"x")
    assert os.listdir(tmp_path) == []


def test_whether_it_can_be_written_is_tried_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "taken.txt").write_text("other")
    for name in ("free.txt", "taken.txt"):
        new_file.check(tmp_path / name)
    for name in ("missing/a.txt", "n" * 300, "a\0b"):
        with pytest.raises(UsageError, match="cannot be written"):
            new_file.check(tmp_path / name)
    assert os.listdir(tmp_path) == ["taken.txt"]
    assert (tmp_path / "taken.txt").read_text() == "other"


def test_what_is_not_published_is_gone(tmp_path: Path) -> None:
    with new_file.NewFile(tmp_path / "a.json") as file:
        file.write(b"half of it")
    assert file.size == 10
    assert os.listdir(tmp_path) == []


def test_a_program_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    if not new_file.nameless(tmp_path):
        pytest.skip("this file system has no files without a name")
    code = (
        "import os, sys, signal\n"
        "from pathlib import Path\n"
        "from netwrix_tui.results.export.new_file import NewFile\n"
        "file = NewFile(Path(sys.argv[1]) / 'a.json')\n"
        "file.write(b'x' * 1_000_000)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == -9
    assert os.listdir(tmp_path) == []
