"""Progress: for a terminal only, and never where the data goes."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from netwrix_tui.headless.progress import progress_text
from tests.child_process import ChildProcess
from tests.demo_process import DemoServers
from tests.headless.commands import command, environment
from tests.posix import needs_terminal, pty


@pytest.mark.parametrize(
    ("written", "limit", "seconds", "text"),
    [
        (0, None, 3.2, "searching … 0:03"),
        (12_000, None, 75.0, "12,000 records · 160/s · 1:15"),
        (500, 1_000, 2.0, "[############............] 500 of 1,000 records · 250/s · 0:02"),
        (1_000, 1_000, 0.0, f"[{'#' * 24}] 1,000 of 1,000 records · 1,000,000/s · 0:00"),
    ],
)
def test_how_far_it_is(written: int, limit: int | None, seconds: float, text: str) -> None:
    assert progress_text(written, limit, seconds) == text


@needs_terminal
def test_a_terminal_sees_it_and_the_data_stays_clean(demo_servers: DemoServers) -> None:
    slow = demo_servers.fresh(records=2_000, arguments=["--fault", "delay:2-:1.5"])
    ours, theirs = pty.openpty()
    with ChildProcess(
        command("enum", "--limit", "1000", "--count", "600"),
        env=environment(slow, TERM="xterm"),
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        out, _ = process.communicate()
    said = b""
    try:
        while piece := os.read(ours, 4096):
            said += piece
    except OSError:
        pass  # a terminal without its other end
    os.close(ours)
    assert len([json.loads(line) for line in out.splitlines()]) == 1_000
    assert b"searching" in said
    assert b"600 of 1,000 records" in said
    assert said.endswith(b"\r\x1b[K")  # nothing of it stays
