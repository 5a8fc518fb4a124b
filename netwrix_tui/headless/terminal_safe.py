"""Documents for a terminal: characters that a terminal would obey are written as escapes."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from functools import partial

from netwrix_tui.sanitize import MOST_ATTACHED, attaches, visible, visible_block
from netwrix_tui.standard_streams import DRAWN

Pieces = Iterator[bytes]


def as_it_is(document: bytes) -> Pieces:
    """Nothing is done."""
    yield document


def for_terminal(output_format: str, encoding: str) -> Callable[[bytes], Pieces]:
    """What is done to the bytes of a format (``json``, ``table`` …) for a terminal's encoding.

    JSON and XML stay exact: where it is not UTF-8, they are told in ASCII. Piece by piece: what is
    looked at character by character takes many times its bytes.
    """
    is_utf8 = codecs.lookup(encoding).name == "utf-8"
    if output_format == "cef":
        return partial(_plain_lines, encoding)
    escape = {"json": _json_escape, "ndjson": _json_escape, "xml": _xml_escape}.get(output_format)
    if escape is not None:
        return partial(_escaped if is_utf8 else _ascii, escape=escape)
    return as_it_is if is_utf8 else partial(_encoded, encoding)


def json_for_terminal(document: bytes) -> bytes:
    """The same values, with ``\\uXXXX`` for every character that is not plainly printable."""
    return b"".join(_escaped(document, _json_escape))


def xml_for_terminal(document: bytes) -> bytes:
    """The same text, with ``&#xXXXX;`` for every character that is not plainly printable."""
    return b"".join(_escaped(document, _xml_escape))


def _texts(document: bytes) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for start in range(0, len(document), _AT_ONCE):
        yield decoder.decode(document[start : start + _AT_ONCE])
    yield decoder.decode(b"", final=True)


def _plain_lines(encoding: str, document: bytes) -> Pieces:
    """Lines of plain text with all that is not plainly printable made visible."""
    for text in _texts(document):
        yield visible_block(text).encode(encoding, DRAWN)


def _encoded(encoding: str, document: bytes) -> Pieces:
    for text in _texts(document):
        yield text.encode(encoding, DRAWN)


def _ascii(document: bytes, escape: Callable[[str], str]) -> Pieces:
    for piece in _escaped(document, escape):
        text = piece.decode()
        yield "".join(char if char.isascii() else escape(char) for char in text).encode()


def _xml_escape(char: str) -> str:
    return f"&#x{ord(char):X};"


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _escaped(document: bytes, escape: Callable[[str], str]) -> Pieces:
    before = '"'
    attached = 0
    for text in _texts(document):
        if text.isascii() and text.replace("\n", "").isprintable():
            yield text.encode()
            before, attached = text[-1:] or before, 0 if text else attached
            continue
        out: list[str] = []
        for char in text:
            # White space of ASCII stands between tokens as well, where no escape may stand.
            if char in "\n\t" or (char.isascii() and char.isprintable()):
                out.append(char)
                before, attached = char, 0
            elif char == "\r":
                out.append(" ")
                before, attached = " ", 0
            else:
                attached = attached + 1 if attaches(char) else 0
                # A combining character is plain where it has something of the value to stand on.
                is_plain = attached <= MOST_ATTACHED and not (attached and before in _MARKUP)
                out.append(char if is_plain and visible("a" + char) == "a" + char else escape(char))
                before = char
        yield "".join(out).encode()


_AT_ONCE = 1 << 16
"""Bytes that are looked at before they are written."""

_MARKUP = '"> \n\t'
"""What may stand before a value, and is none of it."""
