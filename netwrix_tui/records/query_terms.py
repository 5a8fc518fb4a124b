"""A query line cut into terms, each with the place of its parts: for reading, completing, errors.

A term is ``[#][-][NAME OPERATOR]VALUE``. A value with blanks stands in double quotes, where a
double quote is written twice and a backslash is a backslash; one with line breaks stands in single
quotes, where a backslash escapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from netwrix_tui.errors import UsageError
from netwrix_tui.records.filters import ANYWHERE, SERVER, SPECS, Operator

SIGNS: dict[str, tuple[Operator, Operator | None]] = {
    ":": (Operator.CONTAINS, Operator.DOES_NOT_CONTAIN),
    "=": (Operator.EQUALS, Operator.NOT_EQUAL_TO),
    "^=": (Operator.STARTS_WITH, None),
    "$=": (Operator.ENDS_WITH, None),
    "@=": (Operator.IN_GROUP, Operator.NOT_IN_GROUP),
}
"""What a sign between name and value means, and what it means behind a minus."""

SHORT_NAMES: dict[str, str] = {
    name.lower(): name for name in (*SPECS, ANYWHERE, SERVER)
} | {
    "source": "DataSource",
    "type": "ObjectType",
    "plan": "MonitoringPlan",
    "hours": "WorkingHours",
}  # fmt: skip
"""Names of filters as they are typed, in lower case."""

_HEAD = re.compile(r"(?P<name>@?[A-Za-z_][\w.-]*)(?P<sign>[\^$@]?=|:)")
_LOOSE_HEAD = re.compile(r"#?-?")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_NEEDS_ESCAPES = re.compile(r"[\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_BARE = re.compile(r"[^\s\"'][^\s\"]*")
_HEX = re.compile(r"x([0-9a-f]{2})|u([0-9a-f]{4})", re.IGNORECASE)


class QueryError(UsageError):
    """A query that cannot be read; ``at`` and ``end`` are the places of what is wrong in it."""

    def __init__(self, what: str, *, at: int, end: int, next_step: str = "") -> None:
        super().__init__(what, next_step=next_step)
        self.at = at
        self.end = end


@dataclass(frozen=True, slots=True)
class Term:
    """One term and where it stands: ``text[at:end]``, its value from ``value_at`` on.

    ``name`` is as it was typed, empty for a bare word; ``sign`` is one of :data:`SIGNS`, or empty.
    """

    at: int
    end: int
    is_off: bool
    is_negative: bool
    name: str
    sign: str
    value: str
    value_at: int


def terms(text: str) -> list[Term]:
    """All terms of a query. Raises QueryError for quotes that do not end."""
    found: list[Term] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        else:
            found.append(_term(text, at))
            at = found[-1].end
    return found


def _term(text: str, start: int) -> Term:
    at = start
    is_off = text.startswith("#", at)
    at += is_off
    is_negative = text.startswith("-", at)
    at += is_negative
    head = _HEAD.match(text, at)
    name, sign = (head["name"], head["sign"]) if head else ("", "")
    at = head.end() if head else at
    value, end = _value(text, at)
    return Term(start, end, is_off, is_negative, name, sign, value, at)


def term_around(text: str, place: int) -> Term:
    """The term that a place stands in or right behind, an empty one between terms.

    Read leniently, as somebody is still typing: a quote that does not end reaches to the end.
    """
    at = 0
    while at < min(len(text), place):
        if text[at].isspace():
            at += 1
            continue
        try:
            term = _term(text, at)
        except QueryError:
            term = _loose_term(text, at)
        if place <= term.end:
            return term
        at = term.end
    return Term(place, place, False, False, "", "", "", place)


def _loose_term(text: str, start: int) -> Term:
    head = _LOOSE_HEAD.match(text, start)
    assert head is not None  # noqa: S101 - it matches anything
    name = _HEAD.match(text, head.end())
    at = name.end() if name else head.end()
    quote = text[at : at + 1]
    closed = text.find(quote, at + 1) if quote else -1
    rest = re.compile(r"\S*").match(text, closed + 1) if closed > 0 else None
    return Term(
        start, rest.end() if rest else len(text), "#" in head[0], "-" in head[0],
        name["name"] if name else "", name["sign"] if name else "", text[at:], at,
    )  # fmt: skip


def _value(text: str, at: int) -> tuple[str, int]:
    """The value that begins here, and where it ends."""
    match text[at : at + 1]:
        case '"':
            value, end = _quoted(text, at)
        case "'":
            value, end = _escaped(text, at)
        case _:
            bare = re.compile(r"\S*").match(text, at)
            assert bare is not None  # noqa: S101 - it matches anything, the empty text too
            return bare[0], bare.end()
    if end < len(text) and not text[end].isspace():
        raise QueryError(
            "Something follows the closing quote.", at=end, end=end + 1,
            next_step="Leave a blank between two terms.",
        )  # fmt: skip
    return value, end


def _quoted(text: str, start: int) -> tuple[str, int]:
    value, at = "", start + 1
    while True:
        quote = text.find('"', at)
        if quote < 0:
            raise _unclosed('"', start, len(text))
        value += text[at:quote]
        if not text.startswith('"', quote + 1):
            return value, quote + 1
        value += '"'
        at = quote + 2


def _escaped(text: str, start: int) -> tuple[str, int]:
    value, at = "", start + 1
    while at < len(text):
        char = text[at]
        if char == "'":
            return value, at + 1
        if char != "\\":
            value += char
            at += 1
            continue
        code = _HEX.match(text, at + 1)
        if code:
            value += chr(int(code[1] or code[2], 16))
            at = code.end()
        else:
            value += _ESCAPES.get(text[at + 1 : at + 2], text[at + 1 : at + 2])
            at += 2
    raise _unclosed("'", start, len(text))


def _unclosed(quote: str, at: int, end: int) -> QueryError:
    return QueryError(
        f"The quote {quote} is not closed.", at=at, end=end, next_step=f"Type {quote} at its end."
    )


def written_value(value: str, *, alone: bool) -> str:
    """A value as it is typed; ``alone`` where no name stands before it."""
    if _NEEDS_ESCAPES.search(value):
        return "'" + "".join(map(_escape, value)) + "'"
    is_bare = _BARE.fullmatch(value) is not None
    if alone and is_bare:
        # Behind < and { a line could be taken for XML or JSON where any of the three is read.
        is_bare = value[0] not in "-#<{" and _HEAD.match(value) is None
    return value if is_bare else '"' + value.replace('"', '""') + '"'


def _escape(char: str) -> str:
    if char in "\\'":
        return "\\" + char
    if not _NEEDS_ESCAPES.match(char):
        return char
    named = {text: name for name, text in _ESCAPES.items()}.get(char)
    if named:
        return "\\" + named
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
