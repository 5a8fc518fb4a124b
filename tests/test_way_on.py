"""What is advised where a file cannot be written: room for a full disk, and for no other."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from netwrix_tui.config import settings_file
from netwrix_tui.config.settings_file import change_settings
from netwrix_tui.errors import NetwrixTuiError, StorageFull, UsageError
from netwrix_tui.results.columnstore.spill import SpillConfig, SpillFile
from netwrix_tui.searches.notes import Notes
from netwrix_tui.standard_streams import not_written
from netwrix_tui.way_on import way_on_from

REASONS = [
    (errno.ENOSPC, "Make room"),
    (errno.EROFS, "read-only"),
    (errno.EACCES, "permission to"),
    (errno.ENOENT, "the directory is there"),
    (errno.EIO, "what the system says"),
]


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def _spilled(number: int, path: Path, patch: pytest.MonkeyPatch) -> NetwrixTuiError:
    def fails(*_: object) -> None:
        raise _error(number)

    spill = SpillFile(SpillConfig(lambda: path, 1))
    patch.setattr(spill, "_write", fails)
    with pytest.raises(StorageFull) as caught:
        spill.append(b"x")
    return caught.value


def _noted(number: int, path: Path, patch: pytest.MonkeyPatch) -> NetwrixTuiError:
    def fails(*_: object) -> None:
        raise _error(number)

    patch.setattr("netwrix_tui.json_store.replace_file", fails)
    with pytest.raises(UsageError) as caught:
        Notes(path, "corp").write("1", "text", 0)
    return caught.value


def _set(number: int, path: Path, patch: pytest.MonkeyPatch) -> NetwrixTuiError:
    def fails(*_: object) -> None:
        raise _error(number)

    patch.setattr(settings_file, "replace_file", fails)
    with pytest.raises(UsageError) as caught:
        change_settings(path / "config.toml", lambda: "")
    return caught.value


def _put_out(number: int, _: Path, patch: pytest.MonkeyPatch) -> NetwrixTuiError:
    patch.setattr("netwrix_tui.standard_streams.is_closed", lambda _: False)
    return not_written(_error(number))


@pytest.mark.parametrize("place", [_spilled, _noted, _set, _put_out])
@pytest.mark.parametrize(("number", "says"), REASONS)
def test_room_is_asked_for_where_room_helps(
    place: object, number: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = place(number, tmp_path, monkeypatch)  # type: ignore[operator]
    assert says in error.next_step
    assert ("Make room" in error.next_step) == (number == errno.ENOSPC)


def test_a_quota_is_a_full_disk() -> None:
    assert "Make room" in way_on_from(_error(errno.EDQUOT), "name another file")
