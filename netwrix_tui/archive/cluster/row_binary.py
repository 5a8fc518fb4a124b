"""RowBinary, the form in which rows go to ClickHouse and come from it: exact bytes, nothing else.

A text is its length as LEB128 and its bytes, an array its length and its elements, a number
little-endian (ClickHouse's documentation, "Formats: RowBinary").
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from struct import Struct
from typing import Any

_NUMBERS = {"B": Struct("<B"), "I": Struct("<I"), "Q": Struct("<Q"), "q": Struct("<q")}
TEXT, BYTES, UINT8, UINT32, UINT64, INT64 = "s", "b", "B", "I", "Q", "q"
"""The types of columns, as :func:`decoded` is told them, one letter for each column."""


def length(number: int) -> bytes:
    """A length as LEB128."""
    if number < 0x80:
        return _SHORT[number]
    pieces = bytearray()
    while number >= 0x80:
        pieces.append(number & 0x7F | 0x80)
        number >>= 7
    pieces.append(number)
    return bytes(pieces)


_SHORT = [bytes((number,)) for number in range(0x80)]


def of_bytes(value: bytes) -> bytes:
    """A text or bytes."""
    return length(len(value)) + value


def of_text(value: str) -> bytes:
    """A text. Raises UnicodeEncodeError for half a character."""
    encoded = value.encode()
    return length(len(encoded)) + encoded


def of_texts(values: Iterable[str]) -> bytes:
    """An array of texts."""
    encoded = list(map(of_text, values))
    return length(len(encoded)) + b"".join(encoded)


def of_number(kind: str, value: int) -> bytes:
    """A number of one of the types."""
    return _NUMBERS[kind].pack(value)


def decoded(content: bytes, types: str) -> list[tuple[Any, ...]]:
    """The rows of an answer whose columns have these types. Raises ValueError where it has not."""
    rows, at, end = [], 0, len(content)
    try:
        while at < end:
            row: list[Any] = []
            for kind in types:
                number = _NUMBERS.get(kind)
                if number is not None:
                    row += number.unpack_from(content, at)
                    at += number.size
                    continue
                size = shift = 0
                while True:
                    byte = content[at]
                    at += 1
                    size |= (byte & 0x7F) << shift
                    if byte < 0x80:
                        break
                    shift += 7
                if at + size > end:
                    raise ValueError("the answer ends within a row")
                value = content[at : at + size]
                row.append(value if kind == BYTES else value.decode("utf-8", "replace"))
                at += size
            rows.append(tuple(row))
    except (IndexError, OverflowError, struct.error) as error:
        raise ValueError("the answer ends within a row") from error
    return rows
