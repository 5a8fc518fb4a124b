"""The records in a JSON text that somebody wrote, whatever is around them, and where each begins.

Taken: an array, one object, an object with an ``ActivityRecordList``, a list as PowerShell wraps
one, and any of these one after the other (as NDJSON has them).
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator

from netwrix_tui.errors import Malformed
from netwrix_tui.wire import json_structure, limits
from netwrix_tui.wire.json_tolerant import Members
from netwrix_tui.wire.powershell_json import wrapped_list

_LIST = "ActivityRecordList"
_decoder = json.JSONDecoder(
    strict=False, object_pairs_hook=Members, parse_int=str, parse_float=str, parse_constant=str
)
_SPACE = re.compile(r"[ \t\r\n]*+")


class NotJson(Malformed):
    """The text stops being JSON; ``at`` is where."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.at = at


def json_records(text: str) -> Iterator[tuple[int, object]]:
    """Each record's position and value, Members where it is an object. Raises NotJson."""
    at = _skip(text, 0)
    while at < len(text):
        if text[at] == "[":
            at = yield from _elements(text, at)
        else:
            value, end = _value(text, at)
            if isinstance(value, Members) and any(name == _LIST for name, _ in value):
                yield from _wrapped(text, at, _LIST)
            elif wrapped_list(value) is not None:
                yield from _wrapped(text, at, "value")
            else:
                yield at, _within_limits(text, at, end, value)
            at = end
        at = _skip(text, at)


def _elements(text: str, start: int) -> Generator[tuple[int, object], None, int]:
    """The elements of an array; returns the position behind it."""
    at = _skip(text, start + 1)
    while text[at : at + 1] != "]":
        value, end = _value(text, at)
        yield at, _within_limits(text, at, end, value)
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise NotJson("a comma or ] is missing", at)
    return at + 1


def _wrapped(text: str, start: int, member: str) -> Iterator[tuple[int, object]]:
    """The records in the list that is a member of an object, which is known to be well-formed."""
    at = _skip(text, start + 1)
    while text[at : at + 1] != "}":
        name, at = _value(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if name == member and text[at : at + 1] == "[":
            yield from _elements(text, at)
        elif name == member and wrapped_list(_value(text, at)[0]) is not None:
            yield from _wrapped(text, at, "value")
        at = _skip(text, _value(text, at)[1])
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)


def _value(text: str, at: int) -> tuple[object, int]:
    try:
        return _decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise NotJson(error.msg[:1].lower() + error.msg[1:], error.pos) from error
    except RecursionError as error:
        raise NotJson(limits.too_deep("JSON").what.removesuffix("."), at) from error


def _within_limits(text: str, at: int, end: int, value: object) -> object:
    """The value, unless it goes beyond the limits of a record. Raises NotJson."""
    try:
        json_structure.check(text[at:end].encode("utf-8", "surrogatepass"))
    except limits.LimitExceeded as error:
        raise NotJson(error.what.removesuffix("."), at) from error
    return value


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
