"""Pieces of what a terminal sends, as the messages that Textual makes of them: keys, the mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from textual.events import Key, Paste, Resize
from textual.keys import Keys
from textual.message import Message

from netwrix_tui.tui.terminal.input_grammar import Kind, Piece
from netwrix_tui.tui.terminal.internals.key_parsing import (
    ANSI_SEQUENCES_KEYS,
    FUNCTIONAL_KEYS,
    XTermParser,
    keys_of,
    rest_of,
)

_LONGEST = 32
"""Characters of a sequence that Textual takes as one."""

_NUMBERED = re.compile(r"\x1b\[(\d+)(?:;[\d:]*)*([~ABCDEFHPQRS])")
"""A key by its number, if it is one; ``u`` at the end would make it a character's."""

_MOST_CELLS = 4_000
"""Columns or lines that a terminal is believed to have."""

_BYTES_SHOWN = 12


class InputEvents:
    """Makes messages of pieces, and remembers what it could not understand until it is told."""

    def __init__(self) -> None:
        self._parser = XTermParser()
        self._is_told = False
        self._strange = ""

    def messages(self, piece: Piece) -> Iterator[Message]:
        """The messages of a piece; none where it is no key. Raises nothing, whatever it is."""
        match piece.kind:
            case Kind.PASTED:
                yield Paste(piece.text)
            case Kind.ESCAPE:
                yield Key("escape", "\x1b")
            case Kind.TEXT:
                yield from self._read(piece.text)
            case Kind.NOT_TEXT:
                self._note(f"{_bytes(piece.raw)}: not UTF-8, read as \ufffd")
                yield from self._read(piece.text)
            case Kind.MOUSE:
                self._note(f"{_bytes(piece.raw)}: an old kind of mouse report, ignored")
            case Kind.SEQUENCE:
                yield from self._sequence(piece)

    def strange(self) -> str:
        """What of it was not understood, as a sentence; empty from the second time on."""
        said, self._strange = self._strange, ""
        return said

    def _note(self, what: str) -> None:
        if not self._is_told:
            self._is_told = True
            self._strange = (
                f"The terminal sent something that is not a key here: {what}. This is shown once."
            )

    def _sequence(self, piece: Piece) -> Iterator[Message]:
        found = list(self._read(piece.text))
        if not found and not _is_report(piece.text):
            self._note(f"{_bytes(piece.raw)}: not known, ignored")
        yield from found

    def _read(self, text: str) -> Iterator[Message]:
        """Textual's reading of a whole piece. What it stumbles over is left out."""
        try:
            found = self._parsed(text)
        except Exception:  # noqa: BLE001 - Textual raises what int() and chr() do, and more
            before, self._parser = self._parser, XTermParser()
            for name in ("last_x", "last_y", "mouse_pixels", "terminal_size"):
                setattr(self._parser, name, getattr(before, name))
            self._parser.terminal_pixel_size = before.terminal_pixel_size
            return
        yield from (message for message in found if _makes_sense(message))

    def _parsed(self, text: str) -> list[Message]:
        parser = self._parser
        numbered = _NUMBERED.fullmatch(text)
        if numbered and "".join(numbered.groups("")) not in FUNCTIONAL_KEYS:
            # Textual takes the number for a character: 113 for q, F18 for a blank.
            known = ANSI_SEQUENCES_KEYS.get(text)
            return [Key(key.value, None) for key in known] if isinstance(known, tuple) else []
        if len(text) > _LONGEST and text[0] == "\x1b":  # several characters of an input method
            return [key for key in keys_of(parser, text) if key.key != Keys.Ignore]
        found = list(parser.feed(text))
        rest = rest_of(parser)
        return found + (rest if len(text) == 2 else [])  # alt and a key


def _makes_sense(message: Message) -> bool:
    if isinstance(message, Resize):
        return all(0 < cells < _MOST_CELLS for cells in message.size)
    if isinstance(message, Key):
        # A lone surrogate can be named in kitty's protocol, and written nowhere.
        with suppress(UnicodeEncodeError):
            (message.character or "").encode()
            message.key.encode()
            return True
        return False
    return True


def _is_report(sequence: str) -> bool:
    """True for what answers a question: nobody pressed it."""
    return sequence[:2] == "\x1b[" and (sequence[-1] in "cnRty" or sequence[2:3] == "<")


def _bytes(raw: bytes) -> str:
    shown = " ".join(f"{byte:02X}" for byte in raw[:_BYTES_SHOWN])
    return shown + (" …" if len(raw) > _BYTES_SHOWN else "")
