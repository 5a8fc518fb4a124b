"""In which encoding bytes are: of any answer, whatever its format, and of any file that is read.

The Integration API speaks UTF-8, whatever the XML declaration of an answer says. Files are UTF-8,
or UTF-16 as Windows PowerShell writes it.
"""

from __future__ import annotations

import codecs

from netwrix_tui.errors import Malformed, UsageError
from netwrix_tui.foreign_text import foreign

UTF8_BOM = b"\xef\xbb\xbf"
_WHERE_NULS_STAND = {
    "a0a0": "utf-16-le",
    "0a0a": "utf-16-be",
    "a000": "utf-32-le",
    "000a": "utf-32-be",
}
_SPACE = b" \t\r\n"
_AT_ONCE = 1 << 20
_A_MARK = 4
"""Bytes of the longest byte order mark: a body of no more holds no text behind it."""

_PACKED: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PK\x03\x04", "zip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
)
"""The first bytes of compressed data."""


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 as a codec's name, by the mark or by where the NULs stand; None for others.

    Without a mark, the first two characters are taken to be ASCII, as those of JSON and XML are.
    """
    for bom, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            return name
    first = data[:4]
    if len(first) == 4 and all(byte == 0 or _is_text(byte) for byte in first):
        return _WHERE_NULS_STAND.get("".join("0" if byte == 0 else "a" for byte in first))
    return None


def utf8_body(body: bytes) -> bytes:
    """An answer's body without a byte order mark and without white space around it.

    Raises Malformed for one that cannot be UTF-8: in UTF-16, which the API does not speak, or
    compressed.
    """
    if (name := wide_encoding(body)) is not None:
        raise Malformed(
            f"The answer is in {name[:6].upper()}.",
            cause="The Integration API speaks UTF-8; something between may have changed it.",
            next_step="Check for a proxy in the way.",
        )
    stripped = body.removeprefix(UTF8_BOM).strip(_SPACE)
    if stripped and not _is_text(stripped[0]):
        packed = next((name for start, name in _PACKED if stripped.startswith(start)), None)
        raise Malformed(
            f"The answer is no text: it begins with the bytes {stripped[:8].hex(' ')}.",
            cause=f"It is compressed with {packed}, and its headers do not say so."
            if packed
            else "It may be compressed in a way that was not asked for.",
            next_step="Check for a proxy in the way.",
        )
    return stripped


def file_text(data: bytes) -> str:
    """The text in a file: UTF-8, or UTF-16 as Windows PowerShell writes it. Raises UsageError."""
    name = wide_encoding(data)
    try:
        return data.decode(name).removeprefix("\ufeff") if name else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"Its byte {error.start + 1:,} is not {name[:6].upper() if name else 'UTF-8'}.",
            next_step="Save the file as UTF-8.",
        ) from error


def shown_text(body: bytes) -> str:
    """The text of a body that is not the API's, for people; what cannot be read is replaced."""
    name = wide_encoding(body) if len(body) > _A_MARK else None
    return body.decode(name or "utf-8-sig", "replace")


def is_utf8(body: bytes) -> bool:
    """Whether all of a body is UTF-8; takes no memory worth naming, however long it is."""
    if body.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), _AT_ONCE):
            decoder.decode(body[start : start + _AT_ONCE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def beginning(body: bytes, longest: int = 60) -> str:
    """The first bytes of a body as a quotation, for a message."""
    text = body[:longest].decode("utf-8", "replace") + ("…" if len(body) > longest else "")
    return foreign(text, longest + 3)


def _is_text(byte: int) -> bool:
    """Whether a character of ASCII may begin a text."""
    return 0x20 <= byte < 0x7F or byte in _SPACE
