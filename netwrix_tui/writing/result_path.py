"""Where the result file lies if nobody names one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from netwrix_tui.config.directories import state_directory


def result_path(digest: str, server: str) -> Path:
    """One file for these records at this server: who writes them again meets what was done.

    It lies below the directory for state, as in ``~/.local/state/netwrix-tui/written``.
    """
    name = hashlib.sha256(f"{digest} {server}".encode()).hexdigest()[:16]
    return state_directory(os.environ) / "written" / f"{name}.ndjson"
