"""A terminal that goes away takes the program with it, and the demo server behind it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.checkout import CHECKOUT
from tests.tui.terminal.terminal_session import StrictSession


def test_a_terminal_that_goes_away_silently_ends_the_program(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "netwrix_tui", "demo", "--records", "2000"]
    kept = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    environment = {**os.environ, **kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with StrictSession(
        command, size=(100, 30), directory=CHECKOUT, environment=environment
    ) as session:
        session.until("loaded")
        servers = session.children()
        assert servers
        assert session.hang_up() == 129
        assert not any(Path(f"/proc/{server}/cwd").exists() for server in servers)
