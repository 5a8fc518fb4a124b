"""Runs ``netwrix-tui ship`` as a unit does: a process of its own, whose output is read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.demo_process import Demo
from tests.headless.commands import Done, command, environment, run

TOKEN = "t0ken"


def ship(demo: Demo, kind: str, url: str, *words: str, **more: str) -> Done:
    """Ship to a receiver, to the end."""
    more = {"NETWRIX_TUI_SHIP_TOKEN": TOKEN, **more}
    return run(demo, "ship", *words, "--to", kind, "--url", url, **more)


def started(demo: Demo, kind: str, url: str, *words: str) -> subprocess.Popen[bytes]:
    """The same, under way."""
    return subprocess.Popen(
        command("ship", *words, "--to", kind, "--url", url),
        env=environment(demo, NETWRIX_TUI_SHIP_TOKEN=TOKEN),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def told_doubts(file: Path) -> set[str]:
    """The RIDs in a file of doubts."""
    lines = file.read_bytes().splitlines() if file.exists() else []
    return {rid for line in lines for rid in json.loads(line)["rids"]}


def told_rejects(file: Path) -> list[dict[str, object]]:
    """What a file of rejects holds."""
    return [json.loads(line) for line in file.read_bytes().splitlines()] if file.exists() else []
