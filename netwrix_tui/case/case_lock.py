"""Lock of a case file: two programs never write one; an error names who has it."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.errors import UsageError
from netwrix_tui.file_lock import locked


def held(path: Path) -> ExitStack:
    """The lock, until it is closed. Raises UsageError where another program has it."""
    stack = ExitStack()
    try:
        stack.enter_context(locked(path, 0))
    except TimeoutError as error:
        holder = _holder(path)
        raise UsageError(
            f"{path.name} is open elsewhere{f': {holder}' if holder else ''}.",
            next_step="Open it with --read-only, or leave it there.",
        ) from error
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}.", next_step="Check its directory."
        ) from error
    return stack


def _holder(path: Path) -> str:
    with suppress(UsageError), CaseReader(path) as case:
        return case.info.holder
    return ""
