"""Where the result file lies if nobody names one."""

from __future__ import annotations

import hashlib
from pathlib import Path


def result_path(digest: str, server: str) -> Path:
    """One file for these records at this server: who writes them again meets what was done.

    It lies in the platform's directory for state, ``~/.local/state/netwrix-tui/written``.
    """
    import platformdirs

    name = hashlib.sha256(f"{digest} {server}".encode()).hexdigest()[:16]
    directory = platformdirs.user_state_path("netwrix-tui", appauthor=False) / "written"
    return directory / f"{name}.ndjson"
