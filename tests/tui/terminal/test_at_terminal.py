"""The explorer draws on a terminal, wherever the streams lead, or says that there is none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import IO

import pytest

from tests.checkout import CHECKOUT
from tests.tui.terminal.terminal_session import StrictSession, TerminalSession
from tests.waiting import wait_until

DEMO = [sys.executable, "-m", "netwrix_tui", "demo", "--records", "500"]
STREAMS = ("stdin", "stdout", "stderr")


def surroundings(home: Path, **more: str) -> dict[str, str]:
    kept = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    return {**os.environ, **kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", **more}


@pytest.mark.parametrize("streams", [*combinations(STREAMS, 1), *combinations(STREAMS, 2)])
def test_it_is_drawn_on_the_terminal_that_any_stream_leads_to(
    tmp_path: Path, streams: tuple[str, ...]
) -> None:
    log = tmp_path / "log"
    with log.open("wb") as file, open(os.devnull, "rb") as nothing:
        redirected: dict[str, int | IO[bytes]] = {
            name: nothing if name == "stdin" else file for name in streams
        }
        with StrictSession(
            DEMO,
            size=(100, 30),
            directory=CHECKOUT,
            environment=surroundings(tmp_path),
            redirected=redirected,
        ) as session:
            session.until("loaded")
            session.send(b"q")
            assert session.exit_status() == 0
    assert log.read_bytes() == b""


@pytest.mark.parametrize("words", [("demo",), ("--server", "https://127.0.0.1:1", "--user", "x")])
def test_without_a_terminal_it_says_so(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "netwrix_tui", *words],
        env=surroundings(tmp_path, NETWRIX_API_PASSWORD="x"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"netwrix-tui: The explorer needs a terminal, and there is none.")
    assert done.stderr.count(b"\n") == 1


def test_on_a_terminal_that_moves_no_cursor_it_says_so(tmp_path: Path) -> None:
    with TerminalSession(
        DEMO, size=(80, 24), directory=CHECKOUT, environment=surroundings(tmp_path, TERM="dumb")
    ) as session:
        assert session.exit_status() == 2
        assert "TERM is dumb" in session.heard()


@pytest.mark.parametrize("encoding", ["latin-1", "cp437", "cp1252", "ascii"])
def test_what_the_encoding_lacks_is_drawn_in_ascii(tmp_path: Path, encoding: str) -> None:
    with TerminalSession(
        DEMO,
        size=(100, 30),
        directory=CHECKOUT,
        environment=surroundings(tmp_path, PYTHONIOENCODING=encoding),
    ) as session:
        session.until("loaded")
        session.settle()
        session.send(b"q")
        assert session.exit_status() == 0
        assert not re.search(rb"\\u[0-9a-f]{4}", session.said)
        session.said.decode(encoding)
        if encoding == "ascii":
            assert session.said.isascii()
            assert b"-----" in session.said


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="is not root")
def test_a_user_without_a_home_explores_as_well(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    for above in tmp_path.parents[:2]:
        above.chmod(0o755)
    gone = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    environment = {
        name: value for name, value in surroundings(tmp_path).items() if name not in gone
    }
    # Python itself may lie in a directory that is closed to others.
    able = ["--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"]
    with TerminalSession(
        ["setpriv", "--reuid", "54321", "--clear-groups", *able, *DEMO],
        size=(100, 30),
        directory=CHECKOUT,
        environment=environment
        | {"TERM": "screen", "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
    ) as session:
        session.until("There is no home directory")
        session.until("loaded")
        session.settle()
        session.send(b"   c")  # more than GNU screen takes
        copies = tmp_path / "netwrix-tui-54321" / ".cache" / "netwrix-tui"
        wait_until(lambda: bool(list(copies.glob("records-*.txt"))))
        session.send(b"q")
        assert session.exit_status() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["netwrix-tui-54321"]
