"""Keeper of a case file that is open read-only: no byte of it changes."""

from __future__ import annotations

from pathlib import Path

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.page_file import PageFile
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.errors import NetwrixTuiError, UsageError


class ReadOnlyKeeper(SessionKeeper):
    """Keeper of a case file that nothing is written to: whatever it is told is forgotten."""

    def __init__(self, path: Path) -> None:
        super().__init__(_no_writer, _nothing, path=path)
        super().close()
        self._pages = PageFile()

    def switch_to(self, path: Path) -> None:
        """The case of another file is shown, which nothing is written to either."""
        self._path, self._pages = path, PageFile()

    def close(self, timeout: float = 5.0) -> None:
        """Let go of the file."""
        self._pages.close()

    def flush(self, timeout: float = 10.0) -> bool:
        """Nothing waits."""
        return True


def _no_writer() -> CaseWriter:
    raise UsageError("This case is open read-only.")


def _nothing(_: NetwrixTuiError) -> None:
    """No trouble is told of what is not written."""
