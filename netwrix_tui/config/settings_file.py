"""Writing files of settings, with an error that says what to do where that fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from netwrix_tui.atomic_write import replace_file
from netwrix_tui.errors import UsageError
from netwrix_tui.file_lock import locked
from netwrix_tui.private_directory import make_private
from netwrix_tui.way_on import way_on_from


def change_settings(path: Path, changed: Callable[[], str]) -> None:
    """Replace a file of settings whole, and make its directory first. Raises UsageError.

    ``changed`` reads the file and gives the new text: no other program writes it meanwhile. What
    it raises leaves the file as it is.
    """
    try:
        make_private(path.resolve().parent)
        with locked(path):
            replace_file(path, changed().encode())
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise UsageError(
            f"Not saved: {path} cannot be written: {error.strerror}{where}.",
            next_step=way_on_from(error, "name another file in NETWRIX_TUI_CONFIG"),
        ) from error
