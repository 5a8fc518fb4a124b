"""Memory of each command, and of the connect screen's test, under answers of any shape.

At most four times the answer and 64 MB, as the system counts it.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from netwrix_tui.wire.wire_format import WireFormat
from tests.client.fault_server import Fault, FaultServer
from tests.wire.test_limits import MEASURED, SHAPES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is asked")

SIZE = 12_000_000
"""More than a record may have to be decoded whole."""

COMMANDS = {
    "enum": ["enum", "--output", "ndjson"],
    "search as csv": ["search", "who:jane", "--output", "csv"],
    "search as a table": ["search", "who:jane", "--output", "table"],
    "search as json": ["search", "who:jane", "--output", "json"],
    "search as xml": ["search", "who:jane", "--output", "xml"],
    "raw": ["enum", "--raw"],
    "doctor": ["doctor"],
    "connect": [],
}
FEW = {
    "enum": ("members", "XML, one wide character"),
    "search as csv": ("XML, bad UTF-8",),
    "doctor": ("lists",),
    "connect": ("XML",),
}
"""What is always measured; all of it where the time is given."""

CASES = [
    (command, shape)
    for command in COMMANDS
    for shape in (SHAPES if os.environ.get(MEASURED) else FEW.get(command, ()))
]

_CHILD = """
import asyncio, os, sys
from pathlib import Path
small, large, size, wire, *words = sys.argv[1:]
from netwrix_tui.cli import main

def kilobytes(name):
    status = Path("/proc/self/status").read_text()
    return int(status.partition(name + ":")[2].split()[0])

def test(url):
    from netwrix_tui.client.connection import Connection, Secret
    from netwrix_tui.doctor.examination import examined
    from netwrix_tui.wire.wire_format import WireFormat
    to = Connection(url, "CORP\\\\jane", Secret("x"), wire=WireFormat(wire))
    async def run():
        async for _ in examined(to, lambda: to):
            pass
    asyncio.run(run())

def run(url):
    os.environ["NETWRIX_API_PASSWORD"] = "x"
    if words:
        main([*words, "--wire", wire, "--server", url, "--user", "CORP\\\\jane"])
    else:
        test(url)

run(small)
Path("/proc/self/clear_refs").write_text("5")  # begins the peak anew
before = kilobytes("VmRSS")
run(large)
grown = kilobytes("VmHWM") - before << 10
sys.exit(0 if grown <= 4 * int(size) + (64 << 20) else f"{grown:,} bytes for {int(size):,}")
"""


def measured(fault: Fault, small: Fault, size: int, wire: WireFormat, words: list[str]) -> None:
    with FaultServer(fault) as large, FaultServer(small) as usual:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, usual.url, large.url, str(size), wire, *words],
            env=os.environ | {"NETWRIX_TUI_CONFIG": os.devnull + ".none"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 0, done.stderr.decode()[-300:]


@pytest.mark.parametrize(("command", "shape"), CASES)
def test_a_page_of_any_shape(command: str, shape: str) -> None:
    wire, shaped = SHAPES[shape]
    body = shaped(SIZE)
    small = Fault(200, shaped(2_000), wire.media_type)
    words = COMMANDS[command]
    measured(Fault(200, body, wire.media_type), small, len(body), wire, words)


@pytest.mark.parametrize("command", ["enum", "doctor", "connect", "write"])
@pytest.mark.parametrize("status", [200, 500])
def test_little_that_becomes_much(command: str, status: int, tmp_path: Path) -> None:
    body = gzip.compress(gzip.compress(b"\0" * 150_000_000))
    headers = (("Content-Encoding", "gzip, gzip"),)
    words = COMMANDS.get(command, [])
    if command == "write":
        (tmp_path / "records.json").write_text('[{"Who":"a","Action":"b","What":"c"}]')
        words = ["write", "--yes", "--result", f"{tmp_path}/r", f"{tmp_path}/records.json"]
    measured(Fault(status, body, headers=headers), Fault(500), len(body), WireFormat.JSON, words)
