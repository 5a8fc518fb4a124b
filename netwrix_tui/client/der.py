"""Just enough of DER to walk through a certificate that stricter readers refuse.

Source: ITU-T X.690, the encoding of a tag, a length and a content; RFC 5280 for what they hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_LONG_TAG, _LONG_LENGTH = 0x1F, 0x80


class NotDer(ValueError):
    """The bytes end within an element, or begin none."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its first byte, which is all of its tag below 31, and its content."""

    tag: int
    content: bytes


def elements(content: bytes) -> Iterator[Element]:
    """The elements that stand in a row. Raises NotDer where the next one is none."""
    at = 0
    while at < len(content):
        element, at = _element(content, at)
        yield element


def first_element(content: bytes) -> Element:
    """The first of them. Raises NotDer."""
    return _element(content, 0)[0]


def _element(content: bytes, at: int) -> tuple[Element, int]:
    head = content[at : at + 2]
    if len(head) < 2 or head[0] & _LONG_TAG == _LONG_TAG:
        raise NotDer("no tag and length")
    tag, length = head
    at += 2
    if length & _LONG_LENGTH:
        size = length & ~_LONG_LENGTH
        if not size or at + size > len(content):
            raise NotDer("no length")
        length = int.from_bytes(content[at : at + size])
        at += size
    if at + length > len(content):
        raise NotDer("the content is cut off")
    return Element(tag, content[at : at + length]), at + length
