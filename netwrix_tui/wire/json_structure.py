"""Where JSON values end, found by their brackets and quotes alone, sound or not. Linear.

Nothing is decoded here, so that it takes no memory, whatever a value holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from netwrix_tui.errors import BrokenPage
from netwrix_tui.wire import limits

_STRING = rb'"(?:[^"\\]++|\\.)*+"'
_BETWEEN = rb'[^{}\[\]"]++'
_SHALLOW_LEVELS = 8


def _shallow() -> re.Pattern[bytes]:
    """An object or array of few levels: the one pattern does what a loop over tokens would."""
    inside = rb"(?:%s|%s)*+" % (_BETWEEN, _STRING)
    for _ in range(_SHALLOW_LEVELS - 1):
        inside = rb"(?:%s|%s|[{\[]%s[}\]])*+" % (_BETWEEN, _STRING, inside)
    return re.compile(rb"[{\[]" + inside + rb"[}\]]", re.DOTALL)


_SHALLOW = _shallow()
_WHOLE_STRING = re.compile(_STRING, re.DOTALL)
_STRING_OR_REST = rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_TOKEN = re.compile(_STRING_OR_REST + rb"|[{}\[\]]", re.DOTALL)
_RUN = re.compile(_STRING_OR_REST + rb"|[{\[]++|[}\]]++", re.DOTALL)
"""A string, or brackets that all open or all close."""
_SCALAR = re.compile(rb'[^\s,:{}\[\]"]++')
_SPACE = re.compile(rb"[ \t\r\n]*+")


def skip(text: bytes, position: int) -> int:
    """Behind white space."""
    match = _SPACE.match(text, position)
    return match.end() if match else position


def value_end(text: bytes, start: int) -> int:
    """Behind the value that begins at ``start``. Raises BrokenPage where it has no end."""
    first = text[start : start + 1]
    if first in (b"{", b"["):
        match = _SHALLOW.match(text, start)
        return match.end() if match else _closing(text, start)
    match = (_WHOLE_STRING if first == b'"' else _SCALAR).match(text, start)
    if match is None:
        raise broken(text)
    return match.end()


def members(text: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The members of the object that a text consists of: each quoted name, and its value's span.

    Raises BrokenPage.
    """
    position = skip(text, 1)
    turn = 0
    while text[position : position + 1] != b"}":
        turn += 1
        limits.stop_in_loop(turn)
        if text[position : position + 1] != b'"':
            raise broken(text)
        end = value_end(text, position)
        name, position = text[position:end], skip(text, end)
        if text[position : position + 1] != b":":
            raise broken(text)
        start = skip(text, position + 1)
        end = value_end(text, start)
        yield name, start, end
        position = skip(text, end)
        if text[position : position + 1] == b",":
            position = skip(text, position + 1)
    if position + 1 != len(text):
        raise broken(text)


def elements(text: bytes, start: int) -> Iterator[bytes]:
    """The exact bytes of each element of the array at ``start``. Raises BrokenPage."""
    position = skip(text, start + 1)
    while text[position : position + 1] != b"]":
        end = value_end(text, position)
        yield text[position:end]
        position = skip(text, end)
        if text[position : position + 1] == b",":
            position = skip(text, position + 1)
        elif text[position : position + 1] != b"]":
            raise broken(text)


def check(text: bytes) -> None:
    """Raises LimitExceeded where one value, which is all that ``text`` holds, goes too far."""
    opening = text.count(b"{") + text.count(b"[")
    if opening + text.count(b",") > limits.MOST_VALUES:
        _count_values(text)
    if opening > limits.MOST_DEEP:
        check_depth(text)


def check_depth(text: bytes) -> None:
    """Raises LimitExceeded where any of the values in a text is nested too deeply."""
    position = turn = 0
    while (found := _TOKEN.search(text, position)) is not None:
        turn += 1
        limits.stop_in_loop(turn)
        position = found.end()
        if found[0] in (b"{", b"["):
            shallow = _SHALLOW.match(text, found.start())
            position = shallow.end() if shallow else _closing(text, found.start(), bounded=True)


def check_growth(text: bytes) -> None:
    """Raises LimitExceeded where a sound value would become too long by being indented by two."""
    if (text.count(b"{") + text.count(b"[") + text.count(b",")) * 2 <= _GROWS_LITTLE:
        return
    depth = growth = 0
    for token in _MARK.finditer(text):
        piece = token[0]
        if piece[:1] == b'"':
            continue
        if piece in (b"{", b"["):
            depth += 1
        elif piece in (b"}", b"]"):
            depth -= 1
        growth += 1 + 2 * depth
        if growth > limits.MOST_GROWN:
            raise limits.grown_too_long()


_GROWS_LITTLE = limits.MOST_GROWN // (1 + 2 * limits.MOST_DEEP)


def _count_values(text: bytes) -> None:
    """Of each value but the first, there is the comma or the bracket before it."""
    values = 0
    for turn, token in enumerate(_VALUE.finditer(text), 1):
        limits.stop_in_loop(turn)
        if token[0][:1] != b'"':
            values += 1
            if values > limits.MOST_VALUES:
                raise limits.too_many_values()


_VALUE = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[{\[,]', re.DOTALL)
_MARK = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[{}\[\],]', re.DOTALL)


def _closing(text: bytes, start: int, *, bounded: bool = False) -> int:
    """Behind the bracket that closes the one at ``start``, whatever stands between them.

    Without one: the end of the text, where it is only looked how deep it goes.
    """
    depth = 0
    for turn, match in enumerate(_RUN.finditer(text, start), 1):
        limits.stop_in_loop(turn)
        first, length = text[match.start()], match.end() - match.start()
        if first in b"{[":
            depth += length
            if bounded and depth > limits.MOST_DEEP:
                raise limits.too_deep("JSON")
        elif first in b"}]":
            if depth <= length:
                return match.start() + depth
            depth -= length
    if bounded:
        return len(text)
    raise broken(text)


def broken(text: bytes) -> BrokenPage:
    """The error for a page that has no end."""
    return BrokenPage(
        f"The page broke off, or stopped making sense, within its {len(text):,} bytes.",
        cause="The connection may have been cut, or something between changed the answer.",
        next_step="Try again.",
    )
