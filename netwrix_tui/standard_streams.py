"""Standard input, output and error as a program finds them: closed, full, or of another encoding.

What goes out never raises UnicodeEncodeError: a character that the encoding of the locale lacks is
told by others of ASCII. A stream that was closed before the program began stays unused, and its
number is taken: otherwise the next file or connection would get it, and what is written to
standard error would end up in there.
"""

from __future__ import annotations

import codecs
import os
import sys

from netwrix_tui.errors import UsageError

TYPE_CHECKING = False  # typing itself takes longer to import than all of this
if TYPE_CHECKING:
    from typing import TextIO

TOLD, DRAWN = "netwrix-told", "netwrix-drawn"
"""How :func:`str.encode` takes what an encoding lacks: in sentences, or cell for cell."""

_IN, _OUT, _ERR = 0, 1, 2
_NAMES = ("stdin", "stdout", "stderr")
_closed: set[int] = set()

_CELLS = {
    **dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺—–‐‑−", "-"),
    **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻▌▐▍▎▏▕", "|"),
    **dict.fromkeys("▁▂▃", "_"),
    **dict.fromkeys("→▶►▸›»", ">"),
    **dict.fromkeys("←◀◄◂‹«", "<"),
    **dict.fromkeys("↑▲△▴⇧", "^"),
    **dict.fromkeys("↓▼▽▾", "v"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("·•", "."),
    **dict.fromkeys("●◆★✱◉", "*"),
    **dict.fromkeys("○◇☆◯", "o"),
    **dict.fromkeys("✓✔", "v"),
    **dict.fromkeys("✗✘×╳", "x"),
    "…": "~", "╱": "/", "╲": "\\", "░": ":", "▒": ":", "≈": "~", "↵": "<", "⏎": "<",
    "≠": "#", "≤": "<", "≥": ">",
}  # fmt: skip
_WORDS = {"…": "...", "→": "->", "←": "<-", "≤": "<=", "≥": ">=", "≠": "!="}


def prepare() -> None:
    """Make the three of them usable, each in its own way, whatever they are."""
    for number, name in enumerate(_NAMES):
        if getattr(sys, name) is None:
            _stand_in(number, name)
    codecs.register_error(TOLD, _told)
    codecs.register_error(DRAWN, _drawn)
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, TOLD), (sys.stderr, TOLD)):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=errors)


def is_closed(number: int) -> bool:
    """True where this stream (0, 1 or 2) was closed when the program began."""
    return number in _closed


def read_input() -> bytes:
    """All of standard input. Raises UsageError."""
    if is_closed(_IN):
        raise UsageError(
            "Standard input is closed: nothing can be read from it.",
            next_step="Name a file, or send something in by a pipe.",
        )
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise UsageError(
            f"Standard input cannot be read: {error.strerror}.",
            next_step="Name a file, or send something in by a pipe.",
        ) from error


def put(text: str) -> None:
    """Write to standard output, through to its reader. Raises UsageError.

    BrokenPipeError where the reader has gone.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)
        raise
    except (OSError, ValueError) as error:
        silence(sys.stdout)
        if os.name == "nt" and isinstance(error, OSError):
            from netwrix_tui.system_errors import is_reader_gone

            if is_reader_gone(error):
                raise BrokenPipeError from error
        raise not_written(error) from error


def not_written(error: Exception | None = None) -> UsageError:
    """What to say where standard output takes nothing."""
    if is_closed(_OUT) or not isinstance(error, OSError):
        return UsageError(
            "Standard output is closed: nothing can be written to it.",
            next_step="Send it to a terminal, a pipe or a file.",
        )
    from netwrix_tui.way_on import way_on_from  # not for --version

    return UsageError(
        f"Standard output cannot be written: {error.strerror}.",
        next_step=way_on_from(error, "send it somewhere else"),
    )


def tell(text: str) -> None:
    """Write to standard error; nothing is raised, and nothing tried again once nobody listens."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except BlockingIOError:  # a pipe that is full, from somebody who wants nothing to wait
        return
    except (OSError, ValueError):
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Nothing more goes out there: keeps Python from complaining about the stream at its end."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        return


def terminal_encoding(number: int = _OUT) -> str:
    """The encoding of what is written to this stream."""
    return getattr(getattr(sys, _NAMES[number]), "encoding", None) or "utf-8"


def _stand_in(number: int, name: str) -> None:
    """Nothing comes in, writing to standard output fails, and nobody hears standard error."""
    _closed.add(number)
    flags = os.O_WRONLY if number == _ERR else os.O_RDONLY
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, flags)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
        source: int | str = number
    else:  # somebody has got the number meanwhile
        source = os.devnull
    mode = "r" if number == _IN else "w"
    stream = open(source, mode, closefd=source is os.devnull, encoding="utf-8")  # noqa: SIM115
    setattr(sys, name, stream)
    setattr(sys, f"__{name}__", stream)


def _told(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_WORDS.get(char) or _cell_by_cell(char) for char in lacking), error.end


def _drawn(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_cell_by_cell, error.object[error.start : error.end])), error.end


def _cell_by_cell(char: str) -> str:
    known = _CELLS.get(char)
    if known is not None:
        return known
    if "\u2500" <= char <= "\u257f":
        return "+"
    if "\u2580" <= char <= "\u259f":
        return "#"
    import unicodedata

    if unicodedata.category(char) in ("Mn", "Me", "Cf"):  # they take no cell of their own
        return ""
    return "??" if unicodedata.east_asian_width(char) in "WF" else "?"
