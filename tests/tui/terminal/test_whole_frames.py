"""What stands on the terminal after any keys is what a whole frame draws there.

The program runs as its user has it; a whole frame is what it draws where somebody else may have
written on the terminal.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checkout import CHECKOUT
from tests.tui.terminal.terminal_session import StrictSession, TerminalSession

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="opens a terminal, reads /proc")

_KEYS = (
    *(b"\x1b[B",) * 3, b"\x1b[A", b"\x1b[6~", b"\x1b[5~", b"\x1b[F", b"\x1b[H", b" ", b"\x1b[C",
    b"\x1b[<65;40;12M", b"\x1b[<64;40;12M", b"?", b"\x1b[27u", b"\x1b[27u", b"\r", b"n", b"3", b"O",
)  # fmt: skip
_BURSTS = 10
_ROUNDS = 12
"""Moments of silence after which what follows keys has followed."""


def _at_rest(session: TerminalSession) -> None:
    for _ in range(_ROUNDS):
        session.settle()


def _draws_anew(session: TerminalSession) -> None:
    session.send(b"\x0c")


def _is_resized_to_what_it_was(session: TerminalSession) -> None:
    os.kill(session.pid, signal.SIGWINCH)


def _stops_and_goes_on(session: TerminalSession) -> None:
    os.kill(session.pid, signal.SIGTSTP)  # over a dialog too, which hears no ctrl+z
    session.until_stopped()
    os.kill(session.pid, signal.SIGCONT)


@pytest.mark.parametrize(
    ("size", "records", "anew"),
    [
        ((80, 24), ["--hostile"], _draws_anew),
        ((120, 40), [], _is_resized_to_what_it_was),
        ((160, 50), ["--hostile"], _stops_and_goes_on),
    ],
)
def test_after_any_keys_a_whole_frame_changes_nothing(
    tmp_path: Path,
    size: tuple[int, int],
    records: list[str],
    anew: Callable[[TerminalSession], None],
) -> None:
    dice = random.Random(f"{size}")
    command = [sys.executable, "-m", "netwrix_tui", "demo", "--records", "400", *records]
    environment = os.environ | {
        "PYTHONPATH": str(CHECKOUT), "TERM": "xterm-256color", "COLORTERM": "truecolor",
        "TEXTUAL_ANIMATIONS": "none",  # a stop would come amid one
        **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), str(tmp_path)),
    }  # fmt: skip
    for name in ("TMUX", "STY", "SSH_TTY", "SSH_CLIENT", "SSH_CONNECTION"):
        environment.pop(name, None)
    kind = TerminalSession if anew is _stops_and_goes_on else StrictSession
    with kind(command, size=size, directory=tmp_path, environment=environment) as session:
        session.until("newest first")
        _at_rest(session)
        session.send(b"\x1b[27u")  # out of the demo's tour
        sent: list[bytes] = []
        for _ in range(_BURSTS):
            burst = dice.choices(_KEYS, k=dice.randint(1, 6))
            sent += burst
            session.send(b"".join(burst))
            _at_rest(session)
            before = session.spoiled()
            anew(session)
            session.until_it_holds(
                lambda: len(session.cells()) == size[0] * size[1], "a whole frame"
            )
            _at_rest(session)
            after = session.cells()
            wrong = {
                at: (before.get(at), cell) for at, cell in after.items() if before.get(at) != cell
            }
            assert not wrong, sent
            assert len(after) == size[0] * size[1]
