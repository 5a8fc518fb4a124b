"""Continuation marks: opaque to clients, signed, and bound to the query that gave them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass

from netwrix_tui.errors import WireError
from netwrix_tui.records.search import SearchParameters

_LAYOUT = struct.Struct(">BQQQ12s")
_VERSION = 2
_SIGNATURE = 20


@dataclass(frozen=True, slots=True)
class Position:
    """Where the next page begins, and the moment that the query's relative times count from.

    ``arrived`` is how many records had come since the start when its first page was asked for.
    """

    place: int
    as_of: int
    arrived: int = 0


class Marks:
    """Makes and reads the marks of one run; those of another run are refused."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def make(self, position: Position, query: bytes) -> str:
        """The mark of a position within a query."""
        body = _LAYOUT.pack(_VERSION, position.place, position.as_of, position.arrived, query)
        return base64.b64encode(body + self._signature(body)).decode()

    def read(self, mark: str, query: bytes) -> Position:
        """The position that a mark names. Raises WireError if it belongs to another query."""
        try:
            data = base64.b64decode(mark.strip(), validate=True)
        except (binascii.Error, ValueError) as error:
            raise _refused("It is not one of this server's.") from error
        body, signature = data[:-_SIGNATURE], data[-_SIGNATURE:]
        if len(body) != _LAYOUT.size or not hmac.compare_digest(signature, self._signature(body)):
            raise _refused("It is not one of this server's.")
        _, place, as_of, arrived, owner = _LAYOUT.unpack(body)
        if owner != query:
            raise _refused("It belongs to another query.")
        return Position(place, as_of, arrived)

    def _signature(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, "sha256")[:_SIGNATURE]


def query_digest(parameters: SearchParameters | None) -> bytes:
    """What tells one query from another; None is enum. The order of filters does not matter."""
    if parameters is None:
        return hashlib.sha256(b"enum").digest()[:12]
    filters = sorted(repr(condition) for condition in parameters.filters)
    text = "\n".join(("search", *filters)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).digest()[:12]


def _refused(why: str) -> WireError:
    return WireError(f"Invalid continuation mark. {why}", category="InputError")
