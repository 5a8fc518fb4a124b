"""Files are replaced whole, for their owner alone, and nothing but files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from netwrix_tui.atomic_write import replace_file
from tests.posix import is_private


def test_a_file_is_replaced_and_private(tmp_path: Path) -> None:
    path = tmp_path / "settings"
    path.write_text("before")
    replace_file(path, b"after")
    assert path.read_bytes() == b"after"
    assert is_private(path)
    assert os.listdir(tmp_path) == ["settings"]


def test_a_link_stays_and_leads_to_the_new_content(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept", tmp_path / "link"
    kept.write_text("before")
    link.symlink_to(kept)
    replace_file(link, b"after")
    assert link.is_symlink()
    assert kept.read_bytes() == b"after"


def test_what_is_no_ordinary_file_stays_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not an ordinary file"):
        replace_file(pipe, b"after")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert os.listdir(tmp_path) == ["pipe"]
