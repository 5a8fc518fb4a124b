"""The explorer at a terminal, held up by each kind of server, is over soon after each end.

No server here ever lets go: what ends, ends by the key or the signal alone.
"""

from __future__ import annotations

import itertools
import os
import signal
from pathlib import Path

import pytest

from tests.stops.holding_server import SERVERS, HoldingServer
from tests.stops.test_commands import MANY
from tests.tui.terminal.test_termination import ended, started

ENDS: tuple[tuple[bytes | signal.Signals, int], ...] = (
    (signal.SIGTERM, 143),
    (b"\x1bq", 0),
    (b"\x03q", 0),
    (signal.SIGHUP, 129),
)
"""Each with the status that it leaves; ctrl+c tells by which key one leaves."""

SAID = {b"\x1bq": "nothing loaded", b"\x03q": "leaves"}
"""What the screen says once the key before q was taken."""

ALL = [
    (server, *end)
    for server in SERVERS
    for end in ENDS
    if (server, end[0]) != ("a huge broken page", b"\x1bq")  # read before anybody can press esc
]
ONE_EACH = [(server, *end) for server, end in zip(SERVERS, itertools.cycle(ENDS), strict=False)]


@pytest.mark.parametrize(("name", "end", "status"), ALL if os.environ.get(MANY) else ONE_EACH)
def test_the_explorer_ends(
    name: str, end: bytes | signal.Signals, status: int, tmp_path: Path
) -> None:
    with HoldingServer(name) as server:
        words = ("--server", server.url, "--user", "CORP\\jane")
        with started(tmp_path, arguments=words, NETWRIX_API_PASSWORD="hush hush") as session:
            before = session.attributes()
            session.until_it_holds(server.is_holding.is_set, "somebody held up")
            if isinstance(end, bytes):
                session.settle()
                session.send(end[:-1])
                session.until(SAID[end])  # esc and q at once would be alt+q
                session.send(b"q")
            else:
                os.kill(session.pid, end)
            assert ended(session, before) == status
            assert b"hush" not in session.said
