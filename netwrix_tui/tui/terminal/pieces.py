"""The grammar of what a terminal sends: keys, reports and answers, and bytes that are neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a piece is."""

    TEXT = auto()
    """Characters, each of them a key."""
    ESCAPE = auto()
    """The escape key."""
    SEQUENCE = auto()
    """A whole sequence: a key, or a report."""
    PASTED = auto()
    """Text that was pasted; it may hold anything."""
    NOT_TEXT = auto()
    """Bytes that are no UTF-8; the text is what replaces them."""
    MOUSE = auto()
    """A report of the mouse in the old encoding, by bytes."""
    LEFT_OUT = auto()
    """A string that a terminal answers with, or what never became whole: no key in any case."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One of them. ``raw`` are its bytes."""

    kind: Kind
    text: str
    raw: bytes


Taken = tuple[Piece, int] | None
"""A piece and how many bytes it took; None where its rest has not come."""

REPLACEMENT = "\ufffd"
BEGINNINGS = (b"\x1b[", b"\x1b]")
"""What nearly every sequence and answer begins with, and no key that means anything here is."""

_ESC = 0x1B
_MOUSE_BYTES = len(b"\x1b[Mbxy")
_LONGEST = 256
"""Bytes that a sequence has at most; a terminal answers in far fewer."""

_CSI = re.compile(rb"\x1b\[[0-?]*[ -/]*")
_SHORT_KEY = re.compile(rb"\x1b\[\d+\$(?!y)")
"""As rxvt sends keys with shift, without a proper end."""

_STRINGS = {0x5D: re.compile(rb"[\dlLI]"), 0x50: re.compile(rb"[\d>!+$=|]"), 0x5F: re.compile(b"G")}
"""What begins a string after ESC (OSC, DCS, APC), and what its next byte then is: with another it
is alt and that key."""

_STRING_ENDS = re.compile(rb"\x07|\x1b|\x18|\x1a")
_CONTROLS_OF_8_BITS = {0x9B: b"\x1b[", 0x8F: b"\x1bO"}
"""CSI and SS3 as a terminal of eight bits sends them. No UTF-8 begins with either."""


def next_piece(held: bytearray) -> Taken:
    """The first piece of what is held. May put bytes in ``held`` into their usual form."""
    if held[0] != _ESC:
        return _text(held)
    if len(held) == 1:
        return None
    match held[1]:
        case 0x1B:
            return Piece(Kind.ESCAPE, "\x1b", b"\x1b"), 1
        case 0x5B:
            return _csi(held)
        case 0x4F:
            return None if len(held) < 3 else _ss3(bytes(held[:3]))
        case 0x5D | 0x50 | 0x5F as second:
            if len(held) == 2:
                return None
            if _STRINGS[second].match(held, 2):
                return _string(held)
    return _with_alt(held)


def torn(held: bytes) -> Piece:
    """What the rest of never came: the escape key, alt with a key, or no key at all."""
    if held[0] != _ESC:
        return Piece(Kind.NOT_TEXT, REPLACEMENT, held)
    if held == b"\x1b":
        return Piece(Kind.ESCAPE, "\x1b", held)
    is_alt = len(held) == 2 and held not in BEGINNINGS and held[1] < 0x7F
    if is_alt or _SHORT_KEY.fullmatch(held):
        return Piece(Kind.SEQUENCE, held.decode("ascii"), held)
    if held[:3] == b"\x1b[M":
        return Piece(Kind.MOUSE, "", held)
    return Piece(Kind.LEFT_OUT, "", held)


def pasted(raw: bytes) -> Piece:
    """Text that stands in for a paste, whatever bytes came."""
    return Piece(Kind.PASTED, raw.decode("utf-8", "replace").replace("\0", ""), raw)


def _text(held: bytearray) -> Taken:
    end = held.find(_ESC)
    run = bytes(held if end < 0 else held[:end])
    try:
        return Piece(Kind.TEXT, run.decode(), run), len(run)
    except UnicodeDecodeError as error:
        start, stop = error.start, error.end
        is_torn = end < 0 and stop == len(run) and error.reason == "unexpected end of data"
    if start:
        return Piece(Kind.TEXT, run[:start].decode(), run[:start]), start
    if is_torn:
        return None
    control = _CONTROLS_OF_8_BITS.get(run[0])
    if control is not None:
        held[:1] = control
        return next_piece(held)
    return Piece(Kind.NOT_TEXT, REPLACEMENT, run[:stop]), stop


def _csi(held: bytearray) -> Taken:
    if len(held) == 2:
        return None
    if held[2] == 0x4D:
        return _old_mouse(held)
    if held[2] == 0x5B:  # the console of Linux: ESC [ [ A is F1
        return None if len(held) < 4 else _ended(bytes(held[:4]))
    short = _SHORT_KEY.match(held)
    if short and short.end() < len(held):
        return Piece(Kind.SEQUENCE, short[0].decode("ascii"), short[0]), short.end()
    match = _CSI.match(held)
    end = match.end() if match else 2
    if end < len(held):
        return _ended(bytes(held[: end + 1]))
    return None if end < _LONGEST else (Piece(Kind.LEFT_OUT, "", bytes(held)), end)


def _ended(raw: bytes) -> Taken:
    """A sequence with its last byte, which may be one that does not belong to it."""
    if 0x40 <= raw[-1] <= 0x7E:
        return Piece(Kind.SEQUENCE, raw.decode("ascii"), raw), len(raw)
    return Piece(Kind.LEFT_OUT, "", raw[:-1]), len(raw) - 1


def _old_mouse(held: bytearray) -> Taken:
    for at in range(3, min(_MOUSE_BYTES, len(held))):
        if held[at] < 0x20:
            return Piece(Kind.MOUSE, "", bytes(held[:at])), at
    if len(held) < _MOUSE_BYTES:
        return None
    return Piece(Kind.MOUSE, "", bytes(held[:_MOUSE_BYTES])), _MOUSE_BYTES


def _ss3(raw: bytes) -> Taken:
    if 0x20 < raw[2] < 0x7F:
        return Piece(Kind.SEQUENCE, raw.decode("ascii"), raw), 3
    return Piece(Kind.SEQUENCE, "\x1bO", raw[:2]), 2


def _string(held: bytearray) -> Taken:
    match = _STRING_ENDS.search(held, 2)
    if match is None or (match[0] == b"\x1b" and match.end() == len(held)):
        if len(held) > 2 * _LONGEST:  # what is left out need not be kept
            del held[_LONGEST:-1]
        return None
    is_proper = match[0] != b"\x1b" or held[match.end()] == ord("\\")
    end = match.start() + len(match[0] if match[0] != b"\x1b" else b"\x1b\\") * is_proper
    return Piece(Kind.LEFT_OUT, "", bytes(held[:end])), end


def _with_alt(held: bytearray) -> Taken:
    key = bytes(held[1:5])
    is_torn = False
    for length in range(1, len(key) + 1):
        try:
            text = key[:length].decode()
        except UnicodeDecodeError as error:
            is_torn = error.reason == "unexpected end of data"
            continue
        return Piece(Kind.SEQUENCE, "\x1b" + text, b"\x1b" + key[:length]), 1 + length
    if is_torn and len(key) < 4:
        return None
    return Piece(Kind.ESCAPE, "\x1b", b"\x1b"), 1
