"""First frame: the explorer against a Textual application of one line, each in a new process.

Measured from starting the interpreter to the first bytes on the terminal that hold text of the
first frame, in a pseudo-terminal of 160x50. The explorer's server does not answer: the first frame
must not wait for it.
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

from tests.benchmarks.figures import Figure, table, verdict

RUNS = 15
BOUND = 1.15
MINIMAL = (
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Minimal(App):\n"
    "    def compose(self): yield Static('first frame')\n"
    "Minimal().run()"
)
EXPLORER = "import sys; from netwrix_tui.cli import main; sys.exit(main(sys.argv[1:]))"
OPTIONS = ["--server", "https://127.0.0.1:9", "--user", "CORP\\nobody"]


def first_frame(code: str, arguments: list[str], expected: bytes) -> float:
    """Seconds until ``expected`` is on the terminal."""
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", NETWRIX_API_PASSWORD="x")
        os.execv(sys.executable, [sys.executable, "-c", code, *arguments])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
    seen = b""
    try:
        while expected not in seen:
            if not select.select([terminal], [], [], 20)[0]:
                raise TimeoutError(f"no {expected!r} in {seen[-300:]!r}")
            seen += os.read(terminal, 65536)
        return time.perf_counter() - start
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def figures() -> list[Figure]:
    """Both medians and their ratio."""
    minimal, explorer = [], []
    for _ in range(RUNS + 1):
        minimal.append(first_frame(MINIMAL, [], b"first frame"))
        explorer.append(first_frame(EXPLORER, OPTIONS, b"nobody"))
    slow, fast = statistics.median(explorer[1:]), statistics.median(minimal[1:])
    return [
        Figure(
            "first frame",
            f"{slow * 1000:.0f} ms",
            f"minimal Textual app {fast * 1000:.0f} ms",
            f"{slow / fast:.2f}",
            verdict(str(BOUND), slow / fast <= BOUND),
        )
    ]


def main() -> None:
    """Print them."""
    print(f"median of {RUNS} new processes, wall clock")
    print(table(figures()))


if __name__ == "__main__":
    main()
