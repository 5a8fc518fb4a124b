"""Small XML documents as a tree: searches, marks, errors, single records.

Pages have a reader of their own (:mod:`xml_page`). Names are local names: the API's namespaces are
not needed to tell its elements apart, and a record cut from its page has lost their declarations.
Entity declarations are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from netwrix_tui.errors import Malformed
from netwrix_tui.wire import limits
from netwrix_tui.wire.encoding import beginning, utf8_body
from netwrix_tui.wire.xml_tolerant import content_text, mask

PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'

START_TAG = re.compile(rb"<(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
"""A start tag, or one that closes itself."""
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\r": "&#13;"}
_UNSAFE = re.compile("[&<>\"'\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


_AT_ONCE = 1 << 18
_NO_ATTRIBUTES: dict[str, str] = {}
_NO_CHILDREN: list[Element] = []  # one for all that have none: elements may be many


@dataclass(slots=True)
class Element:
    """An element: its local name, attributes, own text, children, and its bytes' offsets."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=lambda: _NO_CHILDREN)

    def find(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def text_of(self, name: str) -> str:
        """The text of the first child of that name, or an empty string."""
        child = self.find(name)
        return child.text if child is not None else ""


def local(name: str) -> str:
    """A name without its namespace prefix."""
    return name.rpartition(":")[2]


def escape(text: str) -> str:
    """Text for an element's content. What XML cannot carry is written as a reference all the same.

    Only the demo's hostile values hold such characters; filters refuse them before they come here.
    """
    return _UNSAFE.sub(lambda m: _ESCAPES.get(m[0]) or f"&#x{ord(m[0]):X};", text)


def element(name: str, text: str) -> str:
    """An element with text in it."""
    return f"<{name}>{escape(text)}</{name}>"


def refuse_doctype(*_: object) -> None:
    """The handler that ends the parse at a document type declaration (entity expansion)."""
    raise Malformed(
        "The XML holds a document type declaration.",
        cause="The Integration API never sends one.",
        next_step="Check what answers at this address.",
        category="XMLError",
    )


def new_parser(names: dict[str, str]) -> expat.XMLParserType:
    """A parser of UTF-8 that refuses document types and notes all names in ``names``.

    The encoding that a prolog declares is not looked at: bytes reach the parser as UTF-8 only.
    """
    parser = expat.ParserCreate("utf-8", None, names)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    return parser


def feed(
    parser: expat.XMLParserType,
    body: bytes | bytearray,
    names: dict[str, str],
    is_wanted: limits.IsWanted = limits.always,
) -> None:
    """Parse a whole document, once, within the limits of tags and names.

    Raises ExpatError, LimitExceeded, and DecodingStopped once it is not wanted any more. The parser
    has no handlers afterwards: with them, it and whoever reads by it would hold each other, and a
    page of many megabytes, until the garbage is collected.
    """
    try:
        _feed(parser, body, names, is_wanted)
    finally:
        parser.StartElementHandler = parser.EndElementHandler = None
        parser.CharacterDataHandler = None


def _feed(
    parser: expat.XMLParserType,
    body: bytes | bytearray,
    names: dict[str, str],
    is_wanted: limits.IsWanted,
) -> None:
    for start in range(0, max(len(body), 1), _AT_ONCE):
        limits.stop_unless(is_wanted)
        end = start + _AT_ONCE
        parser.Parse(body[start:end], end >= len(body))
        if len(names) > limits.MOST_DIFFERENT_NAMES:
            raise limits.too_many_names()
        # What is behind this index is a tag of which the end has not come.
        if end < len(body) and end - parser.CurrentByteIndex > limits.LONGEST_TAG:
            raise limits.tag_too_long()


def parse(body: bytes) -> Element:
    """The root element. Raises Malformed, with what the parser says and where."""
    return _parsed(utf8_body(body))


def parse_tolerant(body: bytes) -> Element:
    """The root element of XML that may hold illegal characters. Raises Malformed."""
    body = utf8_body(body)
    try:
        return _parsed(body)
    except limits.LimitExceeded:
        raise
    except Malformed:
        return parse_masked(body)


def parse_masked(body: bytes) -> Element:
    """The same for XML that is known to hold such characters."""
    return _parsed(body, mask(body))


def parse_each(body: bytes, take: Callable[[Element], None]) -> Element:
    """The root element without its children, each of which is given to ``take`` instead.

    So that a document may hold any number of them. Raises Malformed, and what ``take`` raises.
    """
    return _parsed(utf8_body(body), take=take)


def _parsed(
    body: bytes, masked: bytearray | None = None, take: Callable[[Element], None] | None = None
) -> Element:
    try:
        return _Builder(body, body if masked is None else masked, take).root()
    except expat.ExpatError as error:
        raise not_xml(body, error) from error


def not_xml(body: bytes, error: expat.ExpatError) -> Malformed:
    """The error for a body that expat refuses."""
    reason = expat.errors.messages.get(error.code, "not well-formed")
    return Malformed(
        f"This is not well-formed XML: {reason}, line {error.lineno}, column {error.offset + 1}.",
        cause=f"It begins with {beginning(body)}.",
        category="XMLError",
    )


class _Builder:
    """Builds the tree; where original and parsed bytes differ, text comes from the original."""

    def __init__(
        self, original: bytes, parsed: bytes | bytearray, take: Callable[[Element], None] | None
    ) -> None:
        self._original = original
        self._tolerant = original is not parsed
        self._parsed = parsed
        self._take = take
        self._stack: list[Element] = []
        self._chunks: list[list[str]] = []
        self._root: Element | None = None
        self._made = 0
        self._locals: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._parser = new_parser(self._names)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        if not self._tolerant:
            self._parser.CharacterDataHandler = self._characters

    def root(self) -> Element:
        feed(self._parser, self._parsed, self._names)
        if self._root is None:
            raise Malformed("The XML has no element.", category="XMLError")
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._made += 1
        if self._made > limits.MOST_VALUES:
            raise limits.too_many_elements()
        if len(self._stack) >= limits.MOST_DEEP:
            raise limits.too_deep("XML")
        short = self._locals.get(name)
        if short is None:
            short = self._locals[name] = local(name)
        made = Element(short, attributes or _NO_ATTRIBUTES, self._parser.CurrentByteIndex)
        if not self._stack:
            self._root = made
        elif self._stack[-1].children:
            self._stack[-1].children.append(made)
        else:
            self._stack[-1].children = [made]
        self._stack.append(made)
        self._chunks.append([])

    def _characters(self, text: str) -> None:
        self._chunks[-1].append(text)

    def _end(self, _: str) -> None:
        done = self._stack.pop()
        chunks = self._chunks.pop()
        index = self._parser.CurrentByteIndex
        done.end = element_end(self._parsed, done.start, index, bool(done.children))
        if not done.children:
            if not self._tolerant:
                done.text = "".join(chunks)
            elif done.end != index:
                done.text = content_between(self._original, self._parsed, done.start, index)
        if self._take is not None and len(self._stack) == 1:
            self._stack[0].children.clear()
            self._made = 0
            self._take(done)


def content_between(original: bytes, parsed: bytes | bytearray, start: int, index: int) -> str:
    """The text of the element that begins at ``start`` and whose end tag is at ``index``."""
    tag = START_TAG.match(parsed, start)
    return content_text(original, tag.end(), index) if tag else ""


def element_end(body: bytes | bytearray, start: int, index: int, has_children: bool) -> int:
    """The offset behind an element, from expat's index at its end event.

    That index is the end tag's first byte; of a self-closing element it is already behind it.
    """
    if not has_children and body[index - 2 : index] == b"/>":
        tag = START_TAG.match(body, start)
        if tag is not None and tag.end() == index:
            return index
    return body.index(b">", index) + 1
