"""A DNS server that does not answer holds up nobody: neither the wait for it nor the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.headless.commands import heeding_interrupts

_CODE = """
import socket, sys, threading

def never(*_, **__):
    print("asked", file=sys.stderr, flush=True)
    threading.Event().wait()

socket.getaddrinfo = never
from netwrix_tui.client import connection
from netwrix_tui.cli import main
connection.Timeouts.__init__.__defaults__ = (float(sys.argv.pop(1)), 5.0, 5.0, 900.0, 5.0)
sys.exit(main())
"""


def started(tmp_path: Path, seconds: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _CODE, seconds, *words, "--server", "nwx01", "--user", "CORP\\jane"],
        env=os.environ
        | {"NETWRIX_API_PASSWORD": "x", "NETWRIX_TUI_CONFIG": str(tmp_path / "none")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heeding_interrupts,
    )


@pytest.mark.parametrize("words", [["doctor"], ["enum"], ["search", "who:jane"]])
def test_it_is_given_up_and_the_command_ends(tmp_path: Path, words: list[str]) -> None:
    process = started(tmp_path, "0.2", *words)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "within 0.2 s" in out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("words", [["doctor"], ["enum"]])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(tmp_path: Path, words: list[str], number: signal.Signals) -> None:
    process = started(tmp_path, "600", *words)
    assert process.stderr is not None
    assert process.stderr.readline() == "asked\n"
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert "Traceback" not in err
