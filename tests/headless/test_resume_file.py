"""The file of --resume, whatever text a server sends for it to keep."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.headless.resume_file import ResumeFile, SearchIdentity
from netwrix_tui.results.loading.resume_point import PagePosition, ResumePoint

OWNER = SearchIdentity.of("nwx01", "CORP\\jane", b"{}")


@pytest.mark.parametrize("odd", ["a\ud83d", "\udcff", "\x00", "\U0001f600", "é"])
def test_any_mark_and_any_rid_is_kept(tmp_path: Path, odd: str) -> None:
    place = PagePosition(odd, frozenset({odd, f"{odd}2"}))
    file = ResumeFile(tmp_path / "place", OWNER)
    file.write(place)
    assert ResumeFile(tmp_path / "place", OWNER).read() == place


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (SearchIdentity.of("nwx02", "CORP\\jane", b"{}"), "belongs to another server: nwx01"),
        (SearchIdentity.of("nwx01", "CORP\\tom", b"{}"), "belongs to another account"),
        (SearchIdentity.of("nwx01", "CORP\\jane", b"{1}"), "a search with other filters"),
    ],
)
def test_a_place_belongs_to_a_server_an_account_and_a_search(
    tmp_path: Path, other: SearchIdentity, says: str
) -> None:
    file = tmp_path / "place"
    moment = datetime(2026, 11, 30, tzinfo=UTC)
    ResumeFile(file, OWNER).write_following(ResumePoint(moment, moment, marks=("mark",)))
    before = file.read_bytes()
    with pytest.raises(UsageError, match=says):
        ResumeFile(file, other).read_following()
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 5_000, b"\xff", b'{"version": 1}', b"[]"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "place").write_bytes(content)
    with pytest.raises(UsageError, match="not a file that --resume has written"):
        ResumeFile(tmp_path / "place", OWNER).read()
