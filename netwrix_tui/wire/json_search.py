"""Searches and continuation marks as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from netwrix_tui.any_text_json import encode_any_text
from netwrix_tui.errors import Malformed, WireError
from netwrix_tui.records.filters import Filter
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire import json_structure
from netwrix_tui.wire.encoding import utf8_body
from netwrix_tui.wire.filter_values import (
    OPERATORS,
    ROOT,
    filter_from_wire,
    is_timed,
    unexpected,
    wire_parts,
    written_operator,
)

_ACTING = re.compile("[\x7f-\x9f]")
"""Controls that JSON may hold as they are, and that a clipboard must not carry."""


def encode_search(parameters: SearchParameters, mark: str | None = None) -> bytes:
    """The body of ``search``; the entries of one filter stand together, in their order.

    It holds no control character, so that it can be copied as it is sent.
    """
    entries: dict[str, list[object]] = {}
    for condition in parameters.filters:
        entries.setdefault(condition.name, []).append(_entry(condition))
    filters = {name: group[0] if len(group) == 1 else group for name, group in entries.items()}
    body: dict[str, object] = {} if mark is None else {"ContinuationMark": mark}
    text = encode_any_text(body | {"FilterList": filters}).decode()
    return _ACTING.sub(lambda control: f"\\u{ord(control[0]):04x}", text).encode()


def decode_search(body: bytes, *, only_known: bool = True) -> tuple[SearchParameters, str | None]:
    """The filters and the mark of a search. Raises Malformed, or WireError with a location."""
    decoded = _decode(body)
    if not isinstance(decoded, dict):
        raise WireError("A search is a JSON object.", location=ROOT)
    unknown = decoded.keys() - {"ContinuationMark", "FilterList"}
    if "ActivityRecordSearch" in unknown:
        raise WireError(
            "Unexpected element 'ActivityRecordSearch'.",
            next_step="In JSON there is no such root: take the object in it.",
            location=ROOT,
        )
    if unknown:
        raise unexpected(min(unknown), ("FilterList", "ContinuationMark"), ROOT)
    mark = decoded.get("ContinuationMark")
    if mark is not None and not isinstance(mark, str):
        raise WireError("The continuation mark is a string.", location=f"{ROOT}/ContinuationMark")
    filters = decoded.get("FilterList") or {}
    if not isinstance(filters, dict):
        raise WireError(
            "FilterList is a JSON object.",
            next_step='It is written {"Who": "jane", "Action": ["Added", "Removed"]}.',
            location=f"{ROOT}/FilterList",
        )
    found = [f for name, value in filters.items() for f in _filters(name, value, only_known)]
    return SearchParameters().with_(*found), mark


def encode_mark(mark: str) -> bytes:
    """The body of ``POST enum``: the mark as a JSON string."""
    return encode_any_text(mark)


def decode_mark(body: bytes) -> str:
    """The mark in a body of ``POST enum``. Raises Malformed, WireError."""
    mark = _decode(body)
    if not isinstance(mark, str):
        raise WireError("The continuation mark is a string.", location="/ContinuationMark")
    return mark


def _entry(condition: Filter) -> object:
    parts = wire_parts(condition.value)
    value: object = parts if isinstance(parts, str) else dict(parts)
    operator = written_operator(condition)
    return value if operator is None else {operator: value}


def _filters(name: str, value: object, only_known: bool) -> Iterator[Filter]:
    """The entries of one filter: a value, an object of operators, or an array of either."""
    if isinstance(value, list):
        for entry in value:
            yield from _filters(name, entry, only_known)
    elif isinstance(value, dict) and not (is_timed(name) and not _has_operators(value)):
        if not value:
            raise WireError(f"{name} has no operator.", location=f"{ROOT}/FilterList/{name}")
        if value.keys() == {"value", "Count"} and isinstance(value["value"], list):
            raise WireError(
                f"{name} is wrapped, as ConvertTo-Json of Windows PowerShell 5.1 does with a list.",
                next_step='Write the list itself: ["…", "…"].',
                location=f"{ROOT}/FilterList/{name}",
            )
        for operator, operand in value.items():
            for single in operand if isinstance(operand, list) else [operand]:
                yield filter_from_wire(name, operator, _parts(name, single), only_known=only_known)
    else:
        yield filter_from_wire(name, None, _parts(name, value), only_known=only_known)


def _has_operators(value: dict[str, object]) -> bool:
    return any(name in OPERATORS for name in value)


def _parts(name: str, value: object) -> str | list[tuple[str, str]]:
    if isinstance(value, dict) and is_timed(name):
        return [(part, text if isinstance(text, str) else "") for part, text in value.items()]
    if not isinstance(value, str):
        raise WireError(f"{name} takes a string.", location=f"{ROOT}/FilterList/{name}")
    return value


def _decode(body: bytes) -> object:
    text = utf8_body(body)
    json_structure.check(text)
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(f"This is not JSON: {error}.") from error
