"""Files: whole, private, never over another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.results import saving


def test_a_file_is_private_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = saving.save(tmp_path / "records.json", b"{}")
    assert path == tmp_path / "records.json"
    assert path.read_bytes() == b"{}"
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["records.json"]


def test_it_never_writes_over_another(tmp_path: Path) -> None:
    names = [saving.save(tmp_path / "a.csv", str(n).encode()).name for n in range(3)]
    assert names == ["a.csv", "a-2.csv", "a-3.csv"]
    assert [(tmp_path / name).read_text() for name in names] == ["0", "1", "2"]
    (tmp_path / "link.csv").symlink_to(tmp_path / "nowhere")
    assert saving.save(tmp_path / "link.csv", b"").name == "link-2.csv"
    assert not (tmp_path / "nowhere").exists()


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert [saving.save(tmp_path / "a.txt", b"x").name for _ in range(2)] == ["a.txt", "a-2.txt"]
    assert sorted(os.listdir(tmp_path)) == ["a-2.txt", "a.txt"]
    assert (tmp_path / "a-2.txt").stat().st_mode & 0o777 == 0o600


def test_where_it_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file or directory") as caught:
        saving.save(tmp_path / "missing" / "a.txt", b"x")
    assert caught.value.next_step
    with pytest.raises(UsageError):
        saving.save(tmp_path / ("n" * 300), b"x")
    assert os.listdir(tmp_path) == []
