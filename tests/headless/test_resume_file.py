"""The file of --resume, whatever text a server sends for it to keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.headless.resume_file import ResumeFile, SearchIdentity
from netwrix_tui.results.loading.resume_point import PagePosition

OWNER = SearchIdentity.of("nwx01", "CORP\\jane", b"{}")


@pytest.mark.parametrize("odd", ["a\ud83d", "\udcff", "\x00", "\U0001f600", "é"])
def test_any_mark_and_any_rid_is_kept(tmp_path: Path, odd: str) -> None:
    place = PagePosition(odd, frozenset({odd, f"{odd}2"}))
    file = ResumeFile(tmp_path / "place", OWNER)
    file.write(place)
    assert ResumeFile(tmp_path / "place", OWNER).read() == place


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 5_000, b"\xff", b'{"version": 1}', b"[]"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "place").write_bytes(content)
    with pytest.raises(UsageError, match="not a file that --resume has written"):
        ResumeFile(tmp_path / "place", OWNER).read()
