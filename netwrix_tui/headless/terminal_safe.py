"""What a terminal is given: the same document, with escapes for what would act on it."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import partial

from netwrix_tui.sanitize import MOST_ATTACHED, attaches, visible
from netwrix_tui.standard_streams import DRAWN


def for_terminal(form: str, encoding: str) -> Callable[[bytes], bytes]:
    """What is done to the bytes of a form (``json``, ``table`` …) for a terminal's encoding.

    JSON and XML stay exact: where it is not UTF-8, they are told in ASCII.
    """
    is_utf8 = codecs.lookup(encoding).name == "utf-8"
    if form in ("json", "ndjson"):
        return json_for_terminal if is_utf8 else partial(_ascii, json_for_terminal, _json_escape)
    if form == "xml":
        return xml_for_terminal if is_utf8 else partial(_ascii, xml_for_terminal, _xml_escape)
    return bytes if is_utf8 else partial(_encoded, encoding)


def json_for_terminal(document: bytes) -> bytes:
    """The same values, with ``\\uXXXX`` for every character that is not plainly printable."""
    return _escaped(document, _json_escape)


def xml_for_terminal(document: bytes) -> bytes:
    """The same text, with ``&#xXXXX;`` for every character that is not plainly printable."""
    return _escaped(document, _xml_escape)


def _encoded(encoding: str, document: bytes) -> bytes:
    return document.decode("utf-8", "replace").encode(encoding, DRAWN)


def _ascii(safe: Callable[[bytes], bytes], escape: Callable[[str], str], document: bytes) -> bytes:
    text = safe(document).decode()
    return "".join(char if char.isascii() else escape(char) for char in text).encode()


def _xml_escape(char: str) -> str:
    return f"&#x{ord(char):X};"


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _escaped(document: bytes, escape: Callable[[str], str]) -> bytes:
    text = document.decode("utf-8", "replace")
    if text.isascii() and text.replace("\n", "").isprintable():
        return document
    out: list[str] = []
    before = '"'
    attached = 0
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
    return "".join(out).encode()


_MARKUP = '"> \n\t'
"""What may stand before a value, and is none of it."""
