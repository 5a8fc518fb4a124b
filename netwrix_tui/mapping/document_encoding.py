"""Documents as JSON on one line, for whoever reads strictly."""

from __future__ import annotations

from typing import Any

import msgspec

_SURROGATES = dict.fromkeys(range(55296, 57344), "�")
_encode = msgspec.json.Encoder().encode
_ESCAPED = (
    (b"\xe2\x80\xa8", b"\\u2028"),
    (b"\xe2\x80\xa9", b"\\u2029"),
    (b"\xc2\x85", b"\\u0085"),
)
"""What some readers take for the end of a line."""


def one_line(document: dict[str, Any]) -> tuple[bytes, bool]:
    """The document as JSON on one line, in UTF-8; True where half characters had to be replaced.

    A lone half of a surrogate pair has no UTF-8, and as an escape is refused by strict readers: it
    becomes U+FFFD. The exact bytes are what ``--original`` is for.
    """
    replaced = False
    try:
        line = _encode(document)
    except UnicodeEncodeError:
        line, replaced = _encode(without_halves(document)), True
    if not line.isascii():
        for sign, escape in _ESCAPED:
            if sign in line:
                line = line.replace(sign, escape)
    return line, replaced


def without_halves(value: Any) -> Any:
    """The value with U+FFFD for each lone half of a surrogate pair in its texts."""
    if isinstance(value, str):
        return value.translate(_SURROGATES)
    if isinstance(value, dict):
        return {without_halves(name): without_halves(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_halves(each) for each in value]
    return value
