"""What has to hold for the bytes of any answer, whatever its format."""

from __future__ import annotations

from netwrix_tui.errors import Malformed
from netwrix_tui.foreign_text import foreign

UTF8_BOM = b"\xef\xbb\xbf"


def utf8_body(body: bytes) -> bytes:
    """The body without a byte order mark and without white space around it.

    Raises Malformed for UTF-16, which the API does not speak.
    """
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in body[:4]:
        raise Malformed(
            "The answer is in UTF-16.",
            cause="The Integration API speaks UTF-8; something between may have changed it.",
            next_step="Check for a proxy in the way.",
        )
    return body.removeprefix(UTF8_BOM).strip(b" \t\r\n")


def beginning(body: bytes, longest: int = 60) -> str:
    """The first bytes of a body as a quotation, for a message."""
    text = body[:longest].decode("utf-8", "replace") + ("…" if len(body) > longest else "")
    return foreign(text, longest + 3)
