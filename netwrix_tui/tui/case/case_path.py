"""The file of a case, as it is typed."""

from __future__ import annotations

from pathlib import Path

from netwrix_tui.case.schema import SUFFIX
from netwrix_tui.errors import UsageError


def case_path(text: str) -> Path:
    """The file of a case that is typed. Raises UsageError where it cannot be one."""
    named = text.strip()
    if not named:
        raise UsageError("A case needs a name.", next_step="Type one, or press esc.")
    path = Path(named).expanduser()
    path = path if path.name.endswith(SUFFIX) else path.with_name(path.name + SUFFIX)
    path = path.absolute()
    if path.exists():
        raise UsageError(f"{path.name} is there already.", next_step="Give it another name.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no directory {path.parent}.", next_step="Name one that is.")
    return path
