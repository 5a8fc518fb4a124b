"""The names that a certificate says it is for: read one by one, so that none hides the others.

A strict reader refuses all of them for one X.400 address, or for an extension that stands twice.
Source: RFC 5280, 4.2.1.6 (Subject Alternative Name).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass

from netwrix_tui.client.der import Element, NotDer, elements, first_element

_SEQUENCE, _OBJECT_ID, _OCTETS, _EXTENSIONS = 0x30, 0x06, 0x04, 0xA3
_ALTERNATIVE_NAME = bytes((0x55, 0x1D, 0x11))  # 2.5.29.17
_MAIL, _DNS, _URI, _ADDRESS = 0x81, 0x82, 0x86, 0x87

_NOT_SHOWN = {
    0xA0: "a name of another kind",
    0xA3: "an X.400 address",
    0xA4: "a directory name",
    0xA5: "an EDI party name",
    0x88: "a registered ID",
}
_UNKNOWN = "a name of an unknown kind"
_UNREADABLE = "a part that cannot be read"
_SEVERAL = "a second list of names"
_TWICE = "an extension that stands twice"


@dataclass(frozen=True, slots=True)
class CertificateNames:
    """``texts`` are the names as they stand there.

    ``besides`` says in our words what else is there, and not shown or not by the rules.
    """

    texts: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


def names_of(certificate: bytes) -> CertificateNames:
    """The names of a DER certificate; whatever cannot be read is named as such. Never raises."""
    texts: list[str] = []
    besides: dict[str, None] = {}
    seen: set[bytes] = set()
    try:
        for kind, value in _extensions(certificate):
            if kind in seen:
                besides[_SEVERAL if kind == _ALTERNATIVE_NAME else _TWICE] = None
            seen.add(kind)
            if kind != _ALTERNATIVE_NAME:
                continue
            for name in elements(_inside(first_element(value), _SEQUENCE)):
                text = _text(name)
                if text is None:
                    besides[_NOT_SHOWN.get(name.tag, _UNKNOWN)] = None
                else:
                    texts.append(text)
    except NotDer:
        besides[_UNREADABLE] = None
    return CertificateNames(tuple(texts), tuple(besides))


def _extensions(certificate: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The object identifier of each extension, and what it holds. Raises NotDer."""
    signed = first_element(_inside(first_element(certificate), _SEQUENCE))
    for part in elements(_inside(signed, _SEQUENCE)):
        if part.tag != _EXTENSIONS:
            continue
        for extension in elements(_inside(first_element(part.content), _SEQUENCE)):
            parts = list(elements(_inside(extension, _SEQUENCE)))
            if not parts:
                raise NotDer("an extension without a name")
            yield _inside(parts[0], _OBJECT_ID), _inside(parts[-1], _OCTETS)


def _inside(element: Element, tag: int) -> bytes:
    if element.tag != tag:
        raise NotDer("another element was expected")
    return element.content


def _text(name: Element) -> str | None:
    if name.tag in (_MAIL, _DNS, _URI):
        # ASCII by the rules; whoever breaks them is to be seen doing so.
        return name.content.decode("utf-8", "surrogateescape")
    if name.tag == _ADDRESS and len(name.content) in (4, 16):
        return str(ipaddress.ip_address(name.content))
    return None
