"""However the program ends, the terminal is as it was, and the exit status tells which end."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from netwrix_tui.tui.terminal import tolerant_driver
from tests.checkout import CHECKOUT
from tests.tui.terminal.terminal_session import TerminalSession
from tests.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="opens a terminal, reads /proc")

DEMO = ("demo", "--records", "500")
_SWITCH = re.compile(rb"\x1b\[\?([\d;]+)([hl])|\x1b\[(>)\d+u|\x1b\[(<)u")


def started(
    tmp_path: Path, code: str = "", arguments: Sequence[str] = DEMO, **more: str
) -> TerminalSession:
    """The program, with something in it changed before it starts."""
    kept = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    environment = {**os.environ, **kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"):
        environment.pop(name, None)
    environment |= more
    run = "import sys; from netwrix_tui.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", f"{code}\n{run}", *arguments]
    return TerminalSession(command, size=(100, 30), directory=CHECKOUT, environment=environment)


def left_on(said: bytes) -> set[str]:
    """The modes that what was written has switched on and not off again."""
    modes = {"25": True, "7": True}
    keyboards = 0
    for match in _SWITCH.finditer(said):
        keyboards += bool(match[3]) - bool(match[4])
        if match[1]:
            for mode in match[1].decode().split(";"):
                modes[mode] = match[2] == b"h"
    usual = {"25", "7"}
    changed = {mode for mode, is_on in modes.items() if is_on is (mode not in usual)}
    return changed | ({"kitty"} if keyboards else set())


def ended(session: TerminalSession, before: object) -> int:
    """Its exit status, after its end; the terminal is as it was."""
    status = session.exit_status()
    assert left_on(session.said) == set()
    assert session.attributes() == before
    assert b"Traceback" not in session.said
    return status


@pytest.mark.parametrize(
    ("end", "status"),
    [
        (b"q", 0),
        (b"\x11", 0),
        (signal.SIGTERM, 143),
        (signal.SIGQUIT, 131),
        (signal.SIGHUP, 129),
        (signal.SIGUSR1, 138),
    ],
)
def test_every_end_gives_the_terminal_back(
    tmp_path: Path, end: bytes | signal.Signals, status: int
) -> None:
    with started(tmp_path) as session:
        before = session.attributes()
        session.until("loaded")
        assert {"1049", "1000", "1003", "1004", "2004", "25", "kitty"} <= left_on(session.said)
        assert session.attributes() != before
        servers = session.children()
        assert servers
        if isinstance(end, bytes):
            session.send(end)
        else:
            os.kill(session.pid, end)
        assert ended(session, before) == status
        assert not any(Path(f"/proc/{server}/cwd").exists() for server in servers)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_before_the_explorer_stands(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path) as session:
        before = session.attributes()
        session.until("\x1b[?1049h")
        os.kill(session.pid, number)
        assert ended(session, before) == 128 + number


def test_ctrl_c_does_not_end_it_and_a_dialog_hears_the_others(tmp_path: Path) -> None:
    with started(tmp_path) as session:
        before = session.attributes()
        session.until("loaded")
        session.send(b"\x03")
        session.until("leaves")
        session.send(b"?")
        session.until("ctrl+p finds an action")
        os.kill(session.pid, signal.SIGTERM)
        assert ended(session, before) == 143


@pytest.mark.parametrize("stop", [b"\x1a", signal.SIGSTOP])
def test_it_stops_and_goes_on(tmp_path: Path, stop: bytes | signal.Signals) -> None:
    with started(tmp_path) as session:
        before = session.attributes()
        session.until("loaded")
        session.settle()
        during = session.attributes()
        on = left_on(session.said)
        for _ in range(2):
            if isinstance(stop, bytes):
                session.send(stop)
            else:
                os.kill(session.pid, stop)
            session.until_stopped()
            if stop != signal.SIGSTOP:  # which nobody hears of
                assert left_on(session.said) == set()
                assert session.attributes() == before
            session.heard()
            os.kill(session.pid, signal.SIGCONT)
            session.until("loaded")
            session.settle()
            assert left_on(session.said) == on
            assert session.attributes() == during
        session.send(b"?")
        session.until("ctrl+p finds an action")
        session.send(b"\x11")
        assert ended(session, before) == 0


def test_it_goes_on_from_the_connect_screen(tmp_path: Path) -> None:
    with started(tmp_path, arguments=()) as session:
        before = session.attributes()
        session.until("Thumbprint")
        session.settle()
        session.send(b"\x1a")
        session.until_stopped()
        assert session.attributes() == before
        session.heard()
        os.kill(session.pid, signal.SIGCONT)
        session.until("Thumbprint")
        os.kill(session.pid, signal.SIGTERM)
        assert ended(session, before) == 143


_STRANGE = (b"\xfc", b"\xe4b", b"\x80", b"\x9b5~", b"\x1b[M\xa0\xb0\xb0", b"\xc3", b"\x1b[99999u")


@pytest.mark.parametrize("when", ["before it starts", "after"])
def test_bytes_that_are_no_key_end_nothing_and_are_told_once(tmp_path: Path, when: str) -> None:
    with started(tmp_path) as session:
        before = session.attributes()
        if when == "before it starts":
            session.send(b"".join(_STRANGE))  # it may be told before records are there, or after
        else:
            session.until("loaded")
            for sent in _STRANGE:
                session.send(sent)
                session.settle()
        session.until("sent something that is not a key")
        session.settle()
        session.send(b"?")
        session.until("ctrl+p finds an action")
        session.send(b"\x11")
        assert ended(session, before) == 0


@pytest.mark.parametrize(
    ("answers", "is_remote", "is_slow", "seconds"),
    [(2, False, False, 0.1), (1, False, False, 0.5), (2, True, False, 0.5), (2, False, True, 0.5)],
)
def test_the_escape_key_waits_where_answers_may_be_torn(
    monkeypatch: pytest.MonkeyPatch, answers: int, is_remote: bool, is_slow: bool, seconds: float
) -> None:
    monkeypatch.setattr(tolerant_driver, "is_eased", lambda: is_slow)
    driver = object.__new__(tolerant_driver.TolerantDriver)
    driver._answers, driver._answers_until = answers, float("inf")
    driver._is_remote = is_remote
    assert driver._escape == seconds


_BROKEN = "def broken(*_, **__): raise ZeroDivisionError('hush')\n"
_CRASHES = {
    "a handler before a typed q": (
        "from netwrix_tui.tui.explorer.explorer_screen import Explorer\n"
        "from netwrix_tui.tui.app.application import NetwrixTui\n"
        "def zone(self): self.app.call_later(self.app.exit); broken()\n"
        "Explorer.action_zone = zone"
    ),
    "a handler": (
        "from netwrix_tui.tui.explorer.explorer_screen import Explorer\n"
        "Explorer.action_zone = broken"
    ),
    "a rendering": (
        "from netwrix_tui.tui.explorer.explorer_screen import Explorer\n"
        "def zone(self): self.table.render_line = broken; self.table.refresh()\n"
        "Explorer.action_zone = zone"
    ),
    "a thread": (
        "import threading\nfrom netwrix_tui.tui.explorer.explorer_screen import Explorer\n"
        "Explorer.action_zone = lambda _: threading.Thread(target=broken).start()"
    ),
    "a worker": (
        "from netwrix_tui.tui.explorer.explorer_screen import Explorer\n"
        "Explorer.action_zone = lambda self: self.run_worker(broken, thread=True) and None"
    ),
    "a task that settles keys": (
        "from netwrix_tui.tui.explorer.explorer_screen import Explorer\n"
        "from netwrix_tui.tui.app.application import NetwrixTui\n"
        "def zone(self): NetwrixTui._way_up = broken\nExplorer.action_zone = zone"
    ),
    "reading": (
        "from netwrix_tui.tui.terminal.input_splitter import InputSplitter\n"
        "whole = InputSplitter.feed\n"
        "InputSplitter.feed = lambda self, data, now: "
        "broken() if data == b'u' else whole(self, data, now)"
    ),
    "writing": (
        "from netwrix_tui.tui.terminal.output_writer import OutputWriter\n"
        "from netwrix_tui.tui.explorer.explorer_screen import Explorer\n"
        "whole = OutputWriter._write\n"
        "def write(self, data): OutputWriter._write = whole; broken()\n"
        "def zone(self): OutputWriter._write = write; self.app.bell()\n"
        "Explorer.action_zone = zone"
    ),
}


@pytest.mark.parametrize("where", _CRASHES)
def test_a_crash_gives_it_back_and_is_no_success(tmp_path: Path, where: str) -> None:
    with started(tmp_path, _BROKEN + _CRASHES[where]) as session:
        before = session.attributes()
        session.until("loaded")
        session.settle()
        session.send(b"u")
        assert ended(session, before) == 1
        assert b"ended because of an error of its own (ZeroDivisionError)" in session.said
        assert b"hush" not in session.said


@pytest.mark.parametrize("broken", ["_query_in_band_window_resize", "_disable_line_wrap"])
def test_a_start_that_fails_in_the_middle(tmp_path: Path, broken: str) -> None:
    code = f"{_BROKEN}from textual.drivers.linux_driver import LinuxDriver\n"
    with started(tmp_path, f"{code}LinuxDriver.{broken} = broken") as session:
        before = session.attributes()
        assert ended(session, before) == 1
        assert b"ended because of an error of its own (ZeroDivisionError)" in session.said


def test_one_that_hangs_is_ended_all_the_same(tmp_path: Path) -> None:
    code = (
        "from netwrix_tui.tui.terminal import termination\ntermination._GRACE = 0.1\n"
        "from netwrix_tui.tui.explorer.explorer_screen import Explorer\n"
        "def hang(self):\n  while True: pass\n"
        "Explorer.action_zone = hang"
    )
    with started(tmp_path, code) as session:
        before = session.attributes()
        session.until("loaded")
        session.settle()
        session.send(b"u")
        stat = Path(f"/proc/{session.pid}/stat")
        wait_until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "R")
        os.kill(session.pid, signal.SIGTERM)
        assert ended(session, before) == 143
