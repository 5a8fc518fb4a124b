"""Runs the program as a script does: a process of its own, on a demo server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from tests.demo_process import Demo


@dataclass(frozen=True)
class Done:
    """What became of a command."""

    status: int
    out: bytes
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records of an NDJSON output."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def rids(self) -> list[str]:
        return [record["RID"] for record in self.records]


def environment(demo: Demo, role: str = "Global reviewer", **more: str) -> dict[str, str]:
    """An environment in which the commands reach the demo."""
    account = demo.account(role)
    return os.environ | {
        "NETWRIX_API_URL": demo.url,
        "NETWRIX_API_USERNAME": account.user,
        "NETWRIX_API_PASSWORD": account.password,
        "NETWRIX_TUI_THUMBPRINT": demo.sha256 or "",
        "NETWRIX_TUI_CONFIG": os.devnull + ".none",
        "COLUMNS": "100",
        **more,
    }


def command(*words: str) -> list[str]:
    """The program's command line."""
    return [sys.executable, "-m", "netwrix_tui", *words]


def heeding_interrupts() -> None:
    """For a child that is to be interrupted: a shell's background jobs, and theirs, heed none."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def run(
    demo: Demo, *words: str, stdin: bytes = b"", role: str = "Global reviewer", **more: str
) -> Done:
    """Run a command to its end."""
    done = subprocess.run(
        command(*words),
        env=environment(demo, role, **more),
        input=stdin,
        capture_output=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr.decode())
