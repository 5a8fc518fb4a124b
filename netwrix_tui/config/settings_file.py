"""Writing files of settings, with an error that says what to do where that fails."""

from __future__ import annotations

from pathlib import Path

from netwrix_tui.errors import UsageError
from netwrix_tui.whole_file import replace_file


def write_settings(path: Path, data: bytes) -> None:
    """Replace a file of settings whole, and make its directory first. Raises UsageError."""
    try:
        path.resolve().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}.",
            next_step="Give yourself the right to, or name another file in NETWRIX_TUI_CONFIG.",
        ) from error
