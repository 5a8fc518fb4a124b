"""Each command, held up by each kind of server, is over soon after ctrl+c and SIGTERM.

No server here ever lets go: what ends, ends by the stop alone. What the bound is, is in
``netwrix_tui.ending``; here it is looked at that nothing outlasts it, and what is left behind.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import pty
import signal
import subprocess
import termios
from pathlib import Path

import pytest

from netwrix_tui import ending
from tests.headless.commands import command, heeding_interrupts
from tests.stops.holding_server import SERVERS, HoldingServer
from tests.waiting import wait_until
from tests.written import new_record

COMMANDS = {
    "enum": ["enum"],
    "search": ["search", "who:jane"],
    "follow": ["follow", "--since", "2h"],
    "doctor": ["doctor"],
    "write": ["write", "--yes", "records.json", "--result", "result"],
    "summary": ["summary", "who:jane", "--by", "Who,Action"],
    "archive": ["archive", "--to", "archive"],
    "ship": ["ship", "who:jane", "--to", "elasticsearch", "--url", "http://127.0.0.1:9"],
    "side by side": ["search", "who:jane", "--parallel", "4"],
    "resumed": ["search", "who:jane", "--resume", "place", "--output", "ndjson"],
}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ALL = list(itertools.product(COMMANDS, SERVERS, SIGNALS))
MANY = "NETWRIX_TUI_FUZZ_SECONDS"
"""Where this is set, each command meets each server and each signal."""


def pairs() -> list[tuple[str, str, signal.Signals]]:
    """Each server with two commands, so that each command and each signal come often enough."""
    chosen = []
    commands = itertools.cycle(COMMANDS)
    signals = itertools.cycle(SIGNALS[:2])
    for server in SERVERS:
        chosen += [(next(commands), server, next(signals)) for _ in range(2)]
        next(signals)
    return [*chosen, ("search", "silent", signal.SIGHUP)]


def can_meet(name: str, server: str) -> bool:
    """A write gets no page."""
    return not (name == "write" and server == "a huge broken page")


CASES = [case for case in (ALL if os.environ.get(MANY) else pairs()) if can_meet(case[0], case[1])]


def test_the_bound_is_less_than_two_seconds() -> None:
    assert ending.STEP < ending.GRACE
    assert ending.GRACE + ending.CLEARING_SECONDS < 2


@pytest.mark.parametrize(("name", "server", "number"), CASES)
def test_a_command_ends_by_a_signal(
    name: str, server: str, number: signal.Signals, tmp_path: Path
) -> None:
    records = [new_record(n) | {"Workstation": "a" * 900} for n in range(900)]
    (tmp_path / "records.json").write_text(json.dumps(records))
    leader, terminal = pty.openpty()
    before = termios.tcgetattr(terminal)
    with HoldingServer(server) as holding:
        process = subprocess.Popen(
            command(*COMMANDS[name], "--server", holding.url, "--user", "CORP\\jane"),
            env=os.environ
            | {
                "NETWRIX_API_PASSWORD": "hush hush",
                "NETWRIX_TUI_CONFIG": str(tmp_path / "none"),
                "XDG_STATE_HOME": str(tmp_path),
                "TERM": "xterm",
                "PYTHONPATH": os.getcwd(),
            },
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=terminal,
            preexec_fn=heeding_interrupts,
        )
        try:
            wait_until(lambda: holding.is_holding.is_set() or process.poll() is not None)
            assert process.poll() is None, "it ended by itself"
            process.send_signal(number)
            out, _ = process.communicate(timeout=20)
        finally:
            process.kill()
    os.set_blocking(leader, False)
    said = b""
    with contextlib.suppress(BlockingIOError):
        said = os.read(leader, 65_536)
    assert termios.tcgetattr(terminal) == before
    os.close(leader)
    os.close(terminal)
    assert process.returncode == 128 + number
    assert b"Traceback" not in said + out
    assert b"hush" not in said + out
    # No line of progress is left behind.
    assert not said or said.endswith((b"\n", b"\r\x1b[K"))
    assert not list(tmp_path.glob("*.part*"))
