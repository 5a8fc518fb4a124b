"""A terminal that sends anything: every byte, every broken sequence, torn anywhere.

The program runs as its user has it; only leaving it and stopping it wait until the end.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest

from tests.checkout import CHECKOUT
from tests.tui.terminal.terminal_session import StrictSession
from tests.tui.terminal.test_termination import left_on
from tests.tui.test_hostile_keys import ESCAPE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="opens a terminal, reads /proc")

SEED = 20_261_130
BYTES = int(os.environ.get("NETWRIX_TUI_HOSTILE_BYTES", "1500"))
"""In each of three runs; a longer run begins with the same bytes."""

_RUN = """
import asyncio, os, sys
from textual.events import Paste
from netwrix_tui.cli import main
from netwrix_tui.tui.app.application import NetwrixTui
from netwrix_tui.tui.explorer.explorer_screen import Explorer
for owner, name in ((Explorer, "action_quit"), (NetwrixTui, "action_quit"),
                    (NetwrixTui, "action_suspend_process")):
    def held(self, *, whole=getattr(owner, name)):
        return whole(self) if os.path.exists("over") else None
    if name == "action_quit" and owner is NetwrixTui:
        async def held(self, *, whole=owner.action_quit):
            if os.path.exists("over"):
                await whole(self)
    setattr(owner, name, held)
async def reached(app, mark):
    while app._waiting or not app.takes_keys:
        await asyncio.sleep(0.005)
    open(mark, "w").close()
async def on_event(self, event, *, whole=NetwrixTui.on_event):
    if isinstance(event, Paste) and event.text.startswith("mark-"):
        self.reaching = asyncio.create_task(reached(self, event.text))
    else:
        await whole(self, event)
NetwrixTui.on_event = on_event
sys.exit(main(sys.argv[1:]))
"""

"""Leaves only when it is over, and makes a file of a mark that is pasted, where all keys before it
have been heard. It may never rest: among what is typed are a follow, and searches by six."""

BETWEEN_MARKS = 200
"""Bytes."""

_KNOWN = (
    b"\x1b[A", b"\x1b[5~", b"\x1b[27u", b"\x1bOP", b"\x1b[15~", b"\x10", b"\r", b"\x1b[1;2B",
    b"\x1b[<0;20;8M", b"\x1b[<0;20;8m", b"\x1b[<35;3;4M", b"\x1b[<64;9;9M", b"\x1b[M\xa0\xb0\xb0",
    b"\x1b[M !!", b"\x1b[32;5;6M", b"\x1b[?2026;2$y", b"\x1b[?2048;0$y", b"\x1b[12;40R", b"\x1b[I",
    b"\x1b[O", b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07", b"\x1bP>|XTerm(370)\x1b\\", b"\x1b[?62;22c",
    b"\x1b[200~pasted \xe4\x1b[31m\r\n\x1b[201~", b"\x1b[97:65;2u", b"\x1b[97;;1114112u",
    b"\x1b[55296u", b"\x1b[113~", b"\x9b5~", b"\x8fP", b"\xc3\xbc", b"\xe6\xbc\xa2", b"\xf0\x9f",
    b"\x1b\x1b[A", b"\x1bx", b"\x1b[[A", b"\x1b[3$", b"\x1b[", b"\x1b]", b"\x1b",
)  # fmt: skip


def pieces(dice: random.Random, count: int) -> list[bytes]:
    """So many bytes, as reads: half of them any, half sequences, of which some lost a byte."""
    left, reads = count, []
    while left > 0:
        sent = b""
        for _ in range(dice.randint(1, 12)):
            if dice.random() < 0.5:
                sent += dice.randbytes(dice.randint(1, 8))
                continue
            known = bytearray(dice.choice(_KNOWN))
            if dice.random() < 0.3:
                at = dice.randrange(len(known))
                known[at : at + dice.randint(0, 2)] = dice.randbytes(dice.randint(0, 2))
            sent += known
        sent = sent[:left]
        left -= len(sent)
        while sent:
            length = dice.randint(1, len(sent))
            reads.append(sent[:length])
            sent = sent[length:]
    return reads


def all_heard(session: StrictSession, mark: Path) -> None:
    """Waits until every key that was sent has been heard; ends whatever sequence was begun."""
    session.send(b"\x07\x1b\\\x1b[201~\x1b[200~" + mark.name.encode() + b"\x1b[201~")
    session.until_it_holds(mark.exists, mark.name)
    mark.unlink()


@pytest.mark.parametrize("size", [(80, 24), (110, 34), (200, 60)])
def test_no_byte_ends_it(tmp_path: Path, size: tuple[int, int]) -> None:
    dice = random.Random(f"{SEED} {size}")
    environment = os.environ | {
        "PYTHONPATH": str(CHECKOUT), "TERM": "xterm-256color", "COLORTERM": "truecolor",
        "LANG": "C.UTF-8", "TZ": "UTC", "NETWRIX_TUI_CONFIG": str(tmp_path / "config.toml"),
        **dict.fromkeys(
            ("HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME",
             "TMPDIR"), str(tmp_path),
        ),
    }  # fmt: skip
    for name in ("TMUX", "STY", "SSH_TTY", "SSH_CLIENT", "SSH_CONNECTION"):
        environment.pop(name, None)
    command = [sys.executable, "-c", _RUN, "demo", "--hostile", "--records", "3000"]
    sent: list[bytes] = []
    with StrictSession(command, size=size, directory=tmp_path, environment=environment) as session:
        before = session.attributes()
        session.until("newest first")
        try:
            unmarked = 0
            for read in pieces(dice, BYTES):
                sent.append(read)
                session.send(read)
                unmarked += len(read)
                if dice.random() < 0.3:
                    session.pause()
                if unmarked > BETWEEN_MARKS:
                    unmarked = 0
                    all_heard(session, tmp_path / f"mark-{len(sent)}")
            (tmp_path / "over").touch()
            for _ in range(8):
                session.send(ESCAPE.encode())
                all_heard(session, tmp_path / "mark-last")
            session.send(b"\x11")
            assert session.exit_status() == 0
        except AssertionError as error:
            error.add_note(f"{size}, after {len(b''.join(sent))} bytes, the last: {sent[-40:]}")
            raise
        assert session.attributes() == before
    assert left_on(session.said) == set()
    assert len(b"".join(sent)) == BYTES
