"""Where in a search body the element stands that an error names, and what stands there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from netwrix_tui.wire.wire_format import WireFormat

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[^\s"]', re.DOTALL)
_STEP = re.compile(r"(?:[\w.-]++:)?(?P<name>[\w.-]++)(?:\[.*)?")


@dataclass(frozen=True, slots=True)
class ErrorLocation:
    """A line and a column, both from 1, and the text of the element from there on."""

    line: int
    column: int
    text: str


def place_at(body: str, start: int, end: int) -> ErrorLocation:
    """The place of a piece of a text."""
    line_start = body.rfind("\n", 0, start) + 1
    return ErrorLocation(body.count("\n", 0, start) + 1, start - line_start + 1, body[start:end])


def place_of(body: str, wire: WireFormat, location: str) -> ErrorLocation | None:
    """The first element that a path like ``/ActivityRecordSearch/FilterList/Who`` can mean.

    None where the body has no such element; prefixes and indices in the path are not looked at.
    """
    step = _STEP.fullmatch(location.rstrip("/").rpartition("/")[2])
    if step is None:
        return None
    span = (_json_member if wire is WireFormat.JSON else _xml_element)(body, step["name"])
    return None if span is None else place_at(body, *span)


def _json_member(body: str, name: str) -> tuple[int, int] | None:
    quoted = json.dumps(name)
    last: re.Match[str] | None = None
    for token in _TOKEN.finditer(body):
        if token[0] == ":" and last is not None and last[0] == quoted:
            value = token.end() + len(body[token.end() :]) - len(body[token.end() :].lstrip())
            try:
                return last.start(), json.JSONDecoder(strict=False).raw_decode(body, value)[1]
            except (ValueError, RecursionError):
                return last.start(), len(body)
        last = token
    return None


def _xml_element(body: str, name: str) -> tuple[int, int] | None:
    start = re.search(rf"<((?:[\w.-]++:)?{re.escape(name)})(?=[\s/>])", body)
    if start is None:
        return None
    tag_end = body.find(">", start.end())
    if body[tag_end - 1 : tag_end] == "/":
        return start.start(), tag_end + 1
    close = body.find(f"</{start[1]}", start.end())
    end = body.find(">", close) if close >= 0 else -1
    return start.start(), end + 1 if end >= 0 else len(body)
