"""Records stream through: however many there are, memory stays what it is."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.demo_process import DemoServers
from tests.headless.commands import command, environment

_RECORDS = 120_000
_FIRST = 45_000
"""Records after which what comes has to fit into what is held by then."""

_GROWTH = 250 * (_RECORDS - _FIRST)
"""Bytes: less than any record takes, and several times what remembering its RID does."""

_BOUND = 150_000_000
"""Bytes."""


def test_however_many_records_take_little_memory(demo_servers: DemoServers) -> None:
    server = demo_servers.fresh(records=_RECORDS, http=True)
    process = subprocess.Popen(
        command("enum", "--count", "1000"),
        env=environment(server),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    records = first = highest = 0
    while piece := process.stdout.read(1 << 20):
        records += piece.count(b"\n")
        highest = max(highest, _highest(process.pid))
        if records <= _FIRST:
            first = highest
    process.stdout.close()
    assert process.wait() == 0
    assert records == _RECORDS
    assert 0 < highest < _BOUND
    assert first > 0
    assert highest < first + _GROWTH


def _highest(pid: int) -> int:
    """The most bytes that a process has held, 0 where it has ended.

    Its own account of it (ru_maxrss) begins with what the process held that started it.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0
