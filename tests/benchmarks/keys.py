"""Keys in a real pseudo-terminal of 160x50: time to the last byte, and how many bytes there are.

Run as ``python -m tests.benchmarks.keys [RECORDS]``. Time is wall clock, from writing the key until
the last byte of the first frame that comes of it; the record pane, which follows, is not waited
for. An idle explorer is listened to for ten seconds.
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
import termios
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from tests.benchmarks.figures import Figure, table, verdict

RECORDS = 1_000_000
PRESSES = 60
IDLE_SECONDS = 10.0
DOWN_BOUND, PAGE_BOUND = 16.0, 33.0
DOWN, UP, PAGE_DOWN, HOME, END = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[H", b"\x1b[F"
DRAW_ANEW = b"\x0c"
_MOVES = ([DOWN] * 10 + [UP] * 10) * (PRESSES // 20)
"""Within what is on the screen: a cursor that moves out of it scrolls, which costs a page."""

_AT_ONCE = 0.04
"""Seconds of silence after which what was pressed while records load is drawn."""

_ONE_FRAME = 0.001
"""Seconds of silence within a frame at most: it is written at once."""

_AT_REST = 0.3
_HELD = 1 / 30
"""Seconds between two keys of a key that is held down."""


class Terminal:
    """The explorer with so many records in a terminal; leaving the context ends it."""

    def __init__(self, records: int, *options: str) -> None:
        self._records = records
        self._options = options

    def __enter__(self) -> Self:
        self._pid, self._end = pty.fork()
        if self._pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            module = "tests.benchmarks.explored"
            command = [sys.executable, "-m", module, str(self._records), *self._options]
            os.execv(sys.executable, command)
        size = struct.pack("HHHH", 50, 160, 0, 0)
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, size)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._end)

    def load(self) -> None:
        """Press End until all is there, and go back to the first record."""
        wanted = f"{self._records:,} loaded".encode()
        heard = b""
        while wanted not in heard:
            os.write(self._end, END + DRAW_ANEW)  # of a line that changes only a part is written
            heard = heard[-8_000:] + self.listen(_AT_ONCE)[0]
        os.write(self._end, HOME)
        self.listen(_AT_REST)

    def listen(self, quiet: float) -> tuple[bytes, float]:
        """What is written until it has been quiet for so long, and when the last of it came."""
        heard, last = b"", time.perf_counter()
        while select.select([self._end], [], [], quiet)[0]:
            heard += os.read(self._end, 1 << 16)
            last = time.perf_counter()
        return heard, last

    def press(self, key: bytes) -> tuple[float, int, int]:
        """Milliseconds to the last byte of a key, its bytes, and those of all that follows."""
        start = time.perf_counter()
        os.write(self._end, key)
        while not select.select([self._end], [], [], 5)[0]:
            raise TimeoutError(f"{key!r} changes nothing")
        heard, last = self.listen(_ONE_FRAME)
        return (last - start) * 1000, len(heard), len(heard) + len(self.listen(_AT_REST)[0])

    def hold(self, key: bytes, times: int) -> int:
        """Bytes that a key writes that is held down, to the end."""
        written = 0
        for _ in range(times):
            os.write(self._end, key)
            until = time.perf_counter() + _HELD
            while (rest := until - time.perf_counter()) > 0:
                if select.select([self._end], [], [], rest)[0]:
                    written += len(os.read(self._end, 1 << 16))
        return written + len(self.listen(_AT_REST)[0])


def _presses(terminal: Terminal, keys: Iterable[bytes], what: str, bound: float) -> Figure:
    pressed = [terminal.press(key) for key in keys]
    times = [milliseconds for milliseconds, _, _ in pressed]
    p95 = statistics.quantiles(times, n=20)[-1]
    at_once, in_all = (statistics.median(press[i] for press in pressed) for i in (1, 2))
    return Figure(
        what,
        f"p50 {statistics.median(times):.1f}, p95 {p95:.1f} ms",
        f"{at_once:,.0f} bytes, {in_all:,.0f} with the record",
        bound=verdict(f"p95 {bound:.0f} ms", p95 <= bound),
    )


def figures(records: int = RECORDS) -> list[Figure]:
    """Down, page down, a held page down as usual and on a slow line, and silence."""
    with Terminal(records) as terminal:
        terminal.load()
        found = [
            _presses(terminal, _MOVES, f"down, up at {records:,}", DOWN_BOUND),
            _presses(terminal, [PAGE_DOWN] * PRESSES, f"page down at {records:,}", PAGE_BOUND),
        ]
        usual = terminal.hold(PAGE_DOWN, PRESSES)
        idle = len(terminal.listen(IDLE_SECONDS)[0])
    with Terminal(min(records, 100_000), "--slow") as terminal:
        terminal.load()
        slow = terminal.hold(PAGE_DOWN, PRESSES)
    return [
        *found,
        Figure(
            "page down held for 2 s, --slow",
            f"{slow:,} bytes",
            f"as usual {usual:,} bytes",
            f"{slow / usual:.2f}",
        ),
        Figure(
            f"idle for {IDLE_SECONDS:.0f} s",
            f"{idle} bytes",
            bound=verdict("0 bytes", idle == 0),
        ),
    ]


def main() -> None:
    """Print them."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    print(f"{PRESSES} presses each, in a terminal of 160x50, wall clock")
    print(table(figures(records)))


if __name__ == "__main__":
    main()
