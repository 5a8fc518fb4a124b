"""Records stream through: however many there are, memory stays what it is."""

from __future__ import annotations

import os
import subprocess

from tests.demo_process import DemoServers
from tests.headless.commands import command, environment

_RECORDS = 200_000
_BOUND = 150_000_000
"""Bytes."""


def test_200_000_records_take_little_memory(demo_servers: DemoServers) -> None:
    server = demo_servers.fresh(records=_RECORDS, http=True)
    process = subprocess.Popen(
        command("enum", "--count", "5000"),
        env=environment(server),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    records = 0
    while piece := process.stdout.read(1 << 20):
        records += piece.count(b"\n")
    _, status, usage = os.wait4(process.pid, 0)
    process.stdout.close()
    process.returncode = status
    assert status == 0
    assert records == _RECORDS
    assert usage.ru_maxrss * 1024 < _BOUND  # kilobytes, at its highest
