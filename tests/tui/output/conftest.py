"""A terminal whose clipboard can be read, for the tests of what leaves the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.tui.terminal import beside_frames
from tests.tui.output.terminal import Terminal


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Terminal:
    fake = Terminal()
    monkeypatch.setattr(beside_frames, "write", fake.write)
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return fake
