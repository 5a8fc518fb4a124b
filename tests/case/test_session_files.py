"""Which sessions are kept, and which are old: by the times of their files."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from netwrix_tui.case.session_files import (
    delete_old,
    latest,
    named_cases,
    new_session,
    remember_case,
    session_files,
)
from netwrix_tui.clock import VARIABLE
from tests.case.sample import write_sample

HOUR = 3600.0


def session(directory: Path, hours: float) -> Path:
    """A session that was left so many hours ago."""
    case = new_session(directory)
    write_sample(case)
    case.close()
    left = time.time() - hours * HOUR
    os.utime(case.path, (left, left))
    return case.path


@pytest.mark.parametrize("shift", ["+400d", "-400d", "+0"])
def test_old_sessions_are_deleted_whatever_the_clock_of_a_demonstration_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shift: str
) -> None:
    monkeypatch.setenv(VARIABLE, shift)
    kept, gone = session(tmp_path, 47), session(tmp_path, 49)
    delete_old(tmp_path, 48)
    assert session_files(tmp_path) == [kept]
    assert not gone.exists()


@pytest.mark.parametrize("shift", ["+400d", "-400d", "+0"])
def test_named_cases_are_listed_for_a_week(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shift: str
) -> None:
    monkeypatch.setenv(VARIABLE, shift)
    directory = tmp_path / "sessions"
    recent, old = session(tmp_path, 24 * 6), session(tmp_path, 24 * 8)
    for path in (recent, old):
        remember_case(directory, path)
    assert named_cases(directory) == [recent]
    one = latest(directory)
    assert one is not None
    assert one.file == recent
