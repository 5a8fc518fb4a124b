"""XML that a strict parser refuses, made parseable without moving a byte.

A copy of the same length has everything illegal masked: raw control characters, references such as
``&#27;``, bare ampersands, invalid UTF-8. Structure and offsets come from the copy, values from the
original (:func:`content_text`), so nothing is lost.
"""

from __future__ import annotations

import re

from netwrix_tui.records.filters import is_xml_character
from netwrix_tui.wire.limits import IsWanted, always, stop_unless

_AT_ONCE = 1 << 16
_LONGEST_REFERENCE = 13
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NONCHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_LOOSE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,9}|#x[0-9A-Fa-f]{1,8});)")
_NUMBERED = re.compile(rb"&#(?:([0-9]{1,9})|x([0-9A-Fa-f]{1,8}));")
_NAMED = {b"amp": b"&", b"lt": b"<", b"gt": b">", b"quot": b'"', b"apos": b"'"}
_PIECE = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    rb"|&(?:#(?P<decimal>[0-9]{1,9})|#[xX](?P<hex>[0-9A-Fa-f]{1,8})|(?P<name>amp|lt|gt|quot|apos));"
    rb"|\r\n?",
    re.DOTALL,
)


def mask(body: bytes, is_wanted: IsWanted = always) -> bytearray:
    """A copy of the same length with every illegal byte replaced by ``?``.

    Piece by piece, so that it takes no more memory than the copy; raises DecodingStopped once it
    is not wanted any more.
    """
    masked = bytearray()
    start = 0
    while start < len(body):
        stop_unless(is_wanted)
        end = _cut(body, start)
        masked += _masked(body[start:end])
        start = end
    return masked


def content_text(body: bytes, start: int = 0, end: int | None = None) -> str:
    """The text that an element's content stands for, illegal characters included.

    The content is all of ``body``, or what is between two offsets.
    """
    end = len(body) if end is None else end
    meant = bytearray()
    at = start
    for match in _PIECE.finditer(body, start, end):
        meant += body[at : match.start()]
        meant += _meant(match)
        at = match.end()
    meant += body[at:end]
    try:
        return meant.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return meant.decode("utf-8", "surrogateescape")


def _cut(body: bytes, start: int) -> int:
    """Where a piece may end: neither within a character nor within a reference."""
    end = start + _AT_ONCE
    if end >= len(body):
        return len(body)
    ampersand = body.rfind(b"&", end - _LONGEST_REFERENCE, end)
    if ampersand >= 0:
        return ampersand
    while end > start + _AT_ONCE - 4 and body[end] & 0xC0 == 0x80:
        end -= 1
    return end


def _masked(piece: bytes) -> bytes:
    if not piece.isascii():
        try:
            piece.decode()
        except UnicodeDecodeError:
            piece = _NOT_UTF8.sub("?", piece.decode("utf-8", "surrogateescape")).encode()
        piece = _NONCHARACTER.sub(b"???", piece)
    piece = _CONTROL.sub(b"?", piece)
    if b";" not in piece:
        return piece.replace(b"&", b"?")  # no reference ends here
    if b"&" in piece:
        piece = _NUMBERED.sub(_masked_number, _LOOSE_AMPERSAND.sub(b"?", piece))
    return piece


def _masked_number(match: re.Match[bytes]) -> bytes:
    code = int(match[1]) if match[1] is not None else int(match[2], 16)
    is_legal = code <= _LAST and is_xml_character(chr(code))
    return match[0] if is_legal else b"?" * len(match[0])


_LAST = 0x10FFFF


def _meant(match: re.Match[bytes]) -> bytes:
    if match[0][:1] == b"\r":
        return b"\n"
    if (cdata := match["cdata"]) is not None:
        return cdata.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if (name := match["name"]) is not None:
        return _NAMED[name]
    if match[0][:1] == b"<":
        return b""
    code = int(match["decimal"]) if match["decimal"] is not None else int(match["hex"], 16)
    return chr(code).encode("utf-8", "surrogatepass") if code <= _LAST else match[0]
