"""Reads JSON that the strict parser refuses, and loses as little of it as can be.

Raw control characters, lone surrogates, invalid UTF-8, a record that is broken in itself: each is
confined to the record that it stands in. Slower than the strict parser, and only used behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from netwrix_tui.errors import BrokenPage, Malformed
from netwrix_tui.wire.encoding import beginning


class Members(list[tuple[str, object]]):
    """The members of a JSON object in order; a name may stand there twice."""


_decoder = json.JSONDecoder(
    strict=False, object_pairs_hook=Members, parse_int=str, parse_float=str, parse_constant=str
)
_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[{}\[\]]', re.DOTALL)
_MEMBER = re.compile(r'"(\w+)"\s*:\s*"')


def text_of(raw: bytes) -> str:
    """The bytes as text; each byte that is no UTF-8 becomes a lone surrogate, and back."""
    return raw.decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """The bytes that :func:`text_of` made text of."""
    return text.encode("utf-8", "surrogateescape")


def decode(raw: bytes) -> object:
    """Any JSON value: objects as :class:`Members`, numbers as their text. Raises Malformed."""
    try:
        return _decoder.decode(text_of(raw))
    except (ValueError, RecursionError) as error:
        raise Malformed(f"This is not JSON: it begins with {beginning(raw)}.") from error


def split_page(body: bytes) -> tuple[list[bytes], str | None]:
    """The exact bytes of each record of a page, and the mark. Raises Malformed, BrokenPage."""
    text = text_of(body)
    if text.startswith("["):
        return [bytes_of(piece) for piece in _elements(text, 0)[0]], None
    if not text.startswith("{"):
        raise Malformed(f"The answer is not JSON: it begins with {beginning(body)}.")
    records: list[bytes] = []
    mark: str | None = None
    for name, start in _members(text):
        if name == "ActivityRecordList" and text[start : start + 1] == "[":
            records = [bytes_of(piece) for piece in _elements(text, start)[0]]
        elif name == "ContinuationMark":
            value = _value(text, start)[0]
            mark = value if isinstance(value, str) else None
    return records, mark


def salvage_texts(raw: bytes) -> Iterator[tuple[str, str]]:
    """The text members of a record that cannot be parsed as a whole, as (name, value)."""
    text = text_of(raw)
    for match in _MEMBER.finditer(text):
        try:
            yield match[1], str(_value(text, match.end() - 1)[0])
        except ValueError:
            return


def _members(text: str) -> Iterator[tuple[str, int]]:
    """The members of the object that a text consists of: each name, and where its value begins."""
    position = _skip(text, 1)
    while text[position : position + 1] != "}":
        if text[position : position + 1] != '"':
            raise _broken(text)
        try:
            name, position = _value(text, position)
        except ValueError as error:
            raise _broken(text) from error
        position = _skip(text, position)
        if text[position : position + 1] != ":":
            raise _broken(text)
        start = _skip(text, position + 1)
        yield str(name), start
        position = _skip(text, _value_end(text, start))
        if text[position : position + 1] == ",":
            position = _skip(text, position + 1)
    if position + 1 != len(text):
        raise _broken(text)


def _elements(text: str, start: int) -> tuple[list[str], int]:
    """The texts of an array's elements, and the position behind the array."""
    pieces: list[str] = []
    position = _skip(text, start + 1)
    while text[position : position + 1] != "]":
        end = _value_end(text, position)
        pieces.append(text[position:end])
        position = _skip(text, end)
        if text[position : position + 1] == ",":
            position = _skip(text, position + 1)
        elif text[position : position + 1] != "]":
            raise _broken(text)
    return pieces, position + 1


def _value_end(text: str, start: int) -> int:
    try:
        return _value(text, start)[1]
    except (ValueError, RecursionError):
        return _matching_bracket(text, start)


def _value(text: str, start: int) -> tuple[object, int]:
    return _decoder.raw_decode(text, start)


def _matching_bracket(text: str, start: int) -> int:
    """Behind the bracket that closes the one at ``start``, whatever stands between them."""
    depth = 0
    for match in _TOKEN.finditer(text, start):
        piece = match[0]
        if piece in "{[":
            depth += 1
        elif piece in "}]":
            depth -= 1
            if depth == 0:
                return match.end()
        if depth == 0:
            break
    raise _broken(text)


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _broken(text: str) -> BrokenPage:
    return BrokenPage(
        f"The page broke off, or stopped making sense, within its {len(text):,} characters.",
        cause="The connection may have been cut, or something between changed the answer.",
        next_step="Try again.",
    )
