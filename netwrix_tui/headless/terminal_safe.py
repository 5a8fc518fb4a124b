"""JSON and XML for a terminal: the same document, with escapes for what would act on it."""

from __future__ import annotations

from collections.abc import Callable

from netwrix_tui.sanitize import MOST_ATTACHED, attaches, visible


def json_for_terminal(document: bytes) -> bytes:
    """The same values, with ``\\uXXXX`` for every character that is not plainly printable."""
    return _escaped(document, _json_escape)


def xml_for_terminal(document: bytes) -> bytes:
    """The same text, with ``&#xXXXX;`` for every character that is not plainly printable."""
    return _escaped(document, lambda char: f"&#x{ord(char):X};")


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
