"""Small XML documents as a tree: searches, marks, errors, single records.

Pages have a reader of their own (:mod:`xml_page`). Names are local names: the API's namespaces are
not needed to tell its elements apart, and a record cut from its page has lost their declarations.
Entity declarations are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from netwrix_tui.errors import Malformed
from netwrix_tui.wire.encoding import beginning, utf8_body
from netwrix_tui.wire.xml_tolerant import content_text, mask

PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'

_START_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\r": "&#13;"}
_UNSAFE = re.compile("[&<>\"'\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Element:
    """An element: its local name, attributes, own text, children, and its bytes' offsets."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

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


def parse(body: bytes) -> Element:
    """The root element. Raises Malformed, with what the parser says and where."""
    body = utf8_body(body)
    try:
        return _Builder(body, body).root()
    except expat.ExpatError as error:
        raise not_xml(body, error) from error


def parse_tolerant(body: bytes) -> Element:
    """The root element of XML that may hold illegal characters. Raises Malformed."""
    try:
        return parse(body)
    except Malformed:
        body = utf8_body(body)
        try:
            return _Builder(body, mask(body)).root()
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

    def __init__(self, original: bytes, parsed: bytes) -> None:
        self._original = original
        self._tolerant = original is not parsed
        self._parsed = parsed
        self._stack: list[Element] = []
        self._chunks: list[list[str]] = []
        self._root: Element | None = None
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def root(self) -> Element:
        self._parser.Parse(self._parsed, True)
        if self._root is None:
            raise Malformed("The XML has no element.", category="XMLError")
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        made = Element(local(name), attributes, self._parser.CurrentByteIndex)
        if self._stack:
            self._stack[-1].children.append(made)
        else:
            self._root = made
        self._stack.append(made)
        self._chunks.append([])

    def _characters(self, text: str) -> None:
        self._chunks[-1].append(text)

    def _end(self, _: str) -> None:
        done = self._stack.pop()
        done.text = "".join(self._chunks.pop())
        index = self._parser.CurrentByteIndex
        done.end = element_end(self._parsed, done.start, index, bool(done.children))
        if done.children:
            done.text = ""
        elif self._tolerant and done.end != index:
            tag = _START_TAG.match(self._parsed, done.start)
            done.text = content_text(self._original[tag.end() : index]) if tag else done.text


def element_end(body: bytes, start: int, index: int, has_children: bool) -> int:
    """The offset behind an element, from expat's index at its end event.

    That index is the end tag's first byte; of a self-closing element it is already behind it.
    """
    if not has_children and body[index - 2 : index] == b"/>":
        tag = _START_TAG.match(body, start)
        if tag is not None and tag.end() == index:
            return index
    return body.index(b">", index) + 1
