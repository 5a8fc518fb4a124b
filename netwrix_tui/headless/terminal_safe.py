"""JSON and XML for a terminal: the same document, with escapes for what would act on it."""

from __future__ import annotations

from collections.abc import Callable

from netwrix_tui.sanitize import visible


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
    # White space of ASCII stands between tokens as well, where no escape may stand.
    return "".join(
        char if char in "\n\t" or (char.isascii() and char.isprintable()) or _is_plain(char)
        else " " if char == "\r"
        else escape(char)
        for char in text
    ).encode()  # fmt: skip


def _is_plain(char: str) -> bool:
    # A combining character is plain where it has something to stand on.
    return visible("a" + char) == "a" + char
