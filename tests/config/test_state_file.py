"""What was set on the screen, kept in a file: whole, private, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.config.state_file import StateFile
from netwrix_tui.errors import UsageError


def test_entries_are_kept_side_by_side_and_forgotten_alone(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "deep" / "state.json")
    assert file.read("columns", "corp") is None
    file.write("columns", "corp", {"order": ["who"]})
    file.write("columns", "dmz", [1])
    file.write("theme", "corp", "light")
    file.write("columns", "dmz", None)
    assert file.read("columns", "corp") == {"order": ["who"]}
    assert file.read("columns", "dmz") is None
    assert file.read("theme", "corp") == "light"
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"columns": 1}', b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_put_aside(tmp_path: Path, content: bytes) -> None:
    file = StateFile(tmp_path / "state.json")
    file.path.write_bytes(content)
    with pytest.raises(UsageError, match=r"state\.json cannot be read"):
        file.read("columns", "corp")
    file.write("columns", "corp", 1)
    assert file.read("columns", "corp") == 1
    assert (tmp_path / "state.broken").read_bytes() == content


def test_a_directory_in_its_place_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "state.json").mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        StateFile(tmp_path / "state.json").read("columns", "corp")
