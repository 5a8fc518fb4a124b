"""Reads JSON that the strict parser refuses, and loses as little of it as can be.

Raw control characters, lone surrogates, invalid UTF-8, a record that is broken in itself: each is
confined to the record that it stands in. Slower than the strict parser: pages and the rows of the
table come here only where that one refuses. A single record that is wanted whole comes here at
once (:func:`netwrix_tui.wire.json_format.decode_record`), and so do records that are to be written.
No value is decoded but by itself: an error of the decoder counts the lines before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from netwrix_tui.errors import Malformed
from netwrix_tui.wire import json_structure, limits
from netwrix_tui.wire.element_names import PLAN_NAMES, TEXT_FIELDS
from netwrix_tui.wire.encoding import beginning


class Members(list[tuple[str, object]]):
    """The members of a JSON object in order; a name may stand there twice."""


_decoder = json.JSONDecoder(
    strict=False, object_pairs_hook=Members, parse_int=str, parse_float=str, parse_constant=str
)
_MEMBER = re.compile(rb'"(\w++)"\s*+:\s*+("(?:[^"\\]++|\\.)*+")', re.DOTALL)


def text_of(raw: bytes) -> str:
    """The bytes as text; each byte that is no UTF-8 becomes a lone surrogate."""
    return raw.decode("utf-8", "surrogateescape")


def decode(raw: bytes, *, is_record: bool = True) -> object:
    """Any JSON value: objects as :class:`Members`, numbers as their text.

    Raises LimitExceeded where it goes too far, Malformed where it is not JSON. With ``is_record``
    False it may hold any number of values.
    """
    (json_structure.check if is_record else json_structure.check_depth)(raw)
    try:
        return _decoder.decode(text_of(raw))
    except (ValueError, RecursionError) as error:
        raise Malformed(f"This is not JSON: it begins with {beginning(raw)}.") from error


def decode_members(raw: bytes) -> Members | None:
    """The members of a record; None where it is no object. Raises Malformed.

    A value that goes beyond the limits is its text, as it came.
    """
    try:
        value = decode(raw)
    except limits.LimitExceeded:
        if not raw.startswith(b"{"):
            return None
        return Members(
            (_string(name), _within_limits(raw[start:end]))
            for number, (name, start, end) in enumerate(json_structure.members(raw))
            if number < limits.MOST_MEMBERS or name in _IN_RECORD
        )
    return value if isinstance(value, Members) else None


def short_members(raw: bytes) -> Members:
    """The members of a record but for its details, long texts cut. Raises WireError."""
    found: dict[str, object] = {}  # of a name that stands there again and again, the last value
    for name, start, end in json_structure.members(raw):
        if name not in _IN_ROW:
            continue
        if end - start <= limits.LONG_RECORD // 16:
            found[_string(name)] = _within_limits(raw[start:end])
        elif raw[start : start + 1] == b'"':
            found[_string(name)] = _short_string(raw, start, end)
    return Members(found.items())


def short_texts(raw: bytes) -> Members:
    """The same of a record that cannot be taken apart, as far as it has texts."""
    found: dict[str, object] = {}
    for turn, match in enumerate(_MEMBER.finditer(raw), 1):
        limits.stop_in_loop(turn)
        if b'"%s"' % match[1] in _IN_ROW:
            found[text_of(match[1])] = _short_string(raw, *match.span(2))
    return Members(found.items())


def _short_string(raw: bytes, start: int, end: int) -> str:
    # An escape is up to six bytes; one that is cut at the end is left out.
    piece = raw[start : limits.cut_end(raw, start, end)]
    if len(piece) < end - start:
        piece = _WHOLE_ESCAPES.match(piece)[0] + b'"'  # type: ignore[index]
    return _string(piece)


_IN_ROW = frozenset(f'"{name}"'.encode() for name in (*TEXT_FIELDS, *PLAN_NAMES, "Item"))
"""Names of what a row shows. One that is written with escapes stays unknown here."""
_IN_RECORD = _IN_ROW | {b'"DetailList"'}


_WHOLE_ESCAPES = re.compile(rb'"(?:[^"\\]++|\\u[0-9A-Fa-f]{4}|\\[^u])*+', re.DOTALL)


def split_page(body: bytes, is_wanted: limits.IsWanted) -> tuple[list[bytes], str | None]:
    """The exact bytes of each record of a page, and the mark.

    Raises Malformed, BrokenPage, TooManyRecords, DecodingStopped.
    """
    if body.startswith(b"["):
        return _records(body, 0, is_wanted), None
    if not body.startswith(b"{"):
        raise Malformed(f"The answer is not JSON: it begins with {beginning(body)}.")
    records: list[bytes] = []
    mark: str | None = None
    for name, start, end in json_structure.members(body):
        if name == b'"ActivityRecordList"' and body[start : start + 1] == b"[":
            records = _records(body, start, is_wanted)
        elif name == b'"ContinuationMark"':
            mark = _string(body[start:end]) if body[start : start + 1] == b'"' else None
    return records, mark


def salvage_texts(raw: bytes) -> Iterator[tuple[str, str]]:
    """The text members of a record that cannot be parsed as a whole, as (name, value)."""
    for turn, match in enumerate(_MEMBER.finditer(raw), 1):
        limits.stop_in_loop(turn)
        if turn > limits.MOST_MEMBERS and b'"%s"' % match[1] not in _IN_ROW:
            continue
        yield text_of(match[1]), _string(match[2])


def _records(body: bytes, start: int, is_wanted: limits.IsWanted) -> list[bytes]:
    pieces: list[bytes] = []
    for piece in json_structure.elements(body, start):
        pieces.append(piece)
        if len(pieces) > limits.MOST_RECORDS:
            raise limits.too_many_records()
        if len(pieces) % 64 == 0:
            limits.stop_unless(is_wanted)
    return pieces


def _within_limits(raw: bytes) -> object:
    try:
        return decode(raw)
    except Malformed:
        return text_of(raw)


def _string(quoted: bytes) -> str:
    """What a string stands for; where its escapes make no sense, the string as it came."""
    text = text_of(quoted)
    try:
        return str(_decoder.decode(text))
    except ValueError:
        return text[1:-1]
