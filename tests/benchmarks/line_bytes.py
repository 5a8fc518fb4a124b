"""Bytes on the line: the program itself in a pseudo-terminal, its keys, their bytes and delays.

Run as ``python -m tests.benchmarks.line_bytes [SIZE…] [--usual] [--hostile]``, a size as
``80x24``. The demo's records, usual and hostile; with the record beside the table, where there is
room for it, and in its place. Keys are pressed one by one, each when
all that came of the one before is drawn; but for the last row, where one is held down.

Bytes are all that a key writes, the record that follows it included. The first delay is that from
the key to the first bytes of what it changes; the second is that to the last byte of all.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.benchmarks.figures import Figure, table, verdict

SIZES = ((80, 24), (120, 40), (160, 50))
RECORDS = 2_000
PRESSES = 30
DOWN, UP, PAGE_DOWN, HOME = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[H"
_QUIET = 0.3
"""Seconds of silence after which all is drawn."""

_START = 3.0
"""Seconds of silence after which the program stands, on a machine that does other things."""

_HELD = 1 / 30
"""Seconds between two keys of a key that is held down."""

_WITH_RECORD = (120, 40)

_RECORD_BOUND = 40.0
"""Milliseconds until the record has followed a single key."""
_BOUNDS = {
    (80, 24): {"down": 382, "scrolled line": 700, "page down": 2_965},
    (160, 50): {"down": 1_200, "scrolled line": 2_000, "page down": 5_000},
}
"""Bytes, with usual records."""


@dataclass(frozen=True, slots=True)
class Press:
    """Bytes that a key wrote, and milliseconds to the first of them and to the last."""

    written: int
    first: float
    last: float


class Played:
    """The program on a demo's records, in a terminal of a size; leaving the context ends it."""

    def __init__(self, size: tuple[int, int], *, hostile: bool) -> None:
        self._size = size
        self._arguments = ["demo", "--records", str(RECORDS), *(["--hostile"] if hostile else [])]
        self._home = tempfile.TemporaryDirectory()

    def __enter__(self) -> Self:
        columns, rows = self._size
        self._pid, self._end = pty.fork()
        if self._pid == 0:
            time.sleep(0.2)  # until the terminal has its size
            for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "TMUX", "STY"):
                os.environ.pop(name, None)
            homes = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
            os.environ.update(dict.fromkeys(homes, self._home.name))
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            command = [sys.executable, "-m", "netwrix_tui", *self._arguments]
            os.execv(sys.executable, command)
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, size)
        heard = b""
        while b"newest first" not in heard:
            heard += self.listen(_START)[0]
        self.press(b"\x1b")  # the tour of the demo's first start
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        os.kill(self._pid, signal.SIGHUP)
        self.listen(_QUIET)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._end)
        self._home.cleanup()

    def listen(self, quiet: float) -> tuple[bytes, float, float]:
        """What is written until it has been quiet for so long, when it began and when it ended."""
        heard, first, last = b"", 0.0, 0.0
        while select.select([self._end], [], [], quiet)[0]:
            try:
                heard += os.read(self._end, 1 << 16)
            except OSError:  # it has ended
                break
            last = time.perf_counter()
            first = first or last
        return heard, first, last

    def press(self, key: bytes) -> Press:
        """Press a key, and listen until all is drawn that comes of it."""
        start = time.perf_counter()
        os.write(self._end, key)
        heard, first, last = self.listen(_QUIET)
        return Press(len(heard), (first - start) * 1000, (last - start) * 1000)

    def hold(self, key: bytes, times: int) -> Press:
        """Hold a key down; the delays are those after the last time that it was pressed."""
        written = 0
        start = 0.0
        for _ in range(times):
            start = time.perf_counter()
            os.write(self._end, key)
            while (rest := start + _HELD - time.perf_counter()) > 0:
                if select.select([self._end], [], [], rest)[0]:
                    written += len(os.read(self._end, 1 << 16))
        heard, first, last = self.listen(_QUIET)
        first, last = first or start, last or start
        return Press(written + len(heard), (first - start) * 1000, (last - start) * 1000)


def _figure(what: str, presses: Iterable[Press], bytes_bound: int = 0, bound: float = 0) -> Figure:
    pressed = [press for press in presses if press.written]
    written = statistics.median(press.written for press in pressed)
    delays = [
        f"p50 {statistics.median(times):.1f}, p95 {statistics.quantiles(times, n=20)[-1]:.1f} ms"
        for times in ([press.first for press in pressed], [press.last for press in pressed])
    ]
    bounds = [verdict(f"{bytes_bound:,} bytes", written <= bytes_bound)] if bytes_bound else []
    if bound:
        kept = statistics.median(press.last for press in pressed) <= bound
        bounds.append(verdict(f"{bound:.0f} ms", kept))
    return Figure(
        what, f"{written:,.0f} bytes", f"{delays[0]}; all {delays[1]}", bound=", ".join(bounds)
    )


def played(size: tuple[int, int], *, hostile: bool) -> list[Figure]:
    """The keys at a size. Where there is room for it, the record is beside the table."""
    name = f"{size[0]}x{size[1]}{' hostile' if hostile else ''}, "
    bounds = {} if hostile else _BOUNDS.get(size, {})
    is_beside = size >= _WITH_RECORD
    follows = _RECORD_BOUND if is_beside else 0
    with Played(size, hostile=hostile) as program:
        program.press(HOME)
        moves = [program.press(key) for key in ([DOWN] * 5 + [UP] * 5) * (PRESSES // 10)]
        for _ in range(size[1]):  # more rows than the table shows
            program.press(DOWN)
        scrolled = [program.press(DOWN) for _ in range(PRESSES)]
        program.press(HOME)
        pages = [program.press(PAGE_DOWN) for _ in range(PRESSES // 2)]
        program.press(HOME)
        held = program.hold(DOWN, 4 * PRESSES)
        found = [
            _figure(name + "down", moves, bounds.get("down", 0), follows),
            _figure(name + "scrolled line", scrolled, bounds.get("scrolled line", 0), follows),
            _figure(name + "page down", pages, bounds.get("page down", 0), follows),
            Figure(
                name + "down held for 4 s",
                f"{held.written / (4 * PRESSES):,.0f} bytes a key",
                f"all drawn {held.last:.0f} ms after the last",
            ),
        ]
        if not is_beside:
            program.press(b"\r")
            records = [program.press(b"n") for _ in range(PRESSES)]
            found.append(_figure(name + "next record", records, 0, _RECORD_BOUND))
    return found


def figures(
    sizes: Iterable[tuple[int, int]] = SIZES, kinds: Iterable[bool] = (False, True)
) -> list[Figure]:
    """All of it at these sizes."""
    return [
        figure for size in sizes for hostile in kinds for figure in played(size, hostile=hostile)
    ]


def main() -> None:
    """Print them."""
    wanted = [argument.split("x") for argument in sys.argv[1:] if not argument.startswith("-")]
    sizes = [(int(columns), int(rows)) for columns, rows in wanted] or SIZES
    kinds = [kind for kind in (False, True) if ("--usual", "--hostile")[not kind] not in sys.argv]
    print(f"{PRESSES} presses each, wall clock")
    print(table(figures(sizes, kinds)))


if __name__ == "__main__":
    main()
