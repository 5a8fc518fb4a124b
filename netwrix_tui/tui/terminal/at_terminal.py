"""The terminal that the explorer draws on and reads keys from, also with redirected streams."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TextIO

from netwrix_tui.errors import UsageError
from netwrix_tui.standard_streams import DRAWN

_HEADLESS = "For scripts there are netwrix-tui search, enum and follow."


def is_there() -> bool:
    """True where any of the streams leads to a terminal."""
    return any(map(_is_terminal, _needed()))


def require_terminal() -> None:
    """Raises UsageError where there is no terminal, or none that can be drawn on."""
    if not is_there():
        raise UsageError(
            "The explorer needs a terminal, and there is none.",
            cause="Standard input, output and error all lead somewhere else.",
            next_step=f"Start it at a terminal. {_HEADLESS}",
        )
    if os.environ.get("TERM") == "dumb":
        raise UsageError(
            "This terminal cannot be drawn on.",
            cause="TERM is dumb: such a terminal cannot move its cursor.",
            next_step=f"Start it at another terminal, or set TERM to what this one is. {_HEADLESS}",
        )


@contextmanager
def at_terminal() -> Iterator[None]:
    """Has Textual draw on the terminal itself and read its keys, while the context lasts.

    Textual draws on standard error, reads standard input and measures standard output. Where one
    of them leads elsewhere, as into a log, the terminal that another one leads to is used instead.
    What the terminal's encoding lacks is drawn in ASCII. Raises UsageError where there is none.
    """
    require_terminal()
    if sys.platform == "win32":  # it is asked by the console's own functions
        yield
        return
    before = sys.__stdin__, sys.__stdout__, sys.__stderr__
    with ExitStack() as opened:
        keys = _either(sys.__stdin__)
        screen = _either(sys.__stderr__) or _either(sys.__stdout__)
        encoding = (screen or sys.stderr).encoding
        if keys is None and screen is not None:
            keys = opened.enter_context(open(_terminal_of(screen), encoding="utf-8"))
        elif screen is None and keys is not None:
            path = _terminal_of(keys)
            screen = opened.enter_context(open(path, "w", encoding=encoding, errors=DRAWN))
        elif screen is not sys.__stderr__ and screen is not None:
            again = os.dup(screen.fileno())
            screen = opened.enter_context(open(again, "w", encoding=encoding, errors=DRAWN))
        reconfigure = getattr(screen, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=DRAWN)
        measured = _either(sys.__stdout__) or screen
        _put_in_place(keys, measured, screen)
        try:
            yield
        finally:
            _put_in_place(*before)


def _needed() -> tuple[TextIO | None, ...]:
    if sys.platform == "win32":
        return (sys.__stdout__,) if _is_terminal(sys.__stdin__) else ()
    return sys.__stdin__, sys.__stdout__, sys.__stderr__


def _either(stream: TextIO | None) -> TextIO | None:
    return stream if _is_terminal(stream) else None


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except (OSError, ValueError):
        return False


def _terminal_of(stream: TextIO) -> int:
    """The terminal of a stream, opened anew to be read and written. Raises UsageError."""
    try:
        return os.open(os.ttyname(stream.fileno()), os.O_RDWR | os.O_NOCTTY)
    except OSError as error:
        raise UsageError(
            f"The terminal cannot be opened: {error.strerror}.",
            cause="Standard input or output leads somewhere else.",
            next_step="Start it without redirections.",
        ) from error


def _put_in_place(stdin: TextIO | None, stdout: TextIO | None, stderr: TextIO | None) -> None:
    for name, stream in (("stdin", stdin), ("stdout", stdout), ("stderr", stderr)):
        setattr(sys, f"__{name}__", stream)
