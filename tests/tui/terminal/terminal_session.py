"""Runs a program in a terminal of its own, which takes whatever it writes, or reads it strictly."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import select
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from tests.posix import pty, termios
from tests.tui.paper import Cell, Paper
from tests.tui.terminal.strict_terminal import StrictTerminal

PATIENCE = 120.0
"""Seconds after which what was waited for is taken never to come."""

_QUIET = 0.015
"""Seconds without output after which a sleeping program is taken to wait for the next key."""

_LAST_HEARD = 6_000
"""Characters of what was said last, shown where something did not come."""


_BESIDE = re.compile(
    r"\x1b\[[?><=][\d;]*\$?[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\"
)
"""What a program says to a terminal beside what is seen: modes, questions, the clipboard."""

_SIZES = ("COLUMNS", "LINES")
_CLEARED = "\x1b[?1049h"
_BEGUN = re.compile(r"\x1b(?:\[[\d;?><=$]*|[\]PX^_][^\x07\x1b]*\x1b?)?\Z")
"""A sequence that is not there whole."""


class Shown:
    """What is seen on a terminal, as far as text goes."""

    def __init__(self) -> None:
        self.paper = Paper(is_strict=False)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._begun = ""

    def take(self, data: bytes) -> None:
        """This was written too."""
        written = self._begun + self._decode(data)
        begun = _BEGUN.search(written)
        self._begun = begun[0] if begun else ""
        written = written[: len(written) - len(self._begun)]
        _, is_cleared, written_since = written.rpartition(_CLEARED)
        if is_cleared:
            self.paper = Paper(is_strict=False)
        self.paper.read(_BESIDE.sub("", written_since))


class TerminalSession:
    """Runs a program in a pseudo-terminal; leaving the context ends it, however it fares.

    What it says is heard with the cursor's movements and the colours in it, and after that what is
    seen then: of a line that changes, a program may write a few characters.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int],
        environment: Mapping[str, str],
        directory: Path | None = None,
        redirected: Mapping[str, int | IO[bytes]] | None = None,
    ) -> None:
        """``redirected`` names streams (``stderr`` …) that lead elsewhere."""
        # Both grow with each read, of which a long session has tens of thousands.
        self._said = bytearray()
        self._heard_pieces: list[str] = []
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._shown = Shown()
        self._seen = ""
        self._seen_to = 0
        self._terminal_end, program_end = pty.openpty()
        os.set_blocking(self._terminal_end, False)
        termios.tcsetwinsize(program_end, (size[1], size[0]))
        streams: dict[str, int | IO[bytes]] = dict.fromkeys(
            ("stdin", "stdout", "stderr"), program_end
        )
        self._process = subprocess.Popen(
            command,
            **(streams | dict(redirected or {})),  # type: ignore[call-overload]
            cwd=directory,
            # With these, as the processes of the suite have them, it would not ask the terminal.
            env={name: environment[name] for name in environment if name not in _SIZES},
            start_new_session=True,
        )
        os.close(program_end)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # Hung up on, a program ends; one that does not is made to.
        self._process.kill()
        self._process.wait()
        os.close(self._terminal_end)

    @property
    def said(self) -> bytes:
        """Every byte that it wrote, as it wrote it."""
        return bytes(self._said)

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """True while the program has not ended."""
        return self._process.poll() is None

    def attributes(self) -> list[Any]:
        """How the terminal treats what is typed, as termios has it."""
        return termios.tcgetattr(self._terminal_end)

    def until_stopped(self) -> None:
        """Listens until the program has been stopped, as by its user's ctrl+z."""
        stat = Path(f"/proc/{self.pid}/stat")
        self._wait(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T", "a stop")
        self._listen()

    def children(self) -> list[int]:
        """The process ids of the programs that it started itself and that still run."""
        return [
            int(child)
            for task in Path(f"/proc/{self.pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]

    def send(self, keys: bytes) -> None:
        """Types, as fast as the program takes it, and listens meanwhile."""
        deadline = time.monotonic() + PATIENCE
        while keys:
            if time.monotonic() > deadline:
                raise AssertionError(f"takes no keys: {self._heard[-_LAST_HEARD:]!r}")
            readable, writable, _ = select.select(
                [self._terminal_end], [self._terminal_end], [], PATIENCE
            )
            if readable and not self._listen():
                raise AssertionError(f"ended while keys were typed: {self._unread()!r}")
            if writable:
                keys = keys[os.write(self._terminal_end, keys) :]

    def until(self, said: str) -> None:
        """Listens until the program has said this, at the latest with what it writes next.

        It counts as said where it is seen after something was written.
        """
        self._wait(lambda: said in self._heard or said in self._seen_since(), said)

    def until_it_holds(self, holds: Callable[[], bool], what: str) -> None:
        """Listens until something holds that the program does beside its terminal."""
        self._wait(holds, what)

    def settle(self) -> None:
        """Listens until the program has nothing more to say, and sleeps until the next key."""
        self._wait(self._rests, "it rests")

    def pause(self) -> None:
        """Listens for a moment, whether the program has come to rest or not."""
        if select.select([self._terminal_end], [], [], _QUIET)[0]:
            self._listen()

    def heard(self) -> str:
        """All text since the last time that this was asked, and all that is seen if there is."""
        heard, seen = self._heard, self._seen_since()
        self._heard_pieces.clear()
        return f"{heard}\n{seen}" if heard else ""

    def cells(self) -> dict[tuple[int, int], Cell]:
        """What is seen in each cell, by column and line, both from 1."""
        self._look()
        return dict(self._shown.paper.cells)

    def spoiled(self) -> dict[tuple[int, int], Cell]:
        """What is seen in each cell; from now on nothing is, until it is written again."""
        cells = self.cells()
        self._shown.paper.cells.clear()
        return cells

    def _seen_since(self) -> str:
        """What is seen, where anything was written since somebody asked for that."""
        if not self._heard:
            return ""
        self._look()
        return self._seen

    def _look(self) -> None:
        if len(self._said) > self._seen_to:
            self._shown.take(bytes(self._said[self._seen_to :]))
            self._seen = self._shown.paper.text()
            self._seen_to = len(self._said)

    def exit_status(self) -> int:
        """Listens until the program has ended; returns its status."""
        self._wait(lambda: not self.runs and not self._listen(), "its end")
        self._heard_pieces.append(self._understood(b"", final=True))
        return self._process.wait()

    def hang_up(self) -> int:
        """Takes the terminal away, without a signal; returns the program's exit status."""
        gone, self._terminal_end = self._terminal_end, os.open(os.devnull, os.O_RDONLY)
        os.close(gone)
        return self._process.wait(PATIENCE)

    @property
    def _heard(self) -> str:
        """All text that nobody has asked for yet, put together as often as it is looked at."""
        self._heard_pieces = ["".join(self._heard_pieces)]
        return self._heard_pieces[0]

    def _wait(self, holds: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(
                    f"never came: {what}; unread: {self._unread()!r}; {self._heard[-_LAST_HEARD:]}"
                )
            if select.select([self._terminal_end], [], [], _QUIET)[0]:
                self._listen()

    def _rests(self) -> bool:
        """Quiet for a moment, and asleep both before and after it."""
        if not self.runs:
            while self._listen():
                pass
            raise AssertionError(f"ended by itself: {self._last_words()}")
        return (
            self._sleeps()
            and not select.select([self._terminal_end], [], [], _QUIET)[0]
            and self._sleeps()
        )

    def _sleeps(self) -> bool:
        """True while no thread runs: one that waits for the interpreter looks asleep, too."""
        for task in Path(f"/proc/{self.pid}/task").glob("*/stat"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                # The state follows the thread's name, which stands in parentheses.
                if task.read_text().rpartition(")")[2].split()[0] != "S":
                    return False
        return True

    def _listen(self) -> bool:
        """Takes what there is; False once nobody holds the other end."""
        try:
            data = os.read(self._terminal_end, 1 << 16)
        except BlockingIOError:
            return True
        except OSError:  # EIO: this is how Linux says that the other end is closed
            return False
        self._said += data
        self._heard_pieces.append(self._understood(data))
        return bool(data)

    def _understood(self, data: bytes, *, final: bool = False) -> str:
        """The text in it."""
        return self._decode(data, final)

    def _unread(self) -> str:
        """What was written last and has not been understood."""
        return ""

    def _last_words(self) -> str:
        return self._heard[-_LAST_HEARD:]


class StrictSession(TerminalSession):
    """A session whose terminal understands only what the program has reason to write.

    What is heard is the text alone. It raises :class:`ForbiddenOutput` where there is more.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int],
        environment: Mapping[str, str],
        directory: Path | None = None,
        redirected: Mapping[str, int | IO[bytes]] | None = None,
    ) -> None:
        self.terminal = StrictTerminal(*size)
        super().__init__(
            command,
            size=size,
            environment=environment,
            directory=directory,
            redirected=redirected,
        )

    def _understood(self, data: bytes, *, final: bool = False) -> str:
        text = self.terminal.feed(data, final=final)
        # A few bytes after a question always find room.
        if self.terminal.answers:
            os.write(self._terminal_end, self.terminal.answers)
            self.terminal.answers = b""
        return text

    def _unread(self) -> str:
        return self.terminal.unread

    def _last_words(self) -> str:
        return self.terminal.last_words
