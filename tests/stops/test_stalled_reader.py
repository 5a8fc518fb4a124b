"""Whoever reads the output takes no more of it: a signal ends the command all the same."""

from __future__ import annotations

import array
import fcntl
import os
import signal
import subprocess
import termios
from pathlib import Path

import pytest

from netwrix_tui.wire import json_format
from tests.client.fault_server import Fault, FaultServer
from tests.headless.commands import command, heeding_interrupts
from tests.waiting import wait_until

PAGE = json_format.encode_page(
    [b'{"RID":"%d","What":"' % number + b"x" * 1_000 + b'"}' for number in range(900)], None
)


def waiting(descriptor: int) -> int:
    """How many bytes a pipe holds."""
    held = array.array("i", [0])
    fcntl.ioctl(descriptor, termios.FIONREAD, held)
    return held[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_full_pipe_holds_up_no_end(tmp_path: Path, number: signal.Signals) -> None:
    with FaultServer(Fault(200, PAGE)) as server:
        process = subprocess.Popen(
            command("enum", "--output", "ndjson", "--server", server.url, "--user", "CORP\\jane"),
            env=os.environ
            | {"NETWRIX_API_PASSWORD": "x", "NETWRIX_TUI_CONFIG": str(tmp_path / "none")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=heeding_interrupts,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        descriptor = process.stdout.fileno()
        wait_until(lambda: waiting(descriptor) >= 60_000 or process.poll() is not None)
        process.send_signal(number)
        assert process.wait(30) == 128 + number
        assert b"Traceback" not in process.stderr.read()
        process.stdout.close()
        process.stderr.close()
