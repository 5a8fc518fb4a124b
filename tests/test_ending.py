"""Signals that end a command, as its own process hears them: on Windows too."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from netwrix_tui.ending import SIGNALS

_HEARD = [name for name in SIGNALS if hasattr(signal, name)]

_WORK = """
import asyncio, os, signal, sys, threading
from netwrix_tui.ending import Ended, Ending

number = int(sys.argv[1])
asked = []

async def work():
    # Windows ends a process that is sent one by its number.
    send = signal.raise_signal if os.name == "nt" else lambda number: os.kill(os.getpid(), number)
    threading.Timer(0.05, send, (number,)).start()
    try:
        while not asked:
            await asyncio.sleep(0.02 if sys.argv[2] == "asks" else 60)
    finally:
        print("in order", flush=True)

ask = (lambda: asked.append(1)) if sys.argv[2] == "asks" else None
try:
    Ending(ask).run(work())
except Ended as ended:
    print("ended", ended.code, flush=True)
    raise
"""


@pytest.mark.parametrize("way", ["asks", "cancels"])
@pytest.mark.parametrize("name", _HEARD)
def test_work_ends_in_order_with_a_status_that_tells_the_signal(name: str, way: str) -> None:
    number = getattr(signal, name)
    done = subprocess.run(
        [sys.executable, "-c", _WORK, str(int(number)), way],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    if way == "asks":  # it came to its end by itself
        assert (done.returncode, done.stdout) == (0, "in order\n")
    else:
        assert (done.returncode, done.stdout) == (128 + number, f"in order\nended {128 + number}\n")
