"""A record's bytes as text: exactly as they came, or with white space between the tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from netwrix_tui.tui.layout.xml_indent import indented_xml
from netwrix_tui.wire.wire_format import WireFormat

_NOT_UTF8 = re.compile("[\udc80-\udcff]")


class Layout(StrEnum):
    """How raw text is laid out."""

    INDENTED = "indented"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class RawText:
    """The text of a record in the layout that was possible; ``note`` says why not the other."""

    text: str
    layout: Layout
    note: str = ""


def lay_out(raw: bytes, wire_format: WireFormat, layout: Layout, *, damaged: bool) -> RawText:
    """The text of a record's bytes. What cannot be indented faithfully is shown exactly."""
    if layout is Layout.EXACT:
        return RawText(exact_text(raw), Layout.EXACT)
    if damaged:
        return RawText(exact_text(raw), Layout.EXACT, "damaged, so not indented")
    indented = _indented(raw, wire_format)
    if indented is None:
        return RawText(exact_text(raw), Layout.EXACT, "not well-formed, so not indented")
    return RawText(indented, Layout.INDENTED)


def exact_text(raw: bytes) -> str:
    """Every character as it came; a byte that is not UTF-8 as ``‹FF›``."""
    text = raw.decode("utf-8", "surrogateescape")
    return _NOT_UTF8.sub(lambda byte: f"‹{ord(byte[0]) - 0xDC00:02X}›", text)


def _indented(raw: bytes, wire_format: WireFormat) -> str | None:
    if wire_format is WireFormat.XML:
        return indented_xml(exact_text(raw))
    try:
        return exact_text(msgspec.json.format(raw, indent=2))
    except msgspec.DecodeError:
        return None
