"""Runs ``netwrix-tui write``, and sees what was stored."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.demo_process import Demo, DemoServers
from tests.headless.commands import Done, command, environment, run
from tests.waiting import wait_until
from tests.written import stored

ROLE = "Contributor"


def served(servers: DemoServers, *faults: str) -> Demo:
    """A server of one's own with these faults."""
    arguments = [word for fault in faults for word in ("--fault", fault)]
    return servers.fresh(records=100, arguments=arguments)


def a_file(directory: Path, records: Iterable[Any], name: str = "records.json") -> str:
    """A file of records; returns its path."""
    path = directory / name
    path.write_text(json.dumps(list(records), indent=1))
    return str(path)


def write(
    demo: Demo,
    directory: Path,
    *words: str,
    role: str = ROLE,
    stdin: bytes = b"",
    host: str = "127.0.0.1",
) -> Done:
    """Write with --yes to the server under a name of its host; results are kept below the
    directory.
    """
    url = demo.url.replace("127.0.0.1", host)
    return run(
        demo, "write", "--yes", *words, role=role, stdin=stdin,
        XDG_STATE_HOME=str(directory), NETWRIX_API_URL=url,
    )  # fmt: skip


def numbers(demo: Demo) -> list[int]:
    """The numbers of the stored records, each as often as it is there."""
    return sorted(int(record["What"][-6:]) for record in stored(demo))


def writes(demo: Demo) -> list[int]:
    """How many records each write stored that the server answered."""
    return [r.rows for r in demo.requests() if r.method == "POST" and not r.endpoint and r.rows]


def until(holds: Any, process: subprocess.Popen[bytes]) -> None:
    """Wait until it holds; fail where the process ends first."""
    wait_until(lambda: holds() or process.poll() is not None)
    assert holds(), "it ended too early"


def started(server: Demo, directory: Path, *words: str, code: str = "") -> subprocess.Popen[bytes]:
    """A write that is under way, by the program or by ``code`` that runs it."""
    line = command("write", "--yes", *words)
    if code:
        line = [sys.executable, "-c", code, *line[3:]]
    return subprocess.Popen(
        line,
        env=environment(server, ROLE, XDG_STATE_HOME=str(directory)),
        stderr=subprocess.PIPE,
    )


def noted(result: Path, sending: int, state: str) -> bool:
    """True once a result file says this of a sending; they count from 1 over the file's life."""
    try:
        lines = [json.loads(line) for line in result.read_text().splitlines()]
    except (OSError, ValueError):
        return False
    return any(e.get("sending") == sending and e["state"] == state for e in lines)
