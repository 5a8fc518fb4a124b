"""The prompt for a password on a terminal, which is given back however the prompt ends.

Python's ``getpass`` leaves the echo off where a signal ends it, has it on again after ctrl+z and
``fg``, and reads by the locale's encoding, strictly.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

_SIGNALLED = 128
"""The exit status of a program that a signal ended is this and the signal's number."""

_AT_ONCE = 4096


def typed_password(prompt: str) -> bytes:
    """Ask, and return the line without its end; empty where it ended without one.

    Raises KeyboardInterrupt, and SystemExit with the status of the signal that ended it.
    """
    if sys.platform == "win32":
        import getpass

        return getpass.getpass(prompt).encode("utf-8", "surrogatepass")
    with ExitStack() as stack:
        keyboard, screen = _terminal(stack)

        def ask() -> None:
            os.write(screen, prompt.encode(errors="replace"))

        stack.enter_context(_without_echo(keyboard, ask))
        ask()
        line = b""
        try:
            while not line.endswith(b"\n"):
                data = os.read(keyboard, _AT_ONCE)
                line += data
                if not data:
                    break
        finally:
            os.write(screen, b"\n")
    return line.removesuffix(b"\n").removesuffix(b"\r")


def _terminal(stack: ExitStack) -> tuple[int, int]:
    """Where to read and where to write: the terminal itself, whatever is redirected."""
    try:
        both = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return sys.stdin.fileno(), sys.stderr.fileno()
    stack.callback(os.close, both)
    return both, both


@contextmanager
def _without_echo(keyboard: int, ask: Callable[[], None]) -> Iterator[None]:
    """Show nothing of what is typed; every end shows it again, and so does a stop meanwhile."""
    import termios

    before = termios.tcgetattr(keyboard)
    silent: list[Any] = list(before)
    silent[3] &= ~termios.ECHO

    def ended(number: int, _: object) -> None:
        sys.exit(_SIGNALLED + number)

    def stopped(*_: object) -> None:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
        os.kill(os.getpid(), signal.SIGSTOP)

    def continued(*_: object) -> None:
        with suppress(termios.error):  # in the background: it comes here again
            termios.tcsetattr(keyboard, termios.TCSADRAIN, silent)
            ask()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    handlers: dict[int, Callable[..., None]] = {
        signal.SIGINT: interrupted,  # also where a shell has it ignored, for a job behind it
        signal.SIGTERM: ended,
        signal.SIGHUP: ended,
        signal.SIGQUIT: ended,
        signal.SIGTSTP: stopped,
        signal.SIGCONT: continued,
    }
    former = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        termios.tcsetattr(keyboard, termios.TCSAFLUSH, silent)
        yield
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
        for number, handler in former.items():
            signal.signal(number, handler)
