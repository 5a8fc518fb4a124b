"""JSON encoding of any text that a server may send, also with lone surrogates.

UTF-8 cannot carry half of a surrogate pair; JSON can, as an escape, which strict parsers refuse.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec


def encode_any_text(value: Any) -> bytes:
    """The value as JSON; in ASCII alone where some text of it has no UTF-8."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        plain = msgspec.to_builtins(value)
        return json.dumps(plain, separators=(",", ":")).encode("ascii")


def decode_any_text(data: bytes) -> Any:
    """What :func:`encode_any_text` has written, as dicts, lists and plain values.

    Raises ValueError (msgspec.DecodeError is one) or RecursionError for what is not JSON.
    """
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:
        return json.loads(data)
